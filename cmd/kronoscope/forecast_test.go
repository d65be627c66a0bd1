package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/kronoscope/kronoscope/cmd/exitcode"
	"github.com/kronoscope/kronoscope/cmd/forecastview"
	"github.com/kronoscope/kronoscope/cmd/nextview"
)

const foreseenManifests = `
apiVersion: batch/v1
kind: CronJob
metadata: {name: backup}
spec:
  schedule: 30 2 * * *
  timeZone: Europe/Paris
  concurrencyPolicy: Forbid
  jobTemplate:
    spec:
      parallelism: 3
      template:
        spec:
          restartPolicy: Never
          containers: [{name: a, image: b, resources: {requests: {cpu: 500m, memory: 64Mi}}}]
---
apiVersion: batch/v1
kind: CronJob
metadata: {name: sync}
spec:
  schedule: "*/30 * * * *"
  concurrencyPolicy: Forbid
  jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: [{name: a, image: b}]}}}}
---
apiVersion: v1
kind: ResourceQuota
metadata: {name: team}
spec: {hard: {pods: 3, requests.cpu: "2"}}
`

func foreseenFile(t *testing.T, text string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "all.yaml")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// The night when the clocks of Paris go back: the backup is due twice, and its second run waits for the first.
func TestForecastOfManifestsAsATable(t *testing.T) {
	code, out, errOut := runIn(t, "", "forecast", "-f", foreseenFile(t, foreseenManifests), "--from", "2026-10-25", "--for", "1d", "--tz", "Europe/Paris",
		"--duration", "backup=90m", "--duration", "default/sync=10m")
	if code != exitcode.Done || errOut != "" {
		t.Fatalf("exit %d: %s", code, errOut)
	}
	want := `Sun 2026-10-25 00:00 CEST to Mon 2026-10-26 00:00 CET  (Europe/Paris)

  CRONJOB  SCHEDULE      POLICY  RUNS  LATE  LONGEST  PODS
  backup   30 2 * * *    Forbid     2     1      90m     3
  sync     */30 * * * *  Forbid    50            10m     1

  NAMESPACE  RESOURCE          PEAK  QUOTA  AT                         BY
  default    pods                 4    ! 3  Sun 2026-10-25 02:30 CEST  backup, sync
  default    requests.cpu     1500m      2  Sun 2026-10-25 02:30 CEST  backup
  default    requests.memory  192Mi         Sun 2026-10-25 02:30 CEST  backup

! namespace default: pods: up to 4 requested at once, quota team allows 3: 6 times, for 1 hour in all, pods are refused and their Jobs wait.
· backup: 1 run starts late, up to 30 minutes, when the run before has ended.
`
	if diff := cmp.Diff(want, out); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

func foreseen(t *testing.T, args ...string) (f forecastview.Document) {
	t.Helper()
	code, out, errOut := runIn(t, "", append([]string{"forecast", "-o", "json"}, args...)...)
	if code != exitcode.Done || errOut != "" {
		t.Fatalf("exit %d: %s", code, errOut)
	}
	decoder := json.NewDecoder(strings.NewReader(out))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&f); err != nil {
		t.Fatalf("%v in\n%s", err, out)
	}
	return f
}

func TestForecastOfManifestsAsJSON(t *testing.T) {
	f := foreseen(t, "-f", foreseenFile(t, foreseenManifests), "--from", "2026-11-24", "--for", "2h", "--tz", "Asia/Tokyo", "--default-duration", "40m")
	from := time.Date(2026, 11, 23, 15, 0, 0, 0, time.UTC)
	if !f.From.Equal(from) || !f.To.Equal(from.Add(2*time.Hour)) || len(f.CronJobs) != 2 {
		t.Fatalf("%+v", f)
	}
	sync := f.CronJobs[1]
	if sync.Name != "sync" || !sync.Unknown || sync.Slots != 4 || sync.Words != "every 30 minutes" || sync.TimeZone != "UTC" {
		t.Errorf("%+v", sync)
	}
	want := forecastview.CountsJSON{Runs: 3, Late: 2, Skipped: 1, AtOnce: 1, Longest: 2400}
	if diff := cmp.Diff(want, sync.Counts); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	late := sync.Runs[1]
	if !late.Slot.Equal(from.Add(30*time.Minute)) || !late.Start.Equal(from.Add(40*time.Minute)) || !late.End.Equal(from.Add(80*time.Minute)) || late.Fate != "completes" {
		t.Errorf("%+v", late)
	}
	if skip := sync.Skips[0]; skip.Reason != "forbid" || !skip.Slot.Equal(from.Add(90*time.Minute)) || !skip.By.Equal(from.Add(time.Hour)) {
		t.Errorf("%+v", sync.Skips)
	}
	if pods := f.Usage[0].Peaks[0]; pods.Resource != "pods" || pods.Amount != "1" || pods.Quota == nil || pods.Quota.Hard != "3" || pods.By[0].CronJob != "sync" {
		t.Errorf("%+v", pods)
	}
	if len(f.Findings) == 0 || f.Findings[len(f.Findings)-1].Code != "unknown-duration" {
		t.Errorf("%+v", f.Findings)
	}
}

