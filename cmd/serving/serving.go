// Package serving runs the serve command: an embedded control plane on a port, its kubeconfig, and with --state its folder. The
// server itself is kube/embedded/serve.
package serving

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"

	"github.com/kronoscope/kronoscope/cmd/exitcode"
	"github.com/kronoscope/kronoscope/cmd/flags"
	"github.com/kronoscope/kronoscope/cmd/localplane"
	"github.com/kronoscope/kronoscope/cmd/session"
	"github.com/kronoscope/kronoscope/kube/embedded/serve"
)

// Request is what the serve command is asked: its own flags. Those of its clock are named as for the demo, with other defaults.
type Request struct {
	Files      []string
	Listen     string
	Expose     bool
	TUI        bool
	Kubeconfig string
	Namespace  string
	State      string
	Plane      flags.Plane
}

// Run serves until the user or a service manager ends it, which is success.
func (s *Request) Run(ctx context.Context, f *flags.Shared, in io.Reader, out, errOut io.Writer) error {
	leftovers := &cleanup{}
	ctx, stop := untilSignal(ctx, leftovers, os.Exit)
	defer stop()
	notices := s.notices(errOut)
	defer printLeft(notices, errOut) // once the plane has stopped
	// The file and the port come first: making the plane writes to its state, which a start that fails should leave alone.
	if s.Kubeconfig != "" {
		if err := serve.CheckKubeconfig(s.Kubeconfig); err != nil {
			return exitcode.With(exitcode.Usage, err)
		}
	}
	var handler http.Handler // set before the server answers its first request
	server, err := serve.Listen(ctx, serve.Options{Address: s.Listen, Expose: s.Expose, ErrorLog: f.Log.ServerErrors()},
		http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { handler.ServeHTTP(w, r) }))
	if err != nil {
		return exitcode.With(exitcode.Usage, err)
	}
	plane, cluster, until, err := s.makePlane(ctx, f, in, out, notices)
	if err != nil {
		_ = server.Close()
		return err
	}
	defer session.WaitAtMost(s.patience(), plane.Stop)
	handler = serve.WithClock(plane.Handler(), plane.Control())
	var file string
	err = leftovers.create(func() (remove func(), err error) {
		file, remove, err = s.writeKubeconfig(server)
		return remove, err
	})
	if err != nil {
		_ = server.Close()
		return exitcode.With(exitcode.Failed, err)
	}
	defer leftovers.run()
	f.Log.Logger().Info("the server listens", "url", server.URL(), "exposed", server.Exposed(), "state", s.State)
	if server.Exposed() {
		fmt.Fprintln(notices, exposedWarning)
	}
	if s.TUI {
		return s.runScreens(ctx, servedScreens{f, plane, cluster, server, file, until}, out, notices)
	}
	plane.StartParts()
	if err := localplane.JumpTo(ctx, plane, until); err != nil {
		_ = server.Close()
		if ctx.Err() != nil {
			return nil // the user ended it during the jump
		}
		return exitcode.With(exitcode.Failed, err)
	}
	s.announce(out, plane, server, file) // while the clock still stands where it says
	plane.StartClock()
	if err := server.Serve(ctx); err != nil {
		return exitcode.With(exitcode.Failed, err)
	}
	return nil
}
