// Package kube is the one way to reach Kubernetes: client-go over HTTP, to a real API server or, through the transport
// it is given, to the embedded control plane. It makes the connection and keeps the cluster's time.
//
// It does not watch, change or draw anything: watch, logs, action and fetch below it read and write, each on a [Cluster].
package kube

import (
	"context"
	"time"

	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
)

// Cluster is a connection to one control plane.
type Cluster struct {
	// Context is the kubeconfig context's name, or the embedded plane's.
	Context string
	// Namespace is the namespace to watch; empty for all namespaces.
	Namespace string
	// Embedded reports whether the control plane is the one in this process.
	Embedded bool
	// Notice is one line that the user should read about how the connection was made, such as "no kubeconfig: demo"; or empty.
	Notice string
	// ReadOnly makes every action fail. Package action enforces it; Client does not.
	ReadOnly bool
	// Clock controls the time of the plane in this process; nil for any other. Most callers want [Cluster.Control].
	Clock ClockControl

	Config *rest.Config         // for clients of other kinds; copy it before changing it
	Client kubernetes.Interface // uses Config

	server *serverTime // nil for the plane in this process
}

// Control returns the controls of a plane's clock: of the plane in this process, or of one that another process serves, once
// that has answered. It is nil on a real cluster.
func (c *Cluster) Control() ClockControl {
	if c.Clock != nil {
		return c.Clock
	}
	if c.server != nil {
		if clock, ok := c.server.planeClock(); ok {
			return clock
		}
	}
	return nil
}

// Now returns the cluster's time: a plane's clock, or the API server's as estimated from its answers. Before the first answer it
// is this machine's time.
func (c *Cluster) Now() time.Time {
	if control := c.Control(); control != nil {
		return control.State().Now
	}
	if c.server != nil {
		return c.server.wall().Add(c.server.skew())
	}
	return time.Now()
}

// FetchNow makes one request, which brings the cluster's time up to date, and returns [Cluster.Now]. It ignores a failure: the
// next request meets the same one and reports it.
func (c *Cluster) FetchNow(ctx context.Context) time.Time {
	if c.server != nil {
		_, _ = ServerVersion(ctx, c.Client)
	}
	return c.Now()
}

// Skew returns how far the API server's clock is ahead of this machine's; negative when it is behind. It is estimated from the
// dates of the answers, which are whole seconds, and 0 when the clocks may agree. It is 0 for a plane, which has a time of its own.
func (c *Cluster) Skew() time.Duration {
	if c.server == nil || c.Control() != nil {
		return 0
	}
	return c.server.skew()
}
