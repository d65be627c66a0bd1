package kube

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const kubeconfig = `apiVersion: v1
kind: Config
current-context: here
clusters: [{name: c, cluster: {server: "https://127.0.0.1:6443"}}]
users: [{name: u, user: {token: t}}]
contexts:
- {name: here, context: {cluster: c, user: u, namespace: team}}
- {name: there, context: {cluster: c, user: u}}
- {name: lost, context: {cluster: gone, user: u}}
`

func TestConnect(t *testing.T) {
	t.Setenv("KUBERNETES_SERVICE_HOST", "")
	dir := t.TempDir()
	write := func(name, text string) string {
		t.Helper()
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	good, broken := write("good", kubeconfig), write("broken", "a: [1")
	aimless := write("aimless", strings.Replace(kubeconfig, "current-context: here\n", "", 1))
	empty := write("empty", "")
	for name, tt := range map[string]struct {
		env     string
		o       Options
		context string
		ns      string
		err     string // contained in it
	}{
		"the current context":        {env: good, context: "here", ns: "team"},
		"another context":            {o: Options{Kubeconfig: good, Context: "there"}, context: "there", ns: "default"},
		"a namespace":                {env: good, o: Options{Namespace: "other"}, context: "here", ns: "other"},
		"all namespaces":             {env: good, o: Options{AllNamespaces: true}, context: "here"},
		"a context that is not":      {env: good, o: Options{Context: "x"}, err: `has no context "x": it has here, lost, there`},
		"a context without cluster":  {env: good, o: Options{Context: "lost"}, err: `context "lost" of kubeconfig ` + good},
		"no current context":         {env: aimless, err: "names no current context"},
		"a broken file":              {env: broken, err: broken},
		"a named file that is not":   {o: Options{Kubeconfig: filepath.Join(dir, "none")}, err: filepath.Join(dir, "none")},
		"a named file that is empty": {o: Options{Kubeconfig: empty}, err: "is empty"},
		"a context, but no file":     {env: filepath.Join(dir, "none"), o: Options{Context: "x"}, err: `there is no context "x"`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Setenv("KUBECONFIG", tt.env)
			got, err := Connect(tt.o)
			if tt.err != "" {
				if err == nil || !strings.Contains(err.Error(), tt.err) || strings.Contains(err.Error(), "\n") {
					t.Fatalf("got %v, want one line with %q", err, tt.err)
				}
				return
			}
			if err != nil || got.Context != tt.context || got.Namespace != tt.ns {
				t.Errorf("got %+v, %v; want context %q, namespace %q", got, err, tt.context, tt.ns)
			}
		})
	}
	for _, path := range []string{filepath.Join(dir, "none"), empty} {
		t.Setenv("KUBECONFIG", path)
		if _, err := Connect(Options{}); !errors.Is(err, ErrNoKubeconfig) {
			t.Errorf("%s: %v, want ErrNoKubeconfig", path, err)
		}
	}
}
