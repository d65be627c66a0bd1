package main

import (
	"context"
	"sync"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/tui"
)

// connections change from one context of the kubeconfig to another: the inventory of the one in use is kept, to be stopped
// when the next has been opened, or at the end.
type connections struct {
	options kube.Options

	mu        sync.Mutex
	inventory *kube.Inventory
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
	return tui.Contexts{Names: names, Connect: c.connect}
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
	before := c.inventory
	c.inventory = inventory
	c.mu.Unlock()
	go before.Stop()
	return cluster, inventory, nil
}

// stop ends the watches of the connection in use.
func (c *connections) stop() {
	c.mu.Lock()
	inventory := c.inventory
	c.mu.Unlock()
	inventory.Stop()
}
