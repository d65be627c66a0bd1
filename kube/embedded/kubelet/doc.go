// Package kubelet is the scheduler and the simulated kubelet of the embedded plane. It binds pods to its one node when the scheduler
// would, plays their containers in a [sandbox] and reports their status, events and logs as a kubelet does.
//
// It reaches the API only through a [resource.Client]. One goroutine, the worker, decides everything and holds the clock meanwhile, so
// that a run is reproducible. It simulates probes, images and resources only as far as statuses show them, and never runs anything on
// the host.
package kubelet
