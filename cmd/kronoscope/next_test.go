package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	robfig "github.com/robfig/cron/v3"

	"github.com/kronoscope/kronoscope/cmd/exitcode"
	"github.com/kronoscope/kronoscope/cmd/nextview"
	"github.com/kronoscope/kronoscope/scheduler/cron"
)

// nextRuns runs kronoscope next -o json for one schedule.
func nextRuns(t *testing.T, args ...string) nextview.ScheduleJSON {
	t.Helper()
	code, out, errOut := runIn(t, "", append([]string{"next", "-o", "json"}, args...)...)
	if code != exitcode.Done || errOut != "" {
		t.Fatalf("exit %d: %s", code, errOut)
	}
	var all nextview.Document
	if err := json.Unmarshal([]byte(out), &all); err != nil || len(all.Schedules) != 1 {
		t.Fatalf("%v in\n%s", err, out)
	}
	return all.Schedules[0]
}

// Every schedule has upstream's runs, and the warnings that apply to it.
func TestNextEqualsUpstream(t *testing.T) {
	for _, c := range []struct {
		expr, zone, from string
		want             []cron.WarningCode
	}{
		{"0 2 * * *", "Europe/Paris", "2026-03-27", []cron.WarningCode{cron.WarnSkipped, cron.WarnRepeated}},
		{"0 2 * * *", "Europe/Paris", "2026-10-23", []cron.WarningCode{cron.WarnRepeated, cron.WarnSkipped}},
		{"30 2 * * *", "Europe/Paris", "2026-03-27", []cron.WarningCode{cron.WarnSkipped, cron.WarnRepeated}},
		{"30 2 * * *", "Europe/Paris", "2026-10-23", []cron.WarningCode{cron.WarnRepeated, cron.WarnSkipped}},
		{"0 0 31 * *", "UTC", "2026-11-23", []cron.WarningCode{cron.WarnShortMonths, cron.WarnMidnight}},
		{"0 0 13 * 5", "UTC", "2026-11-23", []cron.WarningCode{cron.WarnDayOrWeekday, cron.WarnMidnight}},
		{"*/7 * * * *", "UTC", "2026-11-23", []cron.WarningCode{cron.WarnStepRestarts}},
		{"@every 90m", "UTC", "2026-11-23", []cron.WarningCode{cron.WarnEveryLastRun}},
		{"0 2 * * *", "Asia/Kathmandu", "2026-11-23", nil},
		{"0 2 * * *", "Asia/Kathmandu", "1985-12-30", []cron.WarningCode{}},
		{"0 0 * * *", "America/Sao_Paulo", "2017-10-13", []cron.WarningCode{cron.WarnSkipped, cron.WarnMidnight}},
		{"30 23 * * *", "America/Sao_Paulo", "2018-02-15", []cron.WarningCode{cron.WarnRepeated}},
		{"0 0 * * *", "America/Sao_Paulo", "2026-10-13", []cron.WarningCode{cron.WarnMidnight}},
		{"0 2 * * *", "Australia/Lord_Howe", "2026-10-02", []cron.WarningCode{cron.WarnSkipped}},
		{"45 1 * * *", "Australia/Lord_Howe", "2026-04-03", []cron.WarningCode{cron.WarnRepeated}},
		{"*/15 * * * *", "Australia/Lord_Howe", "2026-04-04 23:00", nil},
	} {
		t.Run(c.expr+" "+c.zone+" "+c.from, func(t *testing.T) {
			got := nextRuns(t, c.expr, "--tz", c.zone, "--from", c.from, "-n", "20")
			upstream, err := robfig.ParseStandard("TZ=" + c.zone + " " + c.expr)
			if err != nil {
				t.Fatal(err)
			}
			at := got.From
			if !strings.HasPrefix(c.expr, "@every") {
				at = at.Add(-time.Second) // upstream's next is after an instant, and a given time is included
			}
			if len(got.Runs) != 20 {
				t.Fatalf("%d runs, want 20", len(got.Runs))
			}
			for _, run := range got.Runs {
				if at = upstream.Next(at); !run.At.Equal(at) || !run.Local.Equal(at) {
					t.Fatalf("got %v, locally %v, want %v", run.At, run.Local, at)
				}
			}
			codes := []cron.WarningCode{}
			for _, w := range got.Warnings {
				codes = append(codes, cron.WarningCode(w.Code))
			}
			if diff := cmp.Diff(append([]cron.WarningCode{}, c.want...), codes); diff != "" {
				t.Errorf("warnings -want +got\n%s", diff)
			}
		})
	}
}

