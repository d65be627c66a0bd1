package main

import (
	"context"
	"sync"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/tui"
)

// connections change from one context of the kubeconfig to another. The inventories of those opened are kept, to be stopped when
// the program shows them no longer, or at the end.
type connections struct {
	options kube.Options

	mu   sync.Mutex
	open map[*kube.Cluster]*kube.Inventory
}

// contexts are what the user may change to: those of the kubeconfig. An embedded plane is no context, and its flags name none.
func (c *connections) contexts(cluster *kube.Cluster) tui.Contexts {
	if cluster.Embedded {
		return tui.Contexts{}
	}
	names, err := kube.ContextNames(c.options)
	if err != nil || len(names) < 2 {
		return tui.Contexts{} // the kubeconfig was read a moment ago; that it is gone now changes nothing of what is shown
	}
	return tui.Contexts{Names: names, Connect: c.connect, Disconnect: c.disconnect}
}

func (c *connections) connect(_ context.Context, name string) (*kube.Cluster, tui.Source, error) {
	options := c.options
	options.Context = name
	cluster, err := kube.Connect(options)
	if err != nil {
		return nil, nil, err
	}
	inventory := kube.NewInventory(cluster)
	c.mu.Lock()
	c.open[cluster] = inventory
	c.mu.Unlock()
	return cluster, inventory, nil
}

// disconnect ends the watches of a connection, without waiting until they have ended.
func (c *connections) disconnect(cluster *kube.Cluster) {
	c.mu.Lock()
	inventory := c.open[cluster]
	delete(c.open, cluster)
	c.mu.Unlock()
	if inventory != nil {
		go inventory.Stop()
	}
}

// stop ends the watches of all connections.
func (c *connections) stop() {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, inventory := range c.open {
		inventory.Stop()
	}
}
