package main

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/kronoscope/kronoscope/kube/embedded/conformance/play"
)

const (
	testdata = "../../../testdata/conformance"
	own      = testdata + "/own" // recorded by kube/e2e
)

// TestTheEmbeddedPlaneDoesWhatARealOneDid plays all scenarios and holds them against each take of their records by itself.
func TestTheEmbeddedPlaneDoesWhatARealOneDid(t *testing.T) {
	for _, dir := range []string{testdata, own} {
		for _, file := range scenarios(t, dir) {
			for _, take := range []string{"records", "records-b"} {
				t.Run(base(file)+"/"+take, func(t *testing.T) {
					t.Parallel()
					suite := Suite{Records: []string{filepath.Join(dir, take)}}
					if err := suite.Play(context.Background(), file); err != nil {
						t.Error(err)
					}
				})
			}
		}
	}
}

func scenarios(t *testing.T, dir string) []string {
	t.Helper()
	files, err := play.Files(filepath.Join(dir, "scenarios"))
	if err != nil || len(files) == 0 {
		t.Fatalf("%d scenarios: %v", len(files), err)
	}
	return files
}

func run(t *testing.T, args ...string) (string, error) {
	t.Helper()
	var out bytes.Buffer
	cmd := newCommand()
	cmd.SetOut(&out)
	cmd.SetErr(&out)
	cmd.SetArgs(append([]string{"play"}, args...))
	err := cmd.Execute()
	return out.String(), err
}

func TestPlayPrintsAVerdictForEachScenario(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"scenarios/agrees.yaml":  "{name: agrees, until: 1s, steps: []}",
		"scenarios/broken.yaml":  "{",
		"scenarios/differs.yaml": "{name: differs, until: 1s, steps: []}",
		"scenarios/unknown.yaml": "{name: unknown, until: 1s, steps: []}",
		"records/agrees.yaml":    "startedAt: 2026-11-23T09:46:37Z",
		"records/broken.yaml":    "startedAt: 2026-11-23T09:46:37Z",
		"records/differs.yaml":   "{startedAt: 2026-11-23T09:46:37Z, events: [{object: Job/j, type: Normal, reason: R, message: m}]}",
	} {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	flags := []string{"--scenarios", filepath.Join(dir, "scenarios"), "--records", filepath.Join(dir, "records")}
	out, err := run(t, flags...)
	if !errors.Is(err, errDiffers) {
		t.Errorf("error %v", err)
	}
	var verdicts []string
	for line := range strings.Lines(out) {
		if !strings.HasPrefix(line, " ") {
			verdicts = append(verdicts, strings.TrimSpace(line))
		}
	}
	want := "ok agrees, FAIL broken, FAIL differs, FAIL unknown, 1 passed, 3 failed"
	if got := strings.Join(verdicts, ", "); got != want {
		t.Errorf("verdicts %s\nwant     %s", got, want)
	}
	if !strings.Contains(out, "  event is missing: Job/j Normal R: m\n") {
		t.Errorf("the difference is not told:\n%s", out)
	}
	out, err = run(t, append(flags, "--run", "agrees")...)
	if err != nil || out != "ok agrees\n1 passed, 0 failed\n" {
		t.Errorf("one alone: %v\n%s", err, out)
	}
	if _, err := run(t, append(flags, "--run", "nobody")...); err == nil || errors.Is(err, errDiffers) {
		t.Errorf("an unknown name: %v", err)
	}
}
