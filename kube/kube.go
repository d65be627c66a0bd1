// Package kube is the one way to reach Kubernetes: client-go over HTTP, to a real API server or, through the transport
// it is given, to the embedded control plane. It watches Jobs, CronJobs, their pods and events, acts on them, and streams logs.
//
// It draws nothing, and it does not know which of the two planes answers.
package kube

import (
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
	// Clock turns the embedded plane's time; nil on a real cluster.
	Clock ClockControl

	Config *rest.Config
	Client kubernetes.Interface
}

// Now is the cluster's time: the embedded plane's clock, or this machine's.
func (c *Cluster) Now() time.Time {
	if c.Clock != nil {
		return c.Clock.State().Now
	}
	return time.Now()
}
