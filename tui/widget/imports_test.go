package widget

import (
	"go/parser"
	"go/token"
	"path/filepath"
	"strings"
	"testing"
)

// Widgets draw plain data: package display turns workloads into it.
func TestWidgetsKnowNoWorkloads(t *testing.T) {
	const module = "github.com/kronoscope/kronoscope/"
	files, err := filepath.Glob("*.go")
	if err != nil || len(files) < 10 {
		t.Fatalf("found the files %v: %v", files, err)
	}
	for _, name := range files {
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly)
		if err != nil {
			t.Fatal(err)
		}
		for _, spec := range f.Imports {
			path := strings.Trim(spec.Path.Value, `"`)
			if strings.HasPrefix(path, module) && path != module+"themes" && path != module+"tui/tuitest" {
				t.Errorf("%s imports %s", name, path)
			}
		}
	}
}