func TestForecastTakesTheDurationOfAnAnnotation(t *testing.T) {
	file := foreseenFile(t, foreseenManifests+`---
apiVersion: batch/v1
kind: CronJob
metadata: {name: long}
spec:
  schedule: "*/10 * * * *"
  concurrencyPolicy: Forbid
  jobTemplate:
    spec:
      template:
        metadata: {annotations: {kronoscope/duration: 20m-30m}}
        spec: {restartPolicy: Never, containers: [{name: a, image: b}]}
`)
	args := []string{"-f", file, "--from", "2026-11-24", "--for", "2h", "--tz", "UTC", "--default-duration", "1m"}
	long := foreseen(t, args...).CronJobs[2]
	if !long.Annotated || long.Unknown || long.Counts.Longest != 1500 || long.Counts.Skipped == 0 {
		t.Errorf("%+v", long)
	}
	if long = foreseen(t, append(args, "--duration", "long=5m")...).CronJobs[2]; long.Annotated || long.Counts.Longest != 300 {
		t.Errorf("a given duration: %+v", long)
	}
	_, out, _ := runIn(t, "", append([]string{"forecast"}, args...)...)
	for _, want := range []string{"≈ as annotated", "· How long runs of long take comes from the annotation kronoscope/duration"} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is not in\n%s", want, out)
		}
	}
}

// A manifest's own namespace holds, --namespace is for those that have none, and nothing else is looked at.
func TestForecastOfManifestsInANamespace(t *testing.T) {
	file := foreseenFile(t, strings.ReplaceAll(foreseenManifests, "{name: sync}", "{name: sync, namespace: x}"))
	for asked, want := range map[string]string{"": "default/backup x/sync", "x": "x/backup x/sync", "y": "y/backup"} {
		args := []string{"-f", file}
		if asked != "" {
			args = append(args, "-n", asked)
		}
		var names []string
		for _, c := range foreseen(t, args...).CronJobs {
			names = append(names, c.Namespace+"/"+c.Name)
		}
		if got := strings.Join(names, " "); got != want {
			t.Errorf("-n %q looks at %s, want %s", asked, got, want)
		}
		code, out, errOut := runIn(t, "", "next", "-f", file, "--namespace", asked, "-o", "json")
		var next nextview.Document
		if err := json.Unmarshal([]byte(out), &next); code != exitcode.Done || err != nil || len(next.Schedules) != len(names) {
			t.Errorf("next --namespace %q: exit %d, %v, %s %s", asked, code, err, out, errOut)
		}
	}
}

func TestForecastAndNextAgreeOnTheSlotsOfManifests(t *testing.T) {
	for _, schedule := range []string{"@every 1h", "0 * * * *"} {
		file := foreseenFile(t, strings.ReplaceAll(foreseenManifests, "*/30 * * * *", schedule))
		code, out, errOut := runIn(t, "", "next", "-f", file, "--from", "2026-10-23 23:59:59 UTC", "-n", "3", "-o", "json")
		var next nextview.Document
		if err := json.Unmarshal([]byte(out), &next); code != exitcode.Done || err != nil {
			t.Fatalf("exit %d, %v: %s", code, err, errOut)
		}
		foretold := foreseen(t, "-f", file, "--from", "2026-10-23 23:59:59 UTC", "--for", "4h").CronJobs[1].Runs
		for i, run := range next.Schedules[1].Runs {
			if i >= len(foretold) || !foretold[i].Slot.Equal(run.At) {
				t.Errorf("%s: next says %s, forecast %+v", schedule, run.At, foretold)
			}
		}
	}
}

func TestForecastOfACluster(t *testing.T) {
	// The plane stands in the past, so that the span begins after what was read there.
	config := reachable(t, time.Date(2026, 11, 24, 1, 59, 20, 0, time.UTC), cronJob("backup", "0 2 * * *"), cronJob("drift", "@every 90m"))
	f := foreseen(t, "--live", "--kubeconfig", config, "--from", "2020-01-01", "--for", "1d", "--tz", "UTC")
	if len(f.CronJobs) != 2 || f.CronJobs[0].Name != "backup" || len(f.CronJobs[0].Runs) != 1 || f.CronJobs[1].Slots != 15 {
		t.Errorf("%+v", f.CronJobs)
	}

	// The clock of the plane stands far from the machine's, and is what counts.
	f = foreseen(t, "--live", "--kubeconfig", config, "--for", "1h", "--tz", "UTC")
	if want := time.Date(2026, 11, 24, 1, 59, 20, 0, time.UTC); !f.From.Equal(want) || len(f.CronJobs[0].Runs) != 1 {
		t.Errorf("it looks from %s, want %s, and foresees %+v", f.From, want, f.CronJobs[0])
	}
}

