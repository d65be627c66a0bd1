// Package twins asks a real control plane and the embedded one the same, and holds the embedded one to the real one's answers.
package twins

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/kronoscope/kronoscope/kube/e2e/planes"
	"github.com/kronoscope/kronoscope/kube/e2e/shell"
)

func TestMain(m *testing.M) { shell.Main(m) }

// TestKubectlCannotTellThePlanesApart plays the scripts in testdata/kubectl, line by line, on both planes. What a line prints
// must be the same, but for what [shell.Normal] replaces, and its exit code what the script says.
func TestKubectlCannotTellThePlanesApart(t *testing.T) {
	scripts, err := filepath.Glob("testdata/kubectl/*.sh")
	if err != nil || len(scripts) == 0 {
		t.Fatal("there are no scripts", err)
	}
	files := map[string][]byte{}
	gather(t, files, "testdata/manifests")
	gather(t, files, "../../../testdata/guide")
	twins := [2]*planes.Plane{planes.Real(t), planes.Embedded(t)}
	unused := exceptionsByLine()
	for _, file := range scripts {
		name := strings.TrimSuffix(filepath.Base(file), ".sh")
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		steps, err := shell.Parse(name, string(text))
		if err != nil {
			t.Fatal(err)
		}
		t.Run(name, func(t *testing.T) {
			var shells [2]*shell.Shell
			for i, plane := range twins {
				plane.Namespace(t.Context(), t, name)
				shells[i] = shell.New(t, plane, name, files, "KUBE_EDITOR=./edit.sh")
			}
			for _, step := range steps {
				reason, excepted := unused[step.Line]
				delete(unused, step.Line)
				outputs := both(t.Context(), t, shells, step.Line)
				t.Logf("$ %s\n%s%s", step.Line, outputs[0].Stdout, outputs[0].Stderr)
				differences := compare(t, step, outputs)
				switch {
				case excepted && len(differences) == 0:
					t.Errorf("$ %s\nthe planes agree: it is no exception any more (%s)", step.Line, reason)
				case !excepted:
					for _, difference := range differences {
						t.Errorf("$ %s\n%s", step.Line, difference)
					}
				}
			}
		})
	}
	if t.Failed() {
		return // a script that ended early says nothing about exceptions
	}
	for line := range unused {
		t.Errorf("an exception is made for a line that no script has: %s", line)
	}
}

func gather(t *testing.T, files map[string][]byte, dir string) {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil || len(names) == 0 {
		t.Fatalf("no file in %s (%v)", dir, err)
	}
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		files[filepath.Base(name)] = data
	}
}

// both plays a line on both planes at the same time.
func both(ctx context.Context, t *testing.T, shells [2]*shell.Shell, line string) (outputs [2]shell.Output) {
	t.Helper()
	var played sync.WaitGroup
	for i := range shells {
		played.Go(func() { outputs[i] = shells[i].Run(ctx, t, line) })
	}
	played.Wait()
	return outputs
}
