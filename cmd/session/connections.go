package session

import (
	"context"
	"sync"
	"time"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/kube/watch"
	"github.com/kronoscope/kronoscope/tui"
)

// connections change from one context of the kubeconfig to another, or from one start of the demo to the next. What ends those that
// are open is kept, for when the program shows them no longer, and for the end.
type connections struct {
	options kube.Options

	mu      sync.Mutex
	sources map[*kube.Cluster]func() // what ends it
}

// open takes the data of a cluster up.
func (c *connections) open(s Target) tui.Source {
	inventory := watch.NewInventory(s.Cluster)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.sources[s.Cluster] = func() {
		inventory.Stop()
		if s.Stop != nil {
			s.Stop()
		}
	}
	if s.Opened == nil {
		return inventory
	}
	return &notifyingSource{Source: inventory, opened: s.Opened}
}

// restart begins the demo again as again does; nil where there is none.
func (c *connections) restart(again func(context.Context, time.Time) (Target, error)) tui.Restart {
	if again == nil {
		return nil
	}
	return func(ctx context.Context, at time.Time) (*kube.Cluster, tui.Source, error) {
		s, err := again(ctx, at)
		if err != nil {
			return nil, nil, err
		}
		return s.Cluster, c.open(s), nil
	}
}

// contexts are what the user may change to: those of the kubeconfig. An embedded plane is no context, and its flags name none.
func (c *connections) contexts(cluster *kube.Cluster) tui.Contexts {
	if cluster.Embedded {
		return tui.Contexts{Disconnect: c.disconnect}
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
	return cluster, c.open(Target{Cluster: cluster}), nil
}

// disconnect ends the watches of a connection, without waiting until they have ended.
func (c *connections) disconnect(cluster *kube.Cluster) {
	c.mu.Lock()
	stop := c.sources[cluster]
	delete(c.sources, cluster)
	c.mu.Unlock()
	if stop != nil {
		go stop()
	}
}

// stop ends the watches of all connections.
func (c *connections) stop() {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, stop := range c.sources {
		stop()
	}
}
