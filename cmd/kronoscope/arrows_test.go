package main

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/kronoscope/kronoscope/"

// mayImport is the house's plan: which folders of this module the code below a folder may import. The longest folder that
// fits a package decides.
var mayImport = map[string][]string{
	"cmd":           {"cmd", "tui", "kube", "scheduler", "themes", "testdata"},
	"tui":           {"tui", "kube", "scheduler", "themes"},
	"themes":        {},
	"kube":          {"kube", "scheduler"},
	"kube/embedded": {"kube/embedded", "scheduler"},
	"scheduler":     {},
	"testdata":      {},
}

// mustNotImport narrows mayImport where a folder lies inside another.
var mustNotImport = map[string][]string{
	"tui":  {"kube/embedded"},
	"kube": {"kube/embedded"},
}

// forbidden libraries keep folders to what they are for.
var forbiddenLibraries = map[string][]string{
	"scheduler":     {"k8s.io/client-go", "charm.land", "net", "os", "net/http"},
	"kube":          {"charm.land"},
	"kube/embedded": {"charm.land"},
	"themes":        {"k8s.io"},
	"":              {"k8s.io/kubernetes"},
}

// homes are the only folders where a library that is forbidden everywhere else belongs.
var homes = map[string]string{
	"k8s.io/kubernetes": "kube/embedded/strategy", // upstream's rules, which nobody should type again
}

func TestImportsFollowTheArrows(t *testing.T) {
	root := filepath.Join("..", "..")
	seen := 0
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && name != root && (strings.HasPrefix(d.Name(), ".") || d.Name() == "e2e") {
			return filepath.SkipDir
		}
		if d.IsDir() || !strings.HasSuffix(name, ".go") {
			return nil
		}
		rel, err := filepath.Rel(root, name)
		if err != nil {
			return err
		}
		folder := path.Dir(filepath.ToSlash(rel))
		if folder == "." {
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		// An external test may wire what the package itself must not know.
		wiring := strings.HasSuffix(name, "_test.go") && strings.HasSuffix(file.Name.Name, "_test")
		for _, spec := range file.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			seen++
			if problem := checkImport(folder, imported, wiring); problem != "" {
				t.Errorf("%s imports %s: %s", rel, imported, problem)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if seen < 100 {
		t.Errorf("only %d imports were looked at: the walk does not see the code", seen)
	}
}

func TestTheArrowsRefuseWhatTheyShould(t *testing.T) {
	for _, c := range []struct{ folder, imported string }{
		{"scheduler", module + "kube"},
		{"kube", module + "kube/embedded"},
		{"kube/explain", module + "kube/embedded/store"},
		{"tui/jobs", module + "kube/embedded/clock"},
		{"kube/embedded/api", module + "kube"},
		{"kube", module + "tui"},
		{"themes", module + "kube"},
		{"scheduler", "k8s.io/client-go/kubernetes"},
		{"tui", "k8s.io/kubernetes/pkg/apis/core"},
		{"kube/embedded/api", "k8s.io/kubernetes/pkg/apis/core"},
	} {
		if checkImport(c.folder, c.imported, false) == "" {
			t.Errorf("%s may import %s", c.folder, c.imported)
		}
	}
	if problem := checkImport("kube/embedded/strategy/admission", "k8s.io/kubernetes/pkg/api/v1/pod", false); problem != "" {
		t.Errorf("kube/embedded/strategy may not import upstream's rules: %s", problem)
	}
}

// checkImport says what is wrong with an import, or nothing.
func checkImport(folder, imported string, wiring bool) string {
	for place, libraries := range forbiddenLibraries {
		for _, library := range libraries {
			if home, ok := homes[library]; ok && within(folder, home) {
				continue
			}
			if within(folder, place) && within(imported, library) && !wiring {
				return library + " has no place in " + place
			}
		}
	}
	target, ours := strings.CutPrefix(imported, module)
	if !ours || wiring {
		return ""
	}
	place := longest(folder, mayImport)
	for _, no := range mustNotImport[place] {
		if within(target, no) {
			return place + " must not know " + no
		}
	}
	for _, yes := range mayImport[place] {
		if within(target, yes) {
			return ""
		}
	}
	if place != "" && within(target, place) {
		return ""
	}
	return "against the arrows"
}

func longest(folder string, plan map[string][]string) string {
	best := ""
	for place := range plan {
		if within(folder, place) && len(place) > len(best) {
			best = place
		}
	}
	return best
}

func within(name, folder string) bool {
	return folder == "" || name == folder || strings.HasPrefix(name, folder+"/")
}
