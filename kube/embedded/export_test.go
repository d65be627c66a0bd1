package embedded

import "github.com/kronoscope/kronoscope/kube/embedded/store"

// OnDisk returns the options of a plane whose journal writes to d instead of its State.
func OnDisk(o Options, d store.Disk) Options {
	o.disk = d
	return o
}
