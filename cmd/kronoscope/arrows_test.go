package main

import (
	"slices"
	"strings"
	"testing"
)

const module = "github.com/kronoscope/kronoscope/"

// arrows are the folders that the code below a folder may import, of which the longest folder that fits decides.
var arrows = map[string][]string{
	"cmd":           {"cmd", "tui", "kube", "scheduler", "themes", "testdata"},
	"tui":           {"tui", "kube", "scheduler", "themes"},
	"themes":        {},
	"kube":          {"kube", "scheduler"},
	"kube/embedded": {"kube/embedded", "scheduler"},
	"scheduler":     {"scheduler"},
	"testdata":      {},
}

// notBelow narrows arrows: the embedded plane lies below kube, but only cmd knows it.
var notBelow = map[string]string{"tui": "kube/embedded", "kube": "kube/embedded"}

// forbiddenLibraries keep folders to what they are for.
var forbiddenLibraries = map[string][]string{
	"scheduler":     {"k8s.io/client-go", "charm.land", "net", "os"},
	"kube":          {"charm.land"},
	"kube/workload": {"k8s.io/client-go", "net", "os"},
	"tui/widget":    {"k8s.io/api", "k8s.io/client-go"},
	"themes":        {"k8s.io"},
}

// onlyIn are libraries that have one place in the house.
var onlyIn = map[string]string{"k8s.io/kubernetes": "kube/embedded/strategy"}

func TestImportsFollowTheArrows(t *testing.T) {
	seen := map[string]bool{}
	for _, file := range source(t) {
		seen[file.folder] = true
		if _, named := house[file.folder]; !named {
			t.Errorf("%s: the house has no package %s: name it, and what it may import", file.name, file.folder)
			continue
		}
		for _, imported := range file.imports {
			if problem := checkImport(file, imported); problem != "" {
				t.Errorf("%s imports %s: %s", file.name, imported, problem)
			}
		}
	}
	for folder := range house {
		if !seen[folder] {
			t.Errorf("the house names %s, which is not there", folder)
		}
	}
}

func TestTheArrowsRefuseWhatTheyShould(t *testing.T) {
	for _, c := range []struct{ folder, imported string }{
		{"scheduler", module + "kube"},
		{"scheduler/cron", module + "scheduler"},
		{"kube", module + "kube/embedded"},
		{"kube/workload", module + "kube/watch"},
		{"kube/workload", "k8s.io/client-go/kubernetes"},
		{"kube/watch", module + "kube/embedded/store"},
		{"tui/jobs", module + "kube/embedded/clock"},
		{"tui/widget", module + "kube/workload"},
		{"kube/embedded/api", module + "kube"},
		{"kube", module + "tui"},
		{"themes", module + "kube"},
		{"scheduler", "k8s.io/client-go/kubernetes"},
		{"tui", "k8s.io/kubernetes/pkg/apis/core"},
		{"kube/embedded/controller", "k8s.io/kubernetes/pkg/apis/core"},
	} {
		if checkImport(sourceFile{folder: c.folder}, c.imported) == "" {
			t.Errorf("%s may import %s", c.folder, c.imported)
		}
	}
}

// checkImport returns what is wrong with an import, "" when nothing is.
func checkImport(file sourceFile, imported string) string {
	if file.external {
		return ""
	}
	for library, place := range onlyIn {
		if within(imported, library) && !within(file.folder, place) {
			return library + " has its place in " + place
		}
	}
	for place, libraries := range forbiddenLibraries {
		for _, library := range libraries {
			if within(file.folder, place) && within(imported, library) {
				return library + " has no place in " + place
			}
		}
	}
	target, ours := strings.CutPrefix(imported, module)
	if !ours {
		return ""
	}
	place := longest(file.folder)
	if no := notBelow[place]; no != "" && within(target, no) {
		return place + " must not know " + no
	}
	if !slices.ContainsFunc(arrows[place], func(folder string) bool { return within(target, folder) }) {
		return "against the arrows"
	}
	if !file.test && !slices.Contains(strings.Fields(house[file.folder]), target) {
		return "the house does not say so"
	}
	return ""
}

// longest is the longest folder of arrows that a package lies in.
func longest(folder string) string {
	best := ""
	for place := range arrows {
		if within(folder, place) && len(place) > len(best) {
			best = place
		}
	}
	return best
}

func within(name, folder string) bool { return name == folder || strings.HasPrefix(name, folder+"/") }
