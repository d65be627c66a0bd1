package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/kube/embedded"
	"github.com/kronoscope/kronoscope/kube/embedded/serve"
)

// check refuses flags that are not for serve, and those that are for its screens when there are none.
func checkServe(cmd *cobra.Command, s *serveFlags) error {
	for _, name := range []string{"kubeconfig", "context", "all-namespaces"} {
		if cmd.Flags().Changed(name) {
			return fmt.Errorf("--%s is not for serve: see %s --help", name, cmd.CommandPath())
		}
	}
	for _, name := range []string{"read-only", "theme"} {
		if cmd.Flags().Changed(name) && !s.tui {
			return fmt.Errorf("--%s is for the screens of serve: give --tui too", name)
		}
	}
	return checkNamespace(s.namespace)
}

// servedScreens is a plane that is served, and all that its screens need to know.
type servedScreens struct {
	flags   *flags
	plane   *embedded.Plane
	cluster *kube.Cluster
	server  *serve.Server
	file    string // the kubeconfig
	until   time.Time
}

// notices are what is printed beside the screens: at once without them, else as notices on them.
func (s *serveFlags) notices(errOut io.Writer) io.Writer {
	if s.tui {
		return make(noticeWriter, noticesKept)
	}
	return errOut
}

// noticesKept is how many notices wait for the screens; more than that at once are told by the last ones.
const noticesKept = 16

// noticeWriter brings each line that is written to the screens.
type noticeWriter chan string

func (w noticeWriter) Write(text []byte) (int, error) {
	line := strings.TrimPrefix(strings.TrimSpace(string(text)), "kronoscope: ")
	for {
		select {
		case w <- line:
			return len(text), nil
		default:
		}
		select {
		case <-w: // the oldest one gives way
		default:
		}
	}
}

// runScreens serves and shows the plane until the user leaves, or until the server fails.
func (s *serveFlags) runScreens(ctx context.Context, v servedScreens, out io.Writer, notices io.Writer) error {
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
	cluster.ReadOnly, cluster.Context = v.flags.cluster.ReadOnly, serve.Name
	cluster.Namespace = "" // --namespace is the kubeconfig's and the manifests'
	cluster.Notice = "serves " + v.server.URL()
	v.plane.StartParts()
	playing := make(chan error, 1)
	go func() {
		err := jumpTo(ctx, v.plane, v.until)
		if err == nil {
			v.plane.StartClock()
		} else {
			end(err) // such as a disk that is full; nothing new when ctx has ended
		}
		playing <- err
	}()
	first := stage{cluster: &cluster, greeting: []string{"export KUBECONFIG=" + shellQuote(v.file)}}
	if w, ok := notices.(noticeWriter); ok {
		first.notices = w
	}
	err := show(ctx, v.flags, first, nil)
	end(nil)
	failed, played := <-ended, <-playing
	if failed == nil && !errors.Is(played, context.Canceled) {
		failed = played
	}
	if failed != nil {
		return withCode(exitFailed, failed)
	}
	fmt.Fprintf(out, "The embedded control plane on %s has ended, and with it the kubeconfig %s.\n", v.server.URL(), v.file)
	if s.state != "" {
		fmt.Fprintf(out, "All that was changed is kept in %s.\n", s.state)
	}
	return err
}
