package serving

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/kronoscope/kronoscope/cmd/exitcode"
	"github.com/kronoscope/kronoscope/cmd/flags"
	"github.com/kronoscope/kronoscope/cmd/localplane"
	"github.com/kronoscope/kronoscope/cmd/session"
	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/kube/embedded"
	"github.com/kronoscope/kronoscope/kube/embedded/serve"
)

// servedScreens is a plane that is served, with what its screens need.
type servedScreens struct {
	flags   *flags.Shared
	plane   *embedded.Plane
	cluster *kube.Cluster
	server  *serve.Server
	file    string // the kubeconfig
	until   time.Time
}

// runScreens serves and shows the plane until the user leaves, or until the server fails.
func (s *Request) runScreens(ctx context.Context, v servedScreens, out io.Writer, notices io.Writer) error {
	ctx, end := context.WithCancelCause(ctx)
	defer end(nil)
	ended := make(chan error, 1)
	go func() {
		err := v.server.Serve(ctx)
		if err != nil {
			end(err)
		}
		ended <- err
	}()
	cluster := *v.cluster
	cluster.ReadOnly, cluster.Context = v.flags.Cluster.ReadOnly, serve.Name
	cluster.Namespace = "" // --namespace is about the kubeconfig and the manifests
	cluster.Notice = "serves " + v.server.URL()
	v.plane.StartParts()
	playing := make(chan error, 1)
	go func() {
		err := localplane.JumpTo(ctx, v.plane, v.until)
		if err == nil {
			v.plane.StartClock()
		} else {
			end(err) // such as a full disk; does nothing when ctx has ended
		}
		playing <- err
	}()
	first := session.Target{Cluster: &cluster, Greeting: []string{"export KUBECONFIG=" + shellQuote(v.file)}}
	if w, ok := notices.(noticeWriter); ok {
		first.Notices = w
	}
	err := session.Show(ctx, v.flags, first, nil)
	end(nil)
	failed, played := <-ended, <-playing
	if failed == nil && !errors.Is(played, context.Canceled) {
		failed = played
	}
	if failed != nil {
		return exitcode.With(exitcode.Failed, failed)
	}
	fmt.Fprintf(out, "The embedded control plane on %s has ended, and its kubeconfig %s is removed.\n", v.server.URL(), v.file)
	if s.State != "" {
		fmt.Fprintf(out, "Its state is in %s.\n", s.State)
	}
	return err
}
