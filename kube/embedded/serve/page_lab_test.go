package serve_test

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/kronoscope/kronoscope/kube/embedded/kubelet"
)

var update = flag.Bool("update", false, "write what the commands of docs/guide-lab.md print into it")

const labPage = "../../../docs/guide-lab.md"

// TestTheLabOfTheGuide runs the commands of the page one after the other and compares what they print with what it says.
func TestTheLabOfTheGuide(t *testing.T) {
	text, err := os.ReadFile(labPage)
	if err != nil {
		t.Fatal(err)
	}
	p, err := readPage(string(text))
	if err != nil {
		t.Fatalf("docs/guide-lab.md: %v", err)
	}
	needTools(t, len(p.steps))
	// Pods start as those of kronoscope serve do, so that a reader sees the same names and times.
	l := newLab(t, kubelet.Options{StartupDelay: 300 * time.Millisecond, StartupJitter: 2 * time.Second})
	l.write(t, guideFiles(t))
	l.write(t, p.files)
	same := writtenByThisKubectl(t, string(text))
	outputs := make([][]string, len(p.steps))
	for i, s := range p.steps {
		out, _ := l.run(t, s.step) // how it exits, its output tells
		outputs[i] = settled(s.step, out)
		if said := p.lines[s.begin:s.end]; !*update && !agree(s.step, said, outputs[i]) {
			report := t.Errorf
			if !same && strings.Contains(s.line, "kubectl describe") {
				report = t.Logf // kubectl makes all of it, and not every version the same
			}
			report("docs/guide-lab.md:%d: $ %s\nprints\n%s\nand not\n%s", s.begin, s.line, strings.Join(outputs[i], "\n"), strings.Join(said, "\n"))
		}
	}
	t.Logf("%d commands were run", len(p.steps))
	if *update {
		if err := os.WriteFile(labPage, []byte(withKubectl(t, p.with(outputs))), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// guideFiles are the guide's manifests by their names.
func guideFiles(t *testing.T) map[string]string {
	t.Helper()
	names, err := filepath.Glob("../../../testdata/guide/*.yaml")
	if err != nil || len(names) == 0 {
		t.Fatalf("the guide has no manifests: %v", err)
	}
	files := map[string]string{}
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		files[filepath.Base(name)] = string(text)
	}
	return files
}

var (
	kubectlVersion = regexp.MustCompile(`kubectl v1\.\d+`)
	deletedFrom    = regexp.MustCompile(`( deleted) from \S+ namespace$`)
	eventHead      = regexp.MustCompile(`^(  (?:Type|----) +(?:Reason|-{4,}) +)(Age|----) +(From|----)`)
	eventAge       = regexp.MustCompile(`^(  (?:Normal|Warning) +\w+ +)\S+(?: \(x\d+ over \S+\))? +(\S+  .*)$`)
	watchedAge     = regexp.MustCompile(`  (?:\d+[smhd])+(?: |$)`)
)

// settled are the lines of an output without what depends on the machine's clock, as do the ages of the events that kubectl
// describe works out itself, on kubectl's version, or on when the server came to write the row of a watch.
func settled(s step, out string) []string {
	var lines []string
	for line := range strings.Lines(out) {
		line = deletedFrom.ReplaceAllString(strings.TrimRight(line, " \t\n"), "$1")
		line = eventHead.ReplaceAllStringFunc(line, func(head string) string {
			f := eventHead.FindStringSubmatch(head)
			return fmt.Sprintf("%s%-4s  %s", f[1], f[2], f[3])
		})
		line = eventAge.ReplaceAllString(line, "$1…     $2")
		if s.until != "" {
			line = watchedAge.ReplaceAllStringFunc(line, func(age string) string {
				return fmt.Sprintf("%-*s", len(age), "  …")
			})
		}
		lines = append(lines, strings.TrimRight(line, " "))
	}
	return lines
}

// agree compares what a page says with what was printed. Rows of a watch that belong to the same instant come in any order, and
// its columns grow with what came before.
func agree(s step, said, printed []string) bool {
	if s.until == "" {
		return slices.Equal(said, printed)
	}
	rows := func(lines []string) (rows []string) {
		for _, line := range lines {
			rows = append(rows, strings.Join(strings.Fields(line), " "))
		}
		slices.Sort(rows)
		return rows
	}
	return slices.Equal(rows(said), rows(printed))
}

// thisKubectl is the version as the page names it.
func thisKubectl(t *testing.T) string {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "kubectl", "version", "--client").Output()
	if err != nil {
		t.Fatal(err)
	}
	version := regexp.MustCompile(`Client Version: (v1\.\d+)`).FindSubmatch(out)
	if version == nil {
		t.Fatalf("no version of kubectl in %q", out)
	}
	return "kubectl " + string(version[1])
}

func writtenByThisKubectl(t *testing.T, text string) bool {
	t.Helper()
	return kubectlVersion.FindString(text) == thisKubectl(t)
}

func withKubectl(t *testing.T, text string) string {
	t.Helper()
	return strings.Replace(text, kubectlVersion.FindString(text), thisKubectl(t), 1)
}

func TestAPageToldWrongly(t *testing.T) {
	for name, text := range map[string]string{
		"a block without an end":    "```console\n$ true\n",
		"output of no command":      "```console\nout\n```\n",
		"a comment of another kind": "<!-- clock: 5m -->\n",
		"an unknown setting":        "<!-- step: after=\"5m\" -->\n",
		"a span that is none":       "<!-- step: during=\"soon\" -->\n",
	} {
		if p, err := readPage(text); err == nil {
			t.Errorf("%s: it is taken as %+v", name, p)
		}
	}
}

func TestAPageIsWrittenWithOtherOutputs(t *testing.T) {
	const before = "Text.\n```console\n$ one\nold\n$ two\n```\n```yaml a.yaml\nkind: X\n```\n```sh\nf() { true; }\n```\nEnd.\n"
	p, err := readPage(before)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{"a.yaml": "kind: X\n", "f": "#!/bin/sh\nf() { true; }\nf \"$@\"\n"}
	if !maps.Equal(p.files, want) {
		t.Errorf("files %q, want %q", p.files, want)
	}
	got := p.with([][]string{{"new", "newer"}, {"more"}})
	if want := strings.Replace(strings.Replace(before, "old", "new\nnewer", 1), "$ two", "$ two\nmore", 1); got != want {
		t.Errorf("it becomes %q, want %q", got, want)
	}
}
