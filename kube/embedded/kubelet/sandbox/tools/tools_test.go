package tools_test

import (
	"bytes"
	"context"
	"strings"
	"testing"
	"time"

	"github.com/kronoscope/kronoscope/kube/embedded/clock"
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox"
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/files"
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/tools"
)

// TestEveryToolEndsWhateverItIsGiven runs each tool of the table with arguments that suit none of them.
func TestEveryToolEndsWhateverItIsGiven(t *testing.T) {
	for _, name := range tools.Names() {
		for _, args := range [][]string{
			nil,
			{""},
			{"-"},
			{"--"},
			{"--help"},
			{"-n"},
			{"-1"},
			{"/"},
			{"/nope", "/etc/hosts"},
			{"-c", "-5", "/etc/hosts"},
			{"(", ")", "!"},
			{"-d", "99999999999999", "x"},
			{"s/(/x/", "/etc/hosts"},
			{"{", "}", "/etc/hosts"},
			{"-I", "{}", "-n", "0"},
			{"0", "-s"},
		} {
			if out := run(t, append([]string{name}, args...)); strings.Contains(out, "sandbox failed") {
				t.Errorf("%s %q: %q", name, args, out[max(0, len(out)-300):])
			}
		}
	}
}

// run runs a tool as process 1, for at most an hour, and returns what it prints.
func run(t *testing.T, args []string) string {
	t.Helper()
	clk := clock.NewManual(time.Date(2026, 11, 24, 1, 58, 12, 0, time.UTC))
	root := files.NewStore(64<<20, clk.Now).NewVolume()
	if err := files.Populate(root, "pod-x"); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	task := clk.NewTask(context.Background())
	c := sandbox.New(sandbox.Config{
		Clock: clk, Task: task, FS: files.NewFS(root, false), Args: args, Hostname: "pod-x", Stdout: &out, Stderr: &out,
		Limits: sandbox.Limits{Steps: 2000, Memory: 4 << 20},
	})
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		c.Run()
		task.Done()
	}()
	if err := clk.RunUntil(context.Background(), clk.Now().Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	c.Kill()
	<-ended
	return out.String()
}
