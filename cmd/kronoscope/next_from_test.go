package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/kronoscope/kronoscope/cmd/exitcode"
)

// A date means its midnight, and who asks from there means the run of that midnight too.
func TestNextListsTheRunAtTheTimeItLooksFrom(t *testing.T) {
	for _, c := range []struct{ say, expr, zone, from, first, note string }{
		{"a midnight", "0 0 * * *", "UTC", "2026-10-24", "2026-10-24T00:00:00Z", ""},
		{"a second later", "0 0 * * *", "UTC", "2026-10-24 00:00:01", "2026-10-25T00:00:00Z", ""},
		{"a new year far away", "0 0 1 1 *", "UTC", "2195-01-01", "2195-01-01T00:00:00Z", ""},
		{
			"the first of two", "30 2 * * *", "Europe/Paris", "2026-10-25T02:30:00+02:00", "2026-10-25T02:30:00+02:00",
			"first of two at 02:30: the clocks go back",
		},
		{
			"the second of two", "30 2 * * *", "Europe/Paris", "2026-10-25T02:30:00+01:00", "2026-10-25T02:30:00+01:00",
			"02:30 again: the clocks went back",
		},
		{
			"a time that is skipped", "30 2 * * *", "Europe/Paris", "2026-03-29 02:30", "2026-03-30T02:30:00+02:00",
			"none at 02:30 on Sun 29 Mar: the clocks went forward",
		},
		{
			"a midnight that is skipped", "0 0 * * *", "America/Sao_Paulo", "2017-10-15", "2017-10-16T00:00:00-02:00",
			"none at 00:00 on Sun 15 Oct: the clocks went forward",
		},
		{"an interval, which counts from there", "@every 90m", "UTC", "2026-10-24", "2026-10-24T01:30:00Z", ""},
	} {
		t.Run(c.say, func(t *testing.T) {
			got := nextRuns(t, c.expr, "--tz", c.zone, "--from", c.from, "-n", "1")
			if at := got.Runs[0].At.Format(time.RFC3339); at != c.first || got.Runs[0].Note != c.note {
				t.Errorf("%s, %q, want %s, %q", at, got.Runs[0].Note, c.first, c.note)
			}
		})
	}
}

func TestNextWarnsOfTheClocksAtTheTimeItLooksFrom(t *testing.T) {
	got := nextRuns(t, "30 2 * * *", "--tz", "Europe/Paris", "--from", "2026-10-25T02:30:00+02:00")
	if want := "Two runs at 02:30 on Sunday 25 October 2026: the clocks of Europe/Paris go back from 03:00 to 02:00."; got.Warnings[0].Text != want {
		t.Errorf("%q, want %q", got.Warnings[0].Text, want)
	}
	got = nextRuns(t, "0 0 * * *", "--from", "2026-10-24")
	if w := got.Warnings[0]; w.Code != "midnight" || !w.At.Equal(got.Runs[0].At) {
		t.Errorf("%+v, want the midnight of %v", w, got.Runs[0].At)
	}
}

func TestNextListsTheRunAtTheTimeItLooksFromInEveryOutput(t *testing.T) {
	file := filepath.Join(t.TempDir(), "c.yaml")
	if err := os.WriteFile(file, []byte(strings.Replace(cronJobYAML, "SCHEDULE", "0 0 * * *", 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	for output, want := range map[string]string{"table": "Sat 2026-10-24 00:00 JST", "ics": "DTSTART:20261023T150000Z", "json": `"at": "2026-10-24T00:00:00+09:00"`} {
		code, out, errOut := runIn(t, "", "next", "-f", file, "--from", "2026-10-24", "-n", "1", "-o", output)
		if code != exitcode.Done || !strings.Contains(out, want) {
			t.Errorf("-o %s: exit %d, no %q in\n%s%s", output, code, want, out, errOut)
		}
	}
}

func TestNextShowsSecondsWhereRunsHaveThem(t *testing.T) {
	for expr, want := range map[string][]string{
		"@every 1s":       {"Sat 2026-10-24 00:00:01 UTC", "Sat 2026-10-24 00:00:02 UTC", "after a run at 00:00:00 on Saturday 24 October 2026 comes one at 00:00:01 on"},
		"@every 1h30m10s": {"Sat 2026-10-24 01:30:10 UTC", "Sat 2026-10-24 03:00:20 UTC"},
		"@every 30s":      {"Sat 2026-10-24 00:00:30 UTC", "Sat 2026-10-24 00:01:00 UTC"},
		"@every 90m":      {"Sat 2026-10-24 01:30 UTC", "Sat 2026-10-24 03:00 UTC"},
	} {
		_, out, _ := runIn(t, "", "next", expr, "--from", "2026-10-24", "-n", "2")
		for _, text := range want {
			if !strings.Contains(out, text) {
				t.Errorf("%s: no %q in\n%s", expr, text, out)
			}
		}
	}
}