// The guide's table of schedules.
func TestNextSaysTheGuidesSchedulesInWords(t *testing.T) {
	for expr, want := range map[string]string{
		"*/5 * * * *":  "every 5 minutes",
		"0 * * * *":    "every hour",
		"0 2 * * *":    "every day at 02:00",
		"0 2 * * 1":    "Mondays at 02:00",
		"0 0 1 * *":    "on the 1st of every month at 00:00",
		"30 3 * * 1-5": "Monday to Friday at 03:30",
		"0 */6 * * *":  "every 6 hours",
	} {
		if got := nextRuns(t, expr).Words; got != want {
			t.Errorf("%q: %q, want %q", expr, got, want)
		}
	}
}

func TestNextOfAnImpossibleSchedule(t *testing.T) {
	got := nextRuns(t, "59 23 31 2 *")
	if len(got.Runs) != 0 || got.Runs == nil || len(got.Warnings) != 1 || got.Warnings[0].Code != "never" {
		t.Errorf("%+v", got)
	}
	code, out, errOut := runIn(t, "", "next", "59 23 31 2 *")
	if code != exitcode.Done || errOut != "" || !strings.Contains(out, "It never fires: there is no such date as the 31st of February.") {
		t.Errorf("exit %d: %s%s", code, out, errOut)
	}
}

const cronJobYAML = `apiVersion: batch/v1
kind: CronJob
metadata: {name: backup, namespace: prod}
spec:
  schedule: "SCHEDULE"
  timeZone: Asia/Tokyo
  suspend: true
  jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: [{name: a, image: b}]}}}}
`

