package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/kronoscope/kronoscope/cmd/exitcode"
)

// runIn runs the program in this process where it never gets to the terminal.
func runIn(t *testing.T, stdin string, args ...string) (code int, out, errOut string) {
	t.Helper()
	home := t.TempDir()
	for name, value := range map[string]string{"HOME": home, "KUBECONFIG": "", "KUBERNETES_SERVICE_HOST": "", "NO_COLOR": ""} {
		t.Setenv(name, value)
	}
	var o, e bytes.Buffer
	code = run(t.Context(), args, strings.NewReader(stdin), &o, &e)
	return code, o.String(), e.String()
}

func TestExitCodesOfWrongArguments(t *testing.T) {
	nowhere := filepath.Join(t.TempDir(), "nowhere")
	for _, c := range []struct {
		args string
		want string
	}{
		{"dmeo", `unknown command "dmeo"`},
		{"demo extra", `unknown command "extra" for kronoscope demo`},
		{"--no-such-flag", "unknown flag: --no-such-flag"},
		{"demo --speed fast", "--speed fast: not a number above 0"},
		{"demo --start soon", "--start soon: not a time"},
		{"demo --until soon", "--until soon: not a time"},
		{"demo --start 2026-11-24 --until 2026-11-23", "--until 2026-11-23: that is before the start, 2026-11-24 00:00:00"},
		{"demo --seed x", `invalid argument "x"`},
		{"demo --theme mauve", "mauve"},
		{"demo -n Bad_NS", "--namespace Bad_NS: a lowercase RFC 1123 label must consist of"},
		{"demo -n a -A", "--namespace and --all-namespaces exclude each other"},
		{"--kubeconfig " + nowhere, nowhere},
		{"--context elsewhere", `there is no context "elsewhere"`},
	} {
		code, out, errOut := runIn(t, "", strings.Fields(c.args)...)
		if code != exitcode.Usage || out != "" || !strings.Contains(errOut, c.want) || strings.Count(errOut, "\n") != 1 {
			t.Errorf("%s: exit %d, printed %q and %q, want exit 2 and one line with %q", c.args, code, out, errOut, c.want)
		}
	}
}

// TestErrorsCarryNoEscapes: a hostile manifest must not write to the terminal through what is said of it.
func TestErrorsCarryNoEscapes(t *testing.T) {
	manifest := "apiVersion: batch/v1\nkind: CronJob\nmetadata: {name: \"x\\e[2Jy\\u009b31m\\u202ez\"}\nspec: {schedule: \"61 * * * *\\e[2J\"}\n"
	for _, args := range []string{"next -f -", "next -f - -o json", "forecast -f -", "demo -f -", "serve -f -", "next --tz \x1b[2J 0_2_*_*_*"} {
		code, out, errOut := runIn(t, manifest, strings.Fields(args)...)
		if code != exitcode.Usage || errOut == "" || strings.ContainsAny(out+errOut, "\x1b\u009b\u202e") {
			t.Errorf("%s: exit %d, printed %q and %q", args, code, out, errOut)
		}
	}
}

func TestDemoFlagsAreRefusedOnACluster(t *testing.T) {
	config := unreachable(t)
	code, _, errOut := runIn(t, "", "--kubeconfig", config, "--speed", "60")
	if code != exitcode.Usage || !strings.Contains(errOut, "--speed is for the demo's clock") {
		t.Errorf("exit %d, printed %q", code, errOut)
	}
}

func TestVersionHelpAndCompletion(t *testing.T) {
	for _, c := range []struct {
		args string
		want []string
	}{
		{"version", []string{"kronoscope ", "go1."}},
		{"--help", []string{"Usage:", "demo", "--kubeconfig", "--read-only", "--theme", "--speed", "--start", "--seed", "01:59:20"}},
		{"demo --help", []string{"-f, --filename", "--start"}},
		{"completion bash", []string{"__start_kronoscope"}},
		{"completion zsh", []string{"#compdef kronoscope"}},
		{"completion fish", []string{"complete -c kronoscope"}},
		{"__complete de", []string{"demo"}},
	} {
		code, out, errOut := runIn(t, "", strings.Fields(c.args)...)
		if code != exitcode.Done {
			t.Errorf("%s: exit %d, printed %q", c.args, code, errOut)
		}
		for _, want := range c.want {
			if !strings.Contains(out, want) {
				t.Errorf("%s: does not print %q but:\n%s", c.args, want, out)
			}
		}
	}
}

const goodJob = `apiVersion: batch/v1
kind: Job
metadata: {name: good}
spec: {template: {spec: {restartPolicy: Never, containers: [{name: a, image: busybox}]}}}
`

func TestBadManifestsAreReportedInOneLineEach(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       []string // parts of the only line
	}{
		{"not YAML", "a: [", []string{"m.yaml", "document 1"}},
		{"unknown kind", goodJob + "---\napiVersion: batch/v1\nkind: Jbo\nmetadata: {name: x}\n", []string{"m.yaml: document 2: Jbo x: kind: ", "Jbo"}},
		{"unknown field", goodJob + "---\n" + strings.Replace(goodJob, "spec: {template", "spec: {backofLimit: 1, template", 1), []string{"m.yaml: document 2: Job good: spec.backofLimit: unknown field"}},
		{"failing validation", strings.Replace(goodJob, "restartPolicy: Never", "restartPolicy: Always", 1), []string{"m.yaml: document 1: Job good: spec.template.spec.restartPolicy: Required value"}},
		{
			"a schedule that is none", "apiVersion: batch/v1\nkind: CronJob\nmetadata: {name: c}\nspec: {schedule: '61 * * * *', jobTemplate: " +
				"{spec: {template: {spec: {restartPolicy: Never, containers: [{name: a, image: b}]}}}}}\n",
			[]string{"m.yaml: document 1: CronJob c: spec.schedule: ", "61"},
		},
		{"nothing", "# only a remark\n", []string{"m.yaml: no object"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "m.yaml")
			if err := os.WriteFile(file, []byte(c.text), 0o600); err != nil {
				t.Fatal(err)
			}
			code, out, errOut := runIn(t, "", "demo", "-f", file)
			if code != exitcode.Usage || out != "" || strings.Count(errOut, "\n") != 1 {
				t.Errorf("exit %d, printed %q and %q, want exit 2 and one line on stderr", code, out, errOut)
			}
			for _, want := range c.want {
				if !strings.Contains(errOut, want) {
					t.Errorf("printed %q, want %q in it", errOut, want)
				}
			}
		})
	}
}

func TestMissingFilesAndStandardInput(t *testing.T) {
	missing := filepath.Join(t.TempDir(), "missing.yaml")
	code, _, errOut := runIn(t, "", "demo", "-f", missing)
	if code != exitcode.Usage || errOut != missing+": no such file or directory\n" {
		t.Errorf("exit %d, printed %q", code, errOut)
	}
	code, _, errOut = runIn(t, "kind: [", "demo", "-f", "-")
	if code != exitcode.Usage || !strings.HasPrefix(errOut, "-: document 1: ") {
		t.Errorf("exit %d, printed %q", code, errOut)
	}
}

// unreachable is a kubeconfig whose server refuses every connection: nobody listens on a port that is not one.
func unreachable(t *testing.T) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "config")
	text := `apiVersion: v1
kind: Config
current-context: down
contexts: [{name: down, context: {cluster: down, user: nobody}}]
clusters: [{name: down, cluster: {server: "http://127.0.0.1:1"}}]
users: [{name: nobody, user: {}}]
`
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}
