package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/tools/clientcmd"

	"github.com/kronoscope/kronoscope/cmd/exitcode"
)

func TestServePrintsAKubeconfigThatWorksUntilItsEnd(t *testing.T) {
	file := filepath.Join(t.TempDir(), "a lab's", "kubeconfig")
	if err := os.Mkdir(filepath.Dir(file), 0o700); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	out, printed := io.Pipe()
	var errOut bytes.Buffer
	code := make(chan int, 1)
	go func() {
		defer func() { _ = printed.Close() }()
		args := []string{"serve", "-f", "../../testdata/guide", "-n", "lab", "--start", "2026-11-24T01:55:00+01:00", "--kubeconfig-out", file}
		code <- run(ctx, args, strings.NewReader(""), printed, &errOut)
	}()
	var lines []string
	for scanner := bufio.NewScanner(out); scanner.Scan(); {
		lines = append(lines, scanner.Text())
		if strings.HasPrefix(scanner.Text(), "Ctrl-C") {
			break
		}
	}
	text := strings.Join(lines, "\n")
	quoted := "'" + strings.ReplaceAll(file, "'", `'\''`) + "'"
	for _, want := range []string{"https://127.0.0.1:", "2026-11-24 01:55:00 +01:00 and runs at 1×", "export KUBECONFIG=" + quoted} {
		if !strings.Contains(text, want) {
			t.Errorf("it does not print %s:\n%s%s", want, text, errOut.String())
		}
	}
	config, err := clientcmd.BuildConfigFromFlags("", file)
	if err != nil {
		t.Fatal(err)
	}
	jobs, err := kubernetes.NewForConfigOrDie(config).BatchV1().Jobs("lab").List(ctx, metav1.ListOptions{})
	if err != nil || len(jobs.Items) != 11 {
		t.Errorf("the namespace has %d Jobs, want the guide's 11: %v", len(jobs.Items), err)
	}
	cancel()
	if got := <-code; got != exitcode.Done || errOut.Len() > 0 {
		t.Errorf("it ends with %d and prints %q", got, errOut.String())
	}
	if _, err := os.Stat(file); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the kubeconfig is still there: %v", err)
	}
}

func TestServeThatIsEndedOnItsWayHasNotFailed(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var out, errOut bytes.Buffer
	if code := run(ctx, []string{"serve", "--until", "+1h"}, strings.NewReader(""), &out, &errOut); code != exitcode.Done || out.Len()+errOut.Len() > 0 {
		t.Errorf("%d, %q, %q; want silence and %d", code, out.String(), errOut.String(), exitcode.Done)
	}
}

func TestServeRefuses(t *testing.T) {
	foreign := filepath.Join(t.TempDir(), "config")
	if err := os.WriteFile(foreign, []byte("apiVersion: v1\nkind: Config\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		args []string
		code int
		want string
	}{
		"an address of the network":   {[]string{"--listen", "0.0.0.0:0"}, exitcode.Usage, "or pass --expose"},
		"a theme without screens":     {[]string{"--theme", "dark"}, exitcode.Usage, "--theme is for the screens of serve: give --tui too"},
		"read-only without screens":   {[]string{"--read-only"}, exitcode.Usage, "--read-only is for the screens"},
		"an end before the start":     {[]string{"--start", "2026-11-24", "--until", "2026-11-23"}, exitcode.Usage, "before the start"},
		"an address without a host":   {[]string{"--listen", ":0"}, exitcode.Usage, "open to the network"},
		"a kubeconfig to read":        {[]string{"--kubeconfig", foreign}, exitcode.Usage, "--kubeconfig is not for serve"},
		"a speed that is none":        {[]string{"--speed", "0"}, exitcode.Usage, "--speed 0: not a number above 0"},
		"another's kubeconfig":        {[]string{"--kubeconfig-out", foreign}, exitcode.Usage, "not a kubeconfig of kronoscope serve"},
		"a manifest that is not good": {[]string{"-f", foreign}, exitcode.Usage, foreign},
		"a namespace that is none":    {[]string{"-n", "Bad_NS"}, exitcode.Usage, "--namespace Bad_NS: a lowercase RFC 1123 label must consist of"},
		"an argument":                 {[]string{"now"}, exitcode.Usage, "unknown command"},
	} {
		t.Run(name, func(t *testing.T) {
			var out, errOut bytes.Buffer
			code := run(t.Context(), append([]string{"serve"}, tt.args...), strings.NewReader(""), &out, &errOut)
			if code != tt.code || !strings.Contains(errOut.String(), tt.want) || out.Len() > 0 {
				t.Errorf("%d, %q, %q", code, errOut.String(), out.String())
			}
		})
	}
}