func TestForecastSaysWhatItCannotDo(t *testing.T) {
	file := foreseenFile(t, foreseenManifests)
	variant := func(old, instead string) string {
		return foreseenFile(t, strings.ReplaceAll(foreseenManifests, old, instead))
	}
	bad, inX := variant("30 2 * * *", "30 2 * *"), variant("metadata: {", "metadata: {namespace: x, ")
	gone := filepath.Join(t.TempDir(), "config")
	if err := os.WriteFile(gone, []byte(`{"apiVersion":"v1","kind":"Config","current-context":"gone","contexts":[{"name":"gone","context":{"cluster":"gone"}}],
		"clusters":[{"name":"gone","cluster":{"server":"http://127.0.0.1:1"}}]}`), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		args []string
		code int
		want string
	}{
		"of nothing":           {nil, exitcode.Usage, "forecast of what? Give either -f FILE or --live"},
		"of both":              {[]string{"-f", file, "--live"}, exitcode.Usage, "forecast of what?"},
		"no length":            {[]string{"-f", file, "--for", "soon"}, exitcode.Usage, "--for soon: not a length of time such as 36h, 7d or 2w"},
		"no time":              {[]string{"-f", file, "--for", "0h"}, exitcode.Usage, "--for 0h: not a length of time"},
		"an empty zone":        {[]string{"-f", variant("timeZone: Europe/Paris", `timeZone: ""`)}, exitcode.Usage, `CronJob backup: spec.timeZone: Invalid value: "": timeZone must be nil`},
		"a zone in a schedule": {[]string{"-f", variant("30 2 * * *", "CRON_TZ=Asia/Tokyo 30 2 * * *")}, exitcode.Usage, "CronJob backup: spec.schedule: Invalid value: \"CRON_TZ=Asia/Tokyo 30 2 * * *\": cannot use TZ or CRON_TZ"},
		"twice the same":       {[]string{"-f", variant("{name: sync}", "{name: backup}")}, exitcode.Usage, `document 2: CronJob backup: cronjobs.batch "backup" already exists`},
		"a quota of nothing":   {[]string{"-f", variant("pods: 3", "pods: -3")}, exitcode.Usage, "document 3: ResourceQuota team: spec.hard"},
		"not looked at":        {[]string{"-f", variant("{name: sync}", "{name: sync, namespace: x}"), "-n", "y", "--duration", "sync=5m"}, exitcode.Usage, "there is no CronJob sync"},
		"nothing in namespace": {[]string{"-f", inX, "-n", "y"}, exitcode.Usage, "no CronJob in namespace y in the manifests"},
		"too long":             {[]string{"-f", file, "--for", "600w"}, exitcode.Usage, "--for 600w: longer than ten years"},
		"too many days":        {[]string{"-f", file, "--for", "10000d"}, exitcode.Usage, "--for 10000d: longer than ten years"},
		"days beyond numbers":  {[]string{"-f", file, "--for", "99999999999999999999d"}, exitcode.Usage, "longer than ten years"},
		"too many hours":       {[]string{"-f", file, "--for", "9999999h"}, exitcode.Usage, "--for 9999999h: longer than ten years"},
		"no such date":         {[]string{"-f", file, "--from", "31 Feb"}, exitcode.Usage, "there is no 31 February\n"},
		"no zone":              {[]string{"-f", file, "--tz", "Mars/Base"}, exitcode.Usage, `--tz: unknown time zone "Mars/Base"`},
		"no output":            {[]string{"-f", file, "-o", "csv"}, exitcode.Usage, "-o csv: not table or json"},
		"no such CronJob":      {[]string{"-f", file, "--duration", "nobody=5m"}, exitcode.Usage, "--duration nobody=5m: there is no CronJob nobody"},
		"no such duration":     {[]string{"-f", file, "--duration", "backup=long"}, exitcode.Usage, "--duration backup=long: not NAME=TIME"},
		"no schedule":          {[]string{"-f", bad}, exitcode.Usage, `document 1: CronJob backup: spec.schedule: Invalid value: "30 2 * *": expected exactly 5 fields`},
		"no file":              {[]string{"-f", file + "x"}, exitcode.Usage, "no such file"},
		"no cluster":           {[]string{"--live", "--kubeconfig", gone}, exitcode.Unreachable, "context gone: reading the CronJobs"},
		"more than can be had": {[]string{"-f", foreseenFile(t, strings.ReplaceAll(foreseenManifests, "*/30 * * * *", "@every 1s")), "--for", "52w"}, exitcode.Usage, "more than 2000000 slots"},
	} {
		t.Run(name, func(t *testing.T) {
			code, out, errOut := runIn(t, "", append([]string{"forecast"}, c.args...)...)
			if code != c.code || out != "" || !strings.Contains(errOut, c.want) || strings.Count(errOut, "\n") != 1 {
				t.Errorf("exit %d, want %d; %q, %q, want %q", code, c.code, out, errOut, c.want)
			}
		})
	}
}
