// Package localplane makes the embedded control plane that a command runs on, connects to it, and applies manifests to it. It
// shows nothing and opens no port.
package localplane

import (
	"time"

	"github.com/kronoscope/kronoscope/cmd/exitcode"
	"github.com/kronoscope/kronoscope/cmd/flags"
	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/kube/embedded"
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet"
)

// Pods take about as long to start as on a node that has their images.
const (
	startupDelay  = 300 * time.Millisecond
	startupJitter = 2 * time.Second
)

// New makes an embedded plane whose clock stands at an instant, and connects to it. The connection sees all namespaces unless the
// flags name one.
func New(f *flags.Shared, at time.Time, speed float64) (*embedded.Plane, *kube.Cluster, error) {
	return NewWith(f, embedded.Options{Start: at}, speed)
}

// NewWith is [New] with more options of the plane. Its seed, kubelet and errors are set here.
func NewWith(f *flags.Shared, o embedded.Options, speed float64) (*embedded.Plane, *kube.Cluster, error) {
	o.OnError = newFailures(f.Log.Logger()).log
	o.Seed, o.Kubelet = f.Plane.Seed, kubelet.Options{StartupDelay: startupDelay, StartupJitter: startupJitter}
	plane, err := embedded.New(o)
	if err != nil {
		return nil, nil, exitcode.With(exitcode.Failed, err)
	}
	plane.Clock().SetSpeed(speed)
	plane.Clock().SetPaused(f.Plane.Paused)
	cluster, err := kube.NewCluster(plane.RESTConfig(), f.Cluster, "")
	if err != nil {
		plane.Stop()
		return nil, nil, exitcode.With(exitcode.Failed, err)
	}
	cluster.Context, cluster.Embedded, cluster.Clock = "demo", true, clockControl{plane.Control()}
	return plane, cluster, nil
}
