// Package kubelet is the scheduler and the simulated kubelet of the embedded plane: it binds pods to its one node where the
// scheduler would, plays their containers in a [sandbox] and reports their status, events and logs as a kubelet does.
//
// It reaches the API only through a [resource.Client], decides on one goroutine and holds the clock while it does, so that
// a run is reproducible. Probes, images and resources are not simulated beyond what statuses show; it never runs anything
// on the host.
package kubelet
