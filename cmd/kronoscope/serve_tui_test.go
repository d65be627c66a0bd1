package main

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"

	"github.com/kronoscope/kronoscope/cmd/exitcode"
)

// clientOf waits for nothing: the kubeconfig is there once the program has said so.
func clientOf(t *testing.T, kubeconfig string) (*rest.Config, kubernetes.Interface) {
	t.Helper()
	config, err := clientcmd.BuildConfigFromFlags("", kubeconfig)
	if err != nil {
		t.Fatal(err)
	}
	return config, kubernetes.NewForConfigOrDie(config)
}

func TestTerminalServesAndShowsTheSamePlane(t *testing.T) {
	folder := t.TempDir()
	file, job := filepath.Join(folder, "kubeconfig"), filepath.Join(folder, "m.yaml")
	if err := os.WriteFile(job, []byte(goodJob), 0o600); err != nil {
		t.Fatal(err)
	}
	x := openTerminal(t, 120, 36, "serve", "--tui", "--read-only", "-f", job, "--start", "2026-11-24 01:55", "--until", "02:00", "--paused", "--kubeconfig-out", file)
	x.waitFor("serves https://127.0.0.1:", "export KUBECONFIG="+file) // for a moment
	x.waitFor("⏸ paused", "Tue 24 Nov 02:00:00", "2 Jobs 1")

	_, client := clientOf(t, file)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	watch, err := client.BatchV1().Jobs("default").Watch(ctx, metav1.ListOptions{})
	if err != nil {
		t.Fatal(err)
	}
	defer watch.Stop()
	// The API is not read-only, and its clients turn the clock that the screens show.
	if _, err := client.CoreV1().RESTClient().Post().AbsPath("/kronoscope/clock").Body([]byte(`{"speed": 120, "jump": "03:00"}`)).DoRaw(ctx); err != nil {
		t.Fatal(err)
	}
	x.waitFor("Tue 24 Nov 03:00:00", "paused 120×")
	if err := client.BatchV1().Jobs("default").Delete(ctx, "good", metav1.DeleteOptions{}); err != nil {
		t.Error(err)
	}
	x.waitFor("2 Jobs 0")
	x.press("@", "2026-11-24 01:00\r")
	x.waitFor("! time does not run backwards") // a server does not begin again
	x.press("\x1b")
	x.waitUntil("has closed the prompt", func(s string) bool { return !strings.Contains(s, "Jump to a time") })
	x.press("q")
	if code := x.exit(); code != exitcode.Done {
		t.Errorf("exit %d, want %d", code, exitcode.Done)
	}
	leftAsFound(t, x)
	if text := strings.ReplaceAll(x.text(), "\n", ""); !strings.Contains(text, "has ended, and its kubeconfig "+file+" is removed") {
		t.Errorf("after the end the terminal shows:\n%s", x.text())
	}
	if _, err := os.Stat(file); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the kubeconfig is still there: %v", err)
	}
}

func TestServeToOtherMachinesWarnsAndEndsWithOpenWatches(t *testing.T) {
	file := filepath.Join(t.TempDir(), "kubeconfig")
	x := openTerminal(t, 120, 36, "serve", "--listen", "0.0.0.0:0", "--expose", "--kubeconfig-out", file)
	x.waitFor("other machines can reach this server", "for other machines too", "Ctrl-C ends it")
	config, client := clientOf(t, file)
	if strings.Contains(config.Host, "0.0.0.0") {
		t.Errorf("the kubeconfig names %s", config.Host)
	}
	watch, err := client.BatchV1().Jobs("").Watch(t.Context(), metav1.ListOptions{})
	if err != nil {
		t.Fatal(err)
	}
	defer watch.Stop()
	bare, err := rest.HTTPClientFor(&rest.Config{Host: config.Host, TLSClientConfig: config.TLSClientConfig})
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]int{"/api": http.StatusUnauthorized, "/kronoscope/clock": http.StatusUnauthorized} {
		got, err := bare.Get(config.Host + path)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.Copy(io.Discard, got.Body)
		_ = got.Body.Close()
		if got.StatusCode != want || got.Header.Get("Kronoscope-Clock") != "" {
			t.Errorf("without the token %s answers %d, want %d and nothing of the clock", path, got.StatusCode, want)
		}
	}
	x.press("\x03")
	if code := x.exit(); code != exitcode.Done {
		t.Errorf("exit %d, want %d", code, exitcode.Done)
	}
}

func TestTerminalOnAServersKubeconfigTurnsItsClock(t *testing.T) {
	file := filepath.Join(t.TempDir(), "kubeconfig")
	server := openTerminal(t, 120, 36, "serve", "--start", "2026-11-24 01:55", "--paused", "--kubeconfig-out", file)
	server.waitFor("is paused", "Ctrl-C ends it")
	x := openTerminal(t, 120, 36, "--kubeconfig", file)
	x.waitFor("served ⏸ paused", "Tue 24 Nov 01:55:00")
	x.press("@", "03:00\r")
	x.waitFor("it is Tue 24 Nov 03:00") // for a moment
	x.waitFor("Tue 24 Nov 03:00:00")
	x.press("+")
	x.waitFor("paused 2×")
	reader := openTerminal(t, 120, 36, "--kubeconfig", file, "--read-only")
	reader.waitFor("served ⏸ paused 2×", "Tue 24 Nov 03:00:00")
	reader.press("P")
	reader.waitFor("read-only")
	for _, end := range []*terminal{x, reader} {
		end.press("q")
		if code := end.exit(); code != exitcode.Done {
			t.Errorf("exit %d, want %d", code, exitcode.Done)
		}
	}
	server.press("\x03")
	if code := server.exit(); code != exitcode.Done {
		t.Errorf("the server's exit %d, want %d", code, exitcode.Done)
	}
}
