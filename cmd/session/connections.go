package session

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/kube/watch"
	"github.com/kronoscope/kronoscope/tui"
)

// connections holds the open connections: the screens change from one context of the kubeconfig to another, or from one start of the
// demo to the next, and each is closed when it is no longer shown, or at the end.
type connections struct {
	options kube.Options
	logger  *slog.Logger

	mu      sync.Mutex
	closers map[*kube.Cluster]func()
}

// open starts to watch a cluster.
func (c *connections) open(s Target) tui.Source {
	inventory := watch.NewInventory(s.Cluster)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.closers[s.Cluster] = func() {
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

// restart makes the screens able to start the demo again; nil where again is nil.
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

// contexts returns the contexts of the kubeconfig that the user may change to. On an embedded plane there are none.
func (c *connections) contexts(cluster *kube.Cluster) tui.Contexts {
	if cluster.Embedded {
		return tui.Contexts{Disconnect: c.disconnect}
	}
	names, err := kube.ContextNames(c.options)
	if err != nil || len(names) < 2 {
		return tui.Contexts{} // it was readable a moment ago; that it is gone now does not matter to what is shown
	}
	return tui.Contexts{Names: names, Connect: c.connect, Disconnect: c.disconnect}
}

// connect opens a context of the kubeconfig.
func (c *connections) connect(_ context.Context, name string) (*kube.Cluster, tui.Source, error) {
	options := c.options
	options.Context = name
	cluster, err := kube.Connect(options)
	if err != nil {
		return nil, nil, err
	}
	c.logger.Info("changed to another context", "context", name)
	return cluster, c.open(Target{Cluster: cluster}), nil
}

// disconnect closes a connection without waiting for its watches to end.
func (c *connections) disconnect(cluster *kube.Cluster) {
	c.mu.Lock()
	stop := c.closers[cluster]
	delete(c.closers, cluster)
	c.mu.Unlock()
	if stop != nil {
		go stop()
	}
}

// stop closes all connections.
func (c *connections) stop() {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, stop := range c.closers {
		stop()
	}
}
