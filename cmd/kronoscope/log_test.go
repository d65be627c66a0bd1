package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"github.com/kronoscope/kronoscope/cmd/exitcode"
)

// overQuota is a CronJob whose Jobs its namespace's quota refuses: its controller fails each minute, and tries again.
const overQuota = `apiVersion: v1
kind: ResourceQuota
metadata: {name: none}
spec: {hard: {count/jobs.batch: "0"}}
---
apiVersion: batch/v1
kind: CronJob
metadata: {name: refused}
spec: {schedule: "* * * * *", jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: [{name: a, image: busybox}]}}}}}
`

func TestTerminalLogsWhatFailsInsideToAFileAndNotOverTheScreen(t *testing.T) {
	folder := t.TempDir()
	manifest, log := filepath.Join(folder, "m.yaml"), filepath.Join(folder, "k.log")
	if err := os.WriteFile(manifest, []byte(overQuota), 0o600); err != nil {
		t.Fatal(err)
	}
	x := openTerminal(t, 120, 36, "demo", "-f", manifest, "--log-file", log, "--until", "+3m", "-v")
	x.waitFor("refused", "embedded ▶ 10×")
	x.press("q")
	if code := x.exit(); code != exitcode.Done {
		t.Errorf("exit %d", code)
	}
	leftAsFound(t, x)
	if text := ansi.Strip(x.output()); strings.Contains(text, "component=cronjob") {
		t.Errorf("the log is written over the screen:\n%s", text)
	}
	data, err := os.ReadFile(log)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`msg="kronoscope starts"`, "level=WARN", "component=cronjob object=default/refused", "exceeded quota: none"} {
		if !strings.Contains(string(data), want) {
			t.Errorf("the log has no %q:\n%s", want, data)
		}
	}
}

func TestALogFileThatCannotBeOneStopsTheProgram(t *testing.T) {
	folder := t.TempDir()
	for _, args := range []string{"demo --log-file " + folder, "next @daily --log-file " + folder} {
		code, out, errOut := runIn(t, "", strings.Fields(args)...)
		if code != exitcode.Usage || out != "" || errOut != "kronoscope: log file "+folder+": is a directory\n" {
			t.Errorf("%s: exit %d, %q, %q", args, code, out, errOut)
		}
	}
}

func TestNothingOfTheLogIsPrintedUnlessAskedFor(t *testing.T) {
	for _, c := range []struct{ args, want string }{
		{"--verbose=loud next @daily", `"loud" is not one of error, warn, info, debug`},
		{"next @daily -n 1", ""},
		{"next @daily -n 1 -v", ""},
	} {
		_, _, errOut := runIn(t, "", strings.Fields(c.args)...)
		if (errOut == "") != (c.want == "") || !strings.Contains(errOut, c.want) {
			t.Errorf("%s: printed %q, want %q", c.args, errOut, c.want)
		}
	}
}

func TestVersionAsJSON(t *testing.T) {
	code, out, errOut := runIn(t, "", "version", "-o", "json")
	var got map[string]any
	if err := json.Unmarshal([]byte(out), &got); err != nil || code != exitcode.Done {
		t.Fatalf("exit %d, %v, %q:\n%s", code, err, errOut, out)
	}
	for _, key := range []string{"version", "go", "os", "arch", "kubernetes"} {
		if text, ok := got[key].(string); !ok || text == "" {
			t.Errorf("%s is %v", key, got[key])
		}
	}
	if code, _, _ := runIn(t, "", "version", "-o", "xml"); code != exitcode.Usage {
		t.Errorf("-o xml: exit %d", code)
	}
}
