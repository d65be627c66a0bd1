package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"github.com/spf13/cobra"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/kube/embedded"
	"github.com/kronoscope/kronoscope/kube/embedded/serve"
	"github.com/kronoscope/kronoscope/kube/manifest"
)

// serveFlags are those of serve alone. Its clock has the names of the demo's flags and defaults of its own.
type serveFlags struct {
	files      []string
	listen     string
	expose     bool
	tui        bool
	kubeconfig string
	namespace  string
	state      string
	plane      planeFlags
}

func serveCommand(f *flags) *cobra.Command {
	s := &serveFlags{}
	cmd := &cobra.Command{
		Use:   "serve [-f FILE|DIR]...",
		Short: "Serve an embedded control plane on loopback, for kubectl and any other client",
		Long: `Serve the API of an embedded control plane over HTTPS on this machine's loopback, for kubectl and any other client: Jobs,
CronJobs, their pods and what these need. It prints the kubeconfig to use, which only you can read. Without -f it starts empty.

With --state every change is on the disk before it is answered, and the next start on the same folder goes on from there, also after
a crash: objects, resource versions, the clock, finished containers' logs, the files of volume claims and hostPath volumes (but for
what a running container wrote in the 5 seconds before it). What ran is lost, as when a node has lost its power. A clock that ran
with this machine's time shows it again, so runs may have been missed; any other goes on where it stood, or from a later --start.
Objects of -f that exist already are left as they are.

The clock of a server is turned from its screens (--tui), from kronoscope on its kubeconfig, or by any client:

    kubectl get --raw /kronoscope/clock
    echo '{"speed": 60, "paused": false}' | kubectl create --raw /kronoscope/clock -f -
    echo '{"jump": "mon 02:00"}'          | kubectl create --raw /kronoscope/clock -f -
    echo '{"step": true}'                 | kubectl create --raw /kronoscope/clock -f -

A jump is answered when it is done, and ends where the clock is when the client goes; {"stop": true} ends it too. A later jump takes
the place of the one under way, which is answered with 409; so is a step that comes during one.

Clients work out some ages by themselves, such as those in kubectl describe; they are right at speed 1 without --start.`,
		Example: "  kronoscope serve\n  kronoscope serve --tui --speed 60\n  kronoscope serve -f ./manifests --speed 60 --kubeconfig-out ./lab.kubeconfig",
		Args:    noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := checkServe(cmd, s); err != nil {
				return err
			}
			if cmd.Flags().Changed("state") && s.state == "" {
				return errors.New("--state needs the name of a folder")
			}
			return s.run(cmd.Context(), f, cmd.InOrStdin(), cmd.OutOrStdout(), cmd.ErrOrStderr())
		},
	}
	set := cmd.Flags()
	set.StringArrayVarP(&s.files, "filename", "f", nil, "manifest `file or directory`, or - for standard input; repeat for more")
	set.StringVar(&s.listen, "listen", "127.0.0.1:0", "loopback `address` to listen on; port 0 takes a free one")
	set.BoolVar(&s.expose, "expose", false, "let --listen name an address that other machines reach, such as 0.0.0.0:6443")
	set.BoolVar(&s.tui, "tui", false, "show the screens on it, too; leaving them ends it")
	set.StringVar(&s.kubeconfig, "kubeconfig-out", "", "`file` to write the kubeconfig to (one in a new temporary folder); removed at the end")
	set.StringVar(&s.state, "state", "", "`folder` that keeps all over restarts; made where missing (nothing is kept)")
	s.plane.addTo(set, "", "1", "now")
	set.StringVarP(&s.namespace, "namespace", "n", "default", "`namespace` of the kubeconfig, and of manifests that name none; made where missing")
	_ = cmd.MarkFlagFilename("filename", "yaml", "yml", "json")
	_ = cmd.MarkFlagFilename("kubeconfig-out")
	_ = cmd.MarkFlagDirname("state")
	return cmd
}

// run serves until the user, or a service manager, ends it: that is success.
func (s *serveFlags) run(ctx context.Context, f *flags, in io.Reader, out, errOut io.Writer) error {
	traces := &traces{}
	ctx, stop := untilSignalled(ctx, traces, os.Exit)
	defer stop()
	notices := s.notices(errOut)
	// The file and the port come first: making the plane writes to its state, which a start that fails should leave alone.
	if s.kubeconfig != "" {
		if err := serve.CheckKubeconfig(s.kubeconfig); err != nil {
			return withCode(exitUsage, err)
		}
	}
	var handler http.Handler // there before the server begins to answer
	server, err := serve.Listen(ctx, serve.Options{Address: s.listen, Expose: s.expose},
		http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { handler.ServeHTTP(w, r) }))
	if err != nil {
		return withCode(exitUsage, err)
	}
	plane, cluster, until, err := s.newPlane(ctx, f, in, out, notices)
	if err != nil {
		_ = server.Close()
		return err
	}
	defer waitAtMost(s.patience(), plane.Stop)
	handler = serve.WithClock(plane.Handler(), plane.Control())
	var file string
	err = traces.leave(func() (remove func(), err error) {
		file, remove, err = s.writeKubeconfig(server)
		return remove, err
	})
	if err != nil {
		_ = server.Close()
		return withCode(exitFailed, err)
	}
	defer traces.remove()
	if server.Exposed() {
		fmt.Fprintln(notices, exposedWarning)
	}
	if s.tui {
		return s.runScreens(ctx, servedScreens{f, plane, cluster, server, file, until}, out, notices)
	}
	plane.StartParts()
	if err := jumpTo(ctx, plane, until); err != nil {
		_ = server.Close()
		if ctx.Err() != nil {
			return nil // ended by the user, on the way
		}
		return withCode(exitFailed, err)
	}
	s.announce(out, plane, server, file) // while the clock still stands where it says
	plane.StartClock()
	if err := server.Serve(ctx); err != nil {
		return withCode(exitFailed, err)
	}
	return nil
}

