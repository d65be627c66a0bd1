package serve_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/kronoscope/kronoscope/kube/embedded"
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet"
	"github.com/kronoscope/kronoscope/kube/embedded/serve"
	"github.com/kronoscope/kronoscope/kube/embedded/serve/servetest"
)

// patience is when a command that should have ended is given up.
const patience = 2 * time.Minute

// step is a line for a shell and what it must print, on either stream.
type step struct {
	line   string
	after  time.Duration // passes on the plane's clock before the line is run
	during time.Duration // passes while it runs, once it has printed shows
	shows  string
	until  string   // what a line that never ends by itself is to print before it is ended
	want   []string // expressions over the output's lines, each of which must match; none means that it prints nothing
	never  []string // expressions that must not match
	code   int
}

// lab is a served plane, whose clock stands unless a step moves it, and a shell with a kubeconfig for it.
type lab struct {
	plane *embedded.Plane
	env   []string
	dir   string
}

// play runs the steps against a new plane, which begins five minutes before two in Paris; files are there under their names.
func play(t *testing.T, files map[string]string, steps []step) {
	t.Helper()
	needTools(t, len(steps))
	l := newLab(t, kubelet.Options{StartupDelay: 300 * time.Millisecond})
	l.write(t, files)
	for _, s := range steps {
		if err := l.advance(t.Context(), s.after); err != nil {
			t.Fatal(err)
		}
		out, code := l.run(t, s)
		t.Logf("$ %s\n%s", s.line, out)
		if code != s.code {
			t.Errorf("%s: it exits with %d, want %d\n%s", s.line, code, s.code, out)
		}
		if len(s.want) == 0 && strings.TrimSpace(out) != "" {
			t.Errorf("%s: it prints something\n%s", s.line, out)
		}
		for _, want := range s.want {
			if !regexp.MustCompile(`(?m)` + want).MatchString(out) {
				t.Errorf("%s: it does not print %s\n%s", s.line, want, out)
			}
		}
		for _, never := range s.never {
			if regexp.MustCompile(`(?m)` + never).MatchString(out) {
				t.Errorf("%s: it prints %s\n%s", s.line, never, out)
			}
		}
	}
}

// needTools skips a test of so many commands on a machine that cannot run them.
func needTools(t *testing.T, commands int) {
	t.Helper()
	for _, tool := range []string{"kubectl", "sh"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skipf("%s is not on this machine: %d commands are not run", tool, commands)
		}
	}
}

func newLab(t *testing.T, o kubelet.Options) *lab {
	t.Helper()
	plane, err := embedded.New(embedded.Options{Start: time.Date(2026, 11, 24, 0, 55, 0, 0, time.UTC), Kubelet: o})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(plane.Stop)
	server := servetest.Serve(t, serve.WithClock(plane.Handler(), plane.Control()))
	plane.StartParts()
	dir := t.TempDir()
	file := filepath.Join(dir, "kubeconfig")
	if err := server.WriteKubeconfig(file, "default"); err != nil {
		t.Fatal(err)
	}
	guide, err := filepath.Abs("../../../testdata/guide")
	if err != nil {
		t.Fatal(err)
	}
	return &lab{plane: plane, dir: dir, env: []string{
		"PATH=" + dir + string(os.PathListSeparator) + os.Getenv("PATH"), "HOME=" + dir, "TMPDIR=" + dir, "KUBECONFIG=" + file, "GUIDE=" + guide,
		"LC_ALL=C", "TZ=UTC", "KUBE_EDITOR=" + filepath.Join(dir, "editor"),
	}}
}

// write puts files, which may be commands, where the lines are run.
func (l *lab) write(t *testing.T, files map[string]string) {
	t.Helper()
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(l.dir, name), []byte(text), 0o700); err != nil {
			t.Fatal(err)
		}
	}
}

// run returns what a line printed and its exit code.
func (l *lab) run(t *testing.T, s step) (string, int) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	shown, over, passed := make(chan struct{}), make(chan struct{}), make(chan error, 1)
	go func() {
		defer close(over)
		select {
		case <-shown:
			passed <- l.advance(ctx, s.during)
		case <-ctx.Done():
			passed <- nil
		}
	}()
	ended := false
	out := &screen{wait: []waiter{
		{regexp.MustCompile(`(?m)` + s.shows), func() { close(shown) }},
		{regexp.MustCompile(`(?m)` + s.until), func() {
			ended = true
			go func() { <-over; cancel() }() // not earlier, so that the next line finds the same instant on every run
		}},
	}}
	line := s.line
	if s.until != "" {
		line = "exec " + line // what is killed is the command itself
	} else {
		out.wait = out.wait[:1]
	}
	if s.shows == "" {
		_, _ = out.Write(nil)
	}
	cmd := exec.CommandContext(ctx, "sh", "-c", line)
	cmd.Stdout, cmd.Stderr, cmd.Env, cmd.Dir = out, out, l.env, l.dir
	cmd.Cancel = func() error { return cmd.Process.Kill() }
	cmd.WaitDelay = time.Second
	err := cmd.Run()
	gaveUp := ctx.Err() != nil && !ended
	select {
	case <-shown: // its time passes to the end
	default:
		cancel()
	}
	if err := <-passed; err != nil && !ended {
		t.Errorf("%s: passing time: %v", s.line, err)
	}
	var exit *exec.ExitError
	switch {
	case ended:
		return out.text.String(), 0 // by this test
	case gaveUp:
		t.Errorf("%s: it does not end", s.line)
	case err != nil && !errors.As(err, &exit):
		t.Fatalf("%s: %v", s.line, err)
	}
	return out.text.String(), cmd.ProcessState.ExitCode()
}

func (l *lab) advance(ctx context.Context, d time.Duration) error {
	return l.plane.Clock().RunUntil(ctx, l.plane.Clock().Now().Add(d))
}

// screen gathers what is printed, and tells when it holds what is waited for, one after the other. A command writes to it from
// one goroutine.
type screen struct {
	text bytes.Buffer
	wait []waiter
}

type waiter struct {
	expression *regexp.Regexp
	found      func()
}

func (s *screen) Write(p []byte) (int, error) {
	n, err := s.text.Write(p)
	for len(s.wait) > 0 && s.wait[0].expression.Match(s.text.Bytes()) {
		s.wait[0].found()
		s.wait = s.wait[1:]
	}
	return n, err
}
