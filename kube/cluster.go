// Package kube is the one way to reach Kubernetes: client-go over HTTP, to a real API server or, through the transport
// it is given, to the embedded control plane. It watches Jobs, CronJobs, their pods and events, acts on them, and streams logs.
//
// It draws nothing, and it does not know which of the two planes answers.
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
	// Namespace is what is watched; empty for all namespaces.
	Namespace string
	// Embedded says that the control plane is the one in this process.
	Embedded bool
	// Notice is one line on how the connection came about that the user should know, such as "no kubeconfig: demo".
	Notice string
	// ReadOnly refuses every action.
	ReadOnly bool
	// Clock turns the time of the plane in this process; nil elsewhere. See [Cluster.Control].
	Clock ClockControl

	Config *rest.Config
	Client kubernetes.Interface

	server *serverTime // nil for the plane in this process
}

// Control turns the cluster's time: that of the plane in this process, or of one that another process serves, once that has
// answered. It is nil on a real cluster.
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

// Now is the cluster's time: a plane's clock, or the API server's as its answers tell it, or before these this machine's.
func (c *Cluster) Now() time.Time {
	if control := c.Control(); control != nil {
		return control.State().Now
	}
	if c.server != nil {
		return c.server.wall().Add(c.server.skew())
	}
	return time.Now()
}

// FetchNow is the cluster's time after an answer that tells it. Where none comes, whatever is asked next will say why.
func (c *Cluster) FetchNow(ctx context.Context) time.Time {
	if c.server != nil {
		_, _ = ServerVersion(ctx, c.Client)
	}
	return c.Now()
}

// Skew is how far the API server's clock is ahead of this machine's, as far as that can be told from its answers, which give whole
// seconds: 0 when they may be the same, and for a plane, whose time is its own.
func (c *Cluster) Skew() time.Duration {
	if c.server == nil || c.Control() != nil {
		return 0
	}
	return c.server.skew()
}