// exposedWarning is told of a server that other machines reach.
const exposedWarning = "kronoscope: other machines can reach this server: whoever gets hold of the kubeconfig can do everything in it"

// announce tells how to use the server.
func (s *serveFlags) announce(out io.Writer, plane *embedded.Plane, server *serve.Server, file string) {
	whom := "this machine only"
	if server.Exposed() {
		whom = "other machines too"
	}
	clock := "runs at " + speedText(plane.Clock().Speed())
	if plane.Clock().Paused() {
		clock = "is paused"
	}
	fmt.Fprintf(out, `An embedded control plane answers on %s, for %s.
Its clock shows %s and %s.

    export KUBECONFIG=%s
    kubectl get cronjobs,jobs,pods
    kubectl get --raw %s

%s
`, server.URL(), whom, plane.Clock().Now().Format("2006-01-02 15:04:05 -07:00"), clock, shellQuote(file), serve.ClockPath, s.kept())
}

// newPlane makes the plane with the manifests in it, before its time starts to pass, and says where that is to jump to.
func (s *serveFlags) newPlane(ctx context.Context, f *flags, in io.Reader, out, errOut io.Writer) (_ *embedded.Plane, _ *kube.Cluster, until time.Time, err error) {
	speed, err := s.plane.rate()
	if err != nil {
		return nil, nil, until, err
	}
	start, err := s.plane.instant(time.Now())
	if err != nil {
		return nil, nil, until, err
	}
	var documents []manifest.Document
	if len(s.files) > 0 {
		var problems []manifest.Problem
		if documents, problems = manifest.Read(in, s.files...); len(problems) > 0 {
			return nil, nil, until, complaint(problems)
		}
	}
	if !start.IsZero() {
		if _, err := s.plane.end(start); err != nil {
			return nil, nil, until, err
		}
	}
	own := *f
	own.plane, own.cluster.Namespace = s.plane, s.namespace
	own.cluster.ReadOnly = false // the screens are, not what is served
	if s.state != "" {
		if err := rehearse(ctx, &own, documents); err != nil {
			return nil, nil, until, err
		}
	}
	state, err := s.openState()
	if err != nil {
		return nil, nil, until, err
	}
	plane, cluster, err := newPlaneOn(&own, embedded.Options{Start: start, State: state, OnSave: s.onSave(errOut)}, speed)
	if err != nil {
		return nil, nil, until, s.blamed(err)
	}
	if until, err = s.plane.end(plane.Clock().Now()); err == nil {
		err = s.fill(ctx, cluster, documents, out)
	}
	if err == nil && s.namespace != "" { // not before, for one in the manifests may have labels
		if err = plane.Create(&corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: s.namespace}}); err != nil {
			err = withCode(exitFailed, err)
		}
	}
	if err != nil {
		plane.Stop()
	}
	return plane, cluster, until, err
}

// writeKubeconfig returns the file's full name, and what removes it.
func (s *serveFlags) writeKubeconfig(server *serve.Server) (file string, remove func(), err error) {
	file = s.kubeconfig
	if file == "" {
		folder, err := os.MkdirTemp("", "kronoscope-")
		if err != nil {
			return "", nil, err
		}
		file, remove = filepath.Join(folder, "kubeconfig"), func() { _ = os.RemoveAll(folder) }
		if err = server.WriteKubeconfig(file, s.namespace); err != nil {
			remove()
		}
		return file, remove, err
	}
	if file, err = filepath.Abs(file); err != nil {
		return "", nil, err
	}
	return file, func() { server.RemoveKubeconfig(file) }, server.WriteKubeconfig(file, s.namespace)
}

func speedText(speed float64) string {
	if speed == 0 {
		return "the greatest speed, without gaps"
	}
	return fmt.Sprintf("%g×", speed)
}

// plainWord is what a shell takes as it is.
var plainWord = regexp.MustCompile(`^[A-Za-z0-9/._+:@%,-]+$`)

// shellQuote makes a file's name one word for a shell.
func shellQuote(name string) string {
	if plainWord.MatchString(name) {
		return name
	}
	return "'" + strings.ReplaceAll(name, "'", `'\''`) + "'"
}