func TestNextOfManifests(t *testing.T) {
	file := filepath.Join(t.TempDir(), "c.yaml")
	write := func(schedule string) {
		if err := os.WriteFile(file, []byte(strings.Replace(cronJobYAML, "SCHEDULE", schedule, 1)), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("30 2 * * *")
	got := nextRuns(t, "-f", file, "-n", "1", "--from", "2026-11-24 01:00")
	if at := time.Date(2026, 11, 23, 17, 30, 0, 0, time.UTC); got.Name != "backup" || got.Namespace != "prod" || !got.Suspended ||
		got.TimeZone != "Asia/Tokyo" || !got.Runs[0].At.Equal(at) {
		t.Errorf("%+v", got)
	}
	if got := nextRuns(t, "-f", file, "--tz", "Europe/Paris"); got.TimeZone != "Europe/Paris" {
		t.Errorf("--tz is not heeded: %s", got.TimeZone)
	}
	code, out, errOut := runIn(t, "", "next", "-f", file, "--tz", "Mars")
	if want := "kronoscope: --tz: unknown time zone \"Mars\"\n"; code != exitcode.Usage || out != "" || errOut != want {
		t.Errorf("exit %d, %q, %q, want %q", code, out, errOut, want)
	}
	write("30 25 * * *")
	code, out, errOut = runIn(t, "", "next", "-f", file)
	if code != exitcode.Usage || out != "" || strings.Count(errOut, "\n") != 1 || !strings.HasPrefix(errOut, file+": document 1: CronJob prod/backup: ") {
		t.Errorf("exit %d, %q, %q", code, out, errOut)
	}
}

// A look at a schedule that the API refuses is of use, but must not hide that it does.
func TestNextOfManifestsThatTheAPIRefuses(t *testing.T) {
	for text, want := range map[string]string{
		strings.Replace(cronJobYAML, "SCHEDULE", "CRON_TZ=Asia/Tokyo 30 2 * * *", 1):                                        "spec.schedule: Invalid value",
		strings.NewReplacer("SCHEDULE", "30 2 * * *", "timeZone: Asia/Tokyo", `timeZone: ""`).Replace(cronJobYAML):          `spec.timeZone: Invalid value: "": timeZone must be nil`,
		strings.NewReplacer("SCHEDULE", "30 2 * * *", "restartPolicy: Never", "restartPolicy: Always").Replace(cronJobYAML): "spec.jobTemplate.spec.template.spec.restartPolicy",
	} {
		file := foreseenFile(t, text)
		got := nextRuns(t, "-f", file, "-n", "1")
		if w := got.Warnings[0]; w.Code != "refused" || !strings.HasPrefix(w.Text, "The API refuses this CronJob: "+want) || len(got.Runs) != 1 {
			t.Errorf("want %q in %+v", want, got)
		}
		if _, out, _ := runIn(t, "", "next", "-f", file); !strings.Contains(out, "! The API refuses this CronJob: "+want) {
			t.Errorf("want %q in %s", want, out)
		}
	}
}

func TestNextRefuses(t *testing.T) {
	nowhere := filepath.Join(t.TempDir(), "config")
	if err := os.WriteFile(nowhere, []byte(`{"apiVersion":"v1","kind":"Config","current-context":"x","contexts":[{"name":"x","context":{"cluster":"x"}}],
		"clusters":[{"name":"x","cluster":{"server":"http://127.0.0.1:1"}}]}`), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		args []string
		code int
		want string
	}{
		{[]string{"61 * * * *"}, exitcode.Usage, `schedule "61 * * * *": 61 is above 59, the last minute`},
		{[]string{"0 0 * * 7"}, exitcode.Usage, "7 is not a weekday here: Sunday is 0"},
		{[]string{"0 0 L * *"}, exitcode.Usage, "L, W, # and H belong to other crons"},
		{[]string{"0 0 * *"}, exitcode.Usage, "weekday is missing: five fields are needed"},
		{[]string{"./jobs/Backup.YAML"}, exitcode.Usage, "./jobs/Backup.YAML is not a schedule: read the CronJobs of a file with -f ./jobs/Backup.YAML"},
		{[]string{"\x1b[2J * * * *"}, exitcode.Usage, "schedule "},
		{[]string{}, exitcode.Usage, "next of what?"},
		{[]string{"0", "2", "a.txt", "b.txt", "c.txt", "d.txt", "e.txt"}, exitcode.Usage, "write it in quotes"},
		{[]string{"0 2 * * *", "--tz", "Mars/Base"}, exitcode.Usage, `unknown time zone "Mars/Base"`},
		{[]string{"0 2 * * *", "--from", "soon"}, exitcode.Usage, "--from soon: not a time"},
		{[]string{"0 2 * * *", "--start", "2026-11-24"}, exitcode.Usage, "--start is for the demo's clock"},
		{[]string{"cronjob/x", "-n", "prod"}, exitcode.Usage, `"prod" for "-n, --count" flag: not a number of runs; the namespace is --namespace here`},
		{[]string{"0 2 * * *", "-n", "0"}, exitcode.Usage, "-n 0: not from 1"},
		{[]string{"0 2 * * *", "-o", "xml"}, exitcode.Usage, "-o xml: not table, json or ics"},
		{[]string{"0 2 * * *", "-f", "x"}, exitcode.Usage, "exclude each other"},
		{[]string{"59 23 31 2 *", "-o", "ics"}, exitcode.Failed, "no run to put into a calendar"},
		{[]string{"cronjob/x"}, exitcode.Unreachable, "no kubeconfig"},
		{[]string{"cronjob/a", "cronjob/b"}, exitcode.Usage, "only one CronJob can be asked for at a time"},
		{[]string{"cronjob/"}, exitcode.Usage, "of which name?"},
		{[]string{"cronjob/a/b"}, exitcode.Usage, "cronjob/a/b: no CronJob can have that name"},
		{[]string{"cronjob/\x1b[2J", "--kubeconfig", nowhere}, exitcode.Usage, "no CronJob can have that name"},
		{[]string{"cj/x", "--kubeconfig", nowhere, "--namespace", "prod"}, exitcode.Unreachable, "reading cronjob prod/x of context x: "},
	} {
		code, out, errOut := runIn(t, "", append([]string{"next"}, c.args...)...)
		if code != c.code || out != "" || !strings.Contains(errOut, c.want) || strings.Count(errOut, "\n") != 1 || strings.Contains(errOut, "\x1b") {
			t.Errorf("%q: exit %d, %q, %q", c.args, code, out, errOut)
		}
	}
}
