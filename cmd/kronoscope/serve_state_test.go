package main

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/kronoscope/kronoscope/cmd/exitcode"
	"github.com/kronoscope/kronoscope/kube/embedded/store/disk"
)

// serveUntilReady runs serve until it serves, ends it, and returns what it printed and its exit code.
func serveUntilReady(t *testing.T, args ...string) (code int, out, errOut string) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	read, write := io.Pipe()
	var errs bytes.Buffer
	ended := make(chan int, 1)
	go func() {
		defer func() { _ = write.Close() }()
		ended <- run(ctx, append([]string{"serve"}, args...), strings.NewReader(""), write, &errs)
	}()
	var printed strings.Builder
	for lines := bufio.NewScanner(read); lines.Scan(); {
		printed.WriteString(lines.Text() + "\n")
		if strings.HasPrefix(lines.Text(), "Ctrl-C") {
			cancel()
		}
	}
	return <-ended, printed.String(), errs.String()
}

func TestServeOnAStateSaysWhatIsKept(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "lab")
	args := []string{"--state", folder, "-f", "../../testdata/guide", "-n", "lab", "--start", "2026-11-24T01:55:00+01:00", "--speed", "60"}
	code, out, errOut := serveUntilReady(t, args...)
	if code != exitcode.Done || errOut != "" || !strings.Contains(out, "All changes are kept in "+folder) || strings.Contains(out, "already exist") {
		t.Errorf("at first: %d, %q, %q", code, out, errOut)
	}
	args[len(args)-3] = "2026-11-25T01:55:00+01:00"
	code, out, errOut = serveUntilReady(t, args...)
	if code != exitcode.Done || errOut != "" || !strings.Contains(out, "Left as they are, because they already exist: ") ||
		!strings.Contains(out, " more.\n") || !strings.Contains(out, "2026-11-25 01:55:00 +01:00 and runs at 60×") {
		t.Errorf("again: %d, %q, %q", code, out, errOut)
	}
	code, out, errOut = serveUntilReady(t, "--state", folder)
	if code != exitcode.Done || errOut != "" || !strings.Contains(out, "2026-11-25 ") { // a minute a second has passed since
		t.Errorf("without a start: %d, %q, %q", code, out, errOut)
	}
}

func TestServeWithoutAStateSaysThatNothingIsKept(t *testing.T) {
	if code, out, errOut := serveUntilReady(t); code != exitcode.Done || !strings.Contains(out, "nothing is kept") {
		t.Errorf("%d, %q, %q", code, out, errOut)
	}
}

// TestServeRefusesAState: each in one line that names it, with the exit code for wrong input.
func TestServeRefusesAState(t *testing.T) {
	used := filepath.Join(t.TempDir(), "used")
	if code, _, errOut := serveUntilReady(t, "--state", used, "--start", "2026-11-24 01:55"); code != exitcode.Done {
		t.Fatal(errOut)
	}
	held := t.TempDir()
	other, err := disk.Open(held)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = other.Close() }()
	foreign, broken, manifest := t.TempDir(), t.TempDir(), filepath.Join(t.TempDir(), "bad.yaml")
	for name, text := range map[string]string{
		filepath.Join(foreign, "letter"):     "Dear",
		filepath.Join(broken, disk.FileName): strings.Repeat("broken ", 5000),
		manifest:                             goodJob + "---\n" + strings.ReplaceAll(goodJob, "Never", "Always"),
	} {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for name, tt := range map[string]struct {
		args []string
		want string
	}{
		"no name":                  {[]string{"--state", ""}, "--state needs the name of a folder"},
		"a file":                   {[]string{"--state", manifest}, manifest + ": not a directory"},
		"another's folder":         {[]string{"--state", foreign}, foreign + ": the folder holds files, but no state of kronoscope serve"},
		"a damaged file":           {[]string{"--state", broken}, filepath.Join(broken, disk.FileName) + ": the file is damaged"},
		"one that is in use":       {[]string{"--state", held}, filepath.Join(held, disk.FileName) + ": another kronoscope uses this state"},
		"an earlier start":         {[]string{"--state", used, "--start", "2026-11-23 01:55"}, "its time cannot run backwards"},
		"a manifest that is wrong": {[]string{"--state", used, "-f", manifest}, "bad.yaml: document 2: Job good: spec.template.spec.restartPolicy"},
	} {
		t.Run(name, func(t *testing.T) {
			code, out, errOut := serveUntilReady(t, tt.args...)
			if code != exitcode.Usage || out != "" || !strings.Contains(errOut, tt.want) || strings.Count(errOut, "\n") != 1 {
				t.Errorf("%d, %q, %q; want %q", code, out, errOut, tt.want)
			}
		})
	}
	for name, args := range map[string][]string{
		"a manifest that is wrong":  {"-f", manifest},
		"an end before the start":   {"--until", "2098-01-01"},
		"an address of the network": {"--listen", "0.0.0.0:0"},
		"another's kubeconfig":      {"--kubeconfig-out", manifest},
	} {
		t.Run(name+" leaves the clock", func(t *testing.T) {
			if code, _, errOut := serveUntilReady(t, append(args, "--state", used, "--start", "2099-01-01")...); code != exitcode.Usage {
				t.Errorf("%d, %q", code, errOut)
			}
			if code, out, errOut := serveUntilReady(t, "--state", used); code != exitcode.Done || !strings.Contains(out, "2026-11-24 01:5") {
				t.Errorf("afterwards: %d, %q, %q", code, out, errOut)
			}
		})
	}
	// The good object beside the wrong one has left nothing behind.
	if err := os.WriteFile(manifest, []byte(goodJob), 0o600); err != nil {
		t.Fatal(err)
	}
	if code, out, errOut := serveUntilReady(t, "--state", used, "-f", manifest); code != exitcode.Done || strings.Contains(out, "already exist") {
		t.Errorf("afterwards: %d, %q, %q", code, out, errOut)
	}
}
