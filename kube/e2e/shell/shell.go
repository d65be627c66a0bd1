package shell

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/kronoscope/kronoscope/kube/e2e/planes"
)

// patience is how long a line may take.
const patience = 2 * time.Minute

// upto is a command for lines whose kubectl would not end: it prints what the rest of its arguments print, to the first line
// that matches the expression of sed, and ends them.
const upto = `#!/bin/sh
pattern=$1; shift
pipe=$(mktemp -u); mkfifo "$pipe"
"$@" > "$pipe" & pid=$!
sed "/$pattern/q" < "$pipe"
kill $pid 2> /dev/null; wait $pid 2> /dev/null
rm "$pipe"
`

// Shell plays lines on a plane, in a folder of its own that goes with the test.
type Shell struct {
	plane *planes.Plane
	dir   string
	env   []string
}

// Output is what a line did.
type Output struct {
	Stdout, Stderr string
	Code           int
}

// New makes a shell whose kubectl talks to a plane, in a namespace. The folder holds copies of files by name. env is added to
// its environment, which has nothing else of this process but PATH.
func New(t testing.TB, plane *planes.Plane, namespace string, files map[string][]byte, env ...string) *Shell {
	t.Helper()
	dir := t.TempDir()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	bin := filepath.Join(dir, "bin")
	err = errors.Join(os.Mkdir(bin, 0o700), os.Symlink(self, filepath.Join(bin, "kubectl")),
		os.WriteFile(filepath.Join(bin, "upto"), []byte(upto), 0o700))
	for name, data := range files {
		err = errors.Join(err, os.WriteFile(filepath.Join(dir, name), data, 0o700))
	}
	if err != nil {
		t.Fatal(err)
	}
	s := &Shell{plane: plane, dir: dir}
	s.env = append([]string{
		"PATH=" + bin + ":" + os.Getenv("PATH"), "HOME=" + dir, "TMPDIR=" + dir, "LC_ALL=C", "TZ=UTC", "COLUMNS=160",
		"KUBECONFIG=" + plane.Kubeconfig(t, dir, namespace),
	}, env...)
	return s
}

// Run plays a line.
func (s *Shell) Run(ctx context.Context, t testing.TB, line string) Output {
	t.Helper()
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, "sh", "-c", line)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr, cmd.Env, cmd.Dir = &stdout, &stderr, s.env, s.dir
	cmd.WaitDelay = time.Second
	err := cmd.Run()
	var exit *exec.ExitError
	switch {
	case ctx.Err() != nil:
		t.Errorf("%s: %s: it does not end", s.plane.Name, line)
	case err != nil && !errors.As(err, &exit):
		t.Errorf("%s: %s: %v", s.plane.Name, line, err)
	}
	return Output{stdout.String(), stderr.String(), cmd.ProcessState.ExitCode()}
}
