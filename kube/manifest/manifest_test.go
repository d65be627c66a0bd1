package manifest

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const job = `apiVersion: batch/v1
kind: Job
metadata:
  name: pi
spec:
  template:
    spec:
      restartPolicy: Never
      containers:
      - name: pi
        image: perl
`

func texts(problems []Problem) []string {
	var all []string
	for _, p := range problems {
		all = append(all, p.Error())
	}
	return all
}

func names(documents []Document) []string {
	var all []string
	for _, d := range documents {
		all = append(all, d.Kind+" "+d.Name)
	}
	return all
}

func TestRead_Documents(t *testing.T) {
	list := "apiVersion: v1\nkind: List\nitems:\n" + indent(job, "- ") + indent(strings.Replace(job, "pi\n", "tau\n", 1), "- ")
	for name, tt := range map[string]struct {
		in   string
		want []string
	}{
		"one document":                       {job, []string{"Job pi"}},
		"given several, comments and blanks": {"# first\n---\n" + job + "---\n\n---\n# nothing\n---\n" + strings.Replace(job, "pi\n", "e\n", 1), []string{"Job pi", "Job e"}},
		"given a List":                       {list, []string{"Job pi", "Job tau"}},
		"given a typed list whose items lack a kind": {
			`{"apiVersion":"v1","kind":"ConfigMapList","items":[{"metadata":{"name":"a","namespace":"x"}}]}`, []string{"ConfigMap x/a"},
		},
		"given JSON objects in a row": {
			`{"apiVersion":"v1","kind":"Secret","metadata":{"name":"a"}}{"apiVersion":"v1","kind":"Secret","metadata":{"name":"b"}}`, []string{"Secret a", "Secret b"},
		},
		"given YAML in braces":              {"{apiVersion: v1, kind: Secret, metadata: {name: a}}", []string{"Secret a"}},
		"given text after the dashes":       {"--- {apiVersion: v1, kind: Secret, metadata: {name: a}}\n--- # none\n", []string{"Secret a"}},
		"given dashes in a block of text":   {"apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  x: |\n    ---\n    b\n", []string{"ConfigMap a"}},
		"given Windows line ends and a BOM": {"\ufeff" + strings.ReplaceAll(job+"---\n"+job, "\n", "\r\n"), []string{"Job pi", "Job pi"}},
		"given nothing":                     {"", nil},
	} {
		t.Run(name, func(t *testing.T) {
			got, problems := Read(strings.NewReader(tt.in), "-")
			if len(problems) > 0 {
				t.Fatalf("problems: %q", texts(problems))
			}
			if diff := cmp.Diff(tt.want, names(got)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func indent(text, first string) string {
	return first + strings.ReplaceAll(strings.TrimSuffix(text, "\n"), "\n", "\n  ") + "\n"
}

func TestRead_Problems(t *testing.T) {
	for name, tt := range map[string]struct {
		in   string
		want []string
	}{
		"not YAML": {
			job + "---\na: [1\n---\n" + job,
			[]string{"-: document 2: not YAML: line 2: did not find expected ',' or ']'"},
		},
		"text":                 {"hello\n", []string{"-: document 1: not an object but text"}},
		"a list":               {"- a\n", []string{"-: document 1: not an object but a list"}},
		"no kind":              {"apiVersion: v1\n", []string{"-: document 1: kind: is missing, or not text"}},
		"no apiVersion":        {"kind: Job\nmetadata: {name: x}\n", []string{"-: document 1: Job x: apiVersion: is missing, or not text"}},
		"a kind that is not":   {strings.Replace(job, "kind: Job", "kind: Jobb", 1), []string{`-: document 1: Jobb pi: kind: unknown kind "Jobb" in batch/v1`}},
		"a kind of an old API": {strings.Replace(strings.Replace(job, "kind: Job", "kind: CronJob", 1), "batch/v1", "batch/v2", 1), []string{`-: document 1: CronJob pi: kind: unknown kind "CronJob" in batch/v2: did you mean CronJob in batch/v1?`}},
		"unknown fields, each on its line": {
			strings.Replace(job, "spec:\n  template", "spec:\n  backofLimit: 3\n  paralelism: 2\n  template", 1),
			[]string{`-: document 1: Job pi: spec.backofLimit: unknown field`, `-: document 1: Job pi: spec.paralelism: unknown field`},
		},
		"a key that appears twice": {
			strings.Replace(job, "  name: pi\n", "  name: pi\n  name: tau\n", 1),
			[]string{`-: document 1: Job tau: name: appears twice in the same map (line 5 of the document)`},
		},
		"text for a number": {
			strings.Replace(job, "spec:\n  template", "spec:\n  completions: many\n  template", 1),
			[]string{`-: document 1: Job pi: spec.completions: string where int32 is expected`},
		},
		"an unknown field in a List": {
			"apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: Secret, metadata: {name: a}, dta: {}}\n",
			[]string{"-: document 1: Secret a: dta: unknown field"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			_, problems := Read(strings.NewReader(tt.in), "-")
			if diff := cmp.Diff(tt.want, texts(problems)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestRead_Directories(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) {
		t.Helper()
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("b.yaml", strings.Replace(job, "name: pi", "name: b", 1))
	write("a/one.yml", strings.Replace(job, "name: pi", "name: a", 1))
	write("notes.txt", "not a manifest")
	write(".git/config.yaml", "not: a manifest")
	if err := os.Symlink(dir, filepath.Join(dir, "a", "loop")); err != nil {
		t.Fatal(err)
	}

	got, problems := Read(nil, dir)
	if len(problems) > 0 {
		t.Fatalf("problems: %q", texts(problems))
	}
	if diff := cmp.Diff([]string{"Job a", "Job b"}, names(got)); diff != "" {
		t.Error(diff)
	}

	missing := filepath.Join(dir, "missing.yaml")
	_, problems = Read(nil, missing)
	if diff := cmp.Diff([]string{missing + ": no such file or directory"}, texts(problems)); diff != "" {
		t.Error(diff)
	}
	write("big.json", strings.Repeat(" ", maxFileSize+1))
	_, problems = Read(nil, filepath.Join(dir, "big.json"))
	if diff := cmp.Diff([]string{filepath.Join(dir, "big.json") + ": larger than 4 MiB"}, texts(problems)); diff != "" {
		t.Error(diff)
	}
	write("empty/x.txt", "")
	_, problems = Read(nil, filepath.Join(dir, "empty"))
	if len(problems) != 1 {
		t.Errorf("a directory without manifests: %q, want one problem", texts(problems))
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(job))
	f.Add([]byte("apiVersion: v1\nkind: List\nitems: [null, 1, {}]\n---\n{}{}"))
	f.Add([]byte("a: &a [*a]"))
	f.Add([]byte("{\"kind\":1}---"))
	f.Fuzz(func(t *testing.T, data []byte) {
		documents, problems := parse("f", data)
		for _, p := range problems {
			if strings.ContainsAny(p.Error(), "\n\r") {
				t.Errorf("a problem of several lines: %q", p.Error())
			}
		}
		for _, d := range documents {
			if d.Object == nil || d.Kind == "" {
				t.Errorf("a document without object: %+v", d)
			}
		}
	})
}
