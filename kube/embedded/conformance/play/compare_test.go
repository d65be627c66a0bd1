package play

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"sigs.k8s.io/yaml"
)

const conformanceDir = "../../../../testdata/conformance"

func load(t *testing.T, dir, name string) (*Scenario, *Record) {
	t.Helper()
	s, err := LoadScenario(filepath.Join(conformanceDir, "scenarios", name+".yaml"))
	if err != nil {
		t.Fatal(err)
	}
	r, err := LoadRecord(filepath.Join(conformanceDir, dir, name+".yaml"))
	if err != nil {
		t.Fatal(err)
	}
	return s, r
}

func TestEveryRecordAgreesWithItself(t *testing.T) {
	files, err := Files(filepath.Join(conformanceDir, "scenarios"))
	if err != nil || len(files) == 0 {
		t.Fatalf("%d scenarios: %v", len(files), err)
	}
	for _, file := range files {
		for _, dir := range []string{"records", "records-b"} {
			s, r := load(t, dir, nameOf(file))
			if differences := Compare(s, r, r); len(differences) > 0 {
				t.Errorf("%s %s: %s", dir, s.Name, strings.Join(differences, "\n"))
			}
		}
	}
}

func TestCompareFinds(t *testing.T) {
	for _, test := range []struct {
		name   string
		change func(r *Record)
		want   string // part of the first difference; empty: none
	}{
		{"nothing in an equal play", func(*Record) {}, ""},
		{"nothing in an offset one second off", func(r *Record) { r.Pods[4].CreatedAt++ }, ""},
		{"an offset three seconds off", func(r *Record) { r.Pods[4].CreatedAt += 3 }, "pod j-XXXXX"},
		{"a missing pod", func(r *Record) { r.Pods = r.Pods[:4] }, "is missing"},
		{"a pod too many", func(r *Record) { r.Pods = append(r.Pods, r.Pods[0]) }, "ought not to exist"},
		{"another phase", func(r *Record) { r.Pods[0].Phase = "Failed" }, "Failed"},
		{"a finalizer that stayed", func(r *Record) { r.Pods[0].Finalizers = []string{"x"} }, "finalizers"},
		{"another response", func(r *Record) { r.Responses[0].Code = 409 }, "409"},
		{"another object in a response", func(r *Record) { r.Responses[0].Object["kind"] = "Pod" }, "object in the response"},
		{"another status of a Job", func(r *Record) { r.Jobs[0]["status"].(map[string]any)["succeeded"] = 6.0 }, "job j"},
		{"an instant of a Job three seconds off", func(r *Record) {
			r.Jobs[0]["status"].(map[string]any)["completionTime"] = "T+11"
		}, "T+11"},
		{"nothing in an instant one second off", func(r *Record) {
			r.Jobs[0]["status"].(map[string]any)["completionTime"] = "T+9"
		}, ""},
		{"a missing event", func(r *Record) { r.Events = r.Events[1:] }, "event is missing: Job/j Normal Completed"},
		{"an event too many", func(r *Record) { r.Events = append(r.Events, Event{Object: "Job/j", Reason: "X"}) }, "never seen"},
		{"nothing in an event that came twice", func(r *Record) { r.Events = append(r.Events, r.Events[0]) }, ""},
		{"a line that was never shown", func(r *Record) { r.Timeline[1].Status = "active=9" }, "never recorded: active=9"},
		{"nothing in a line left out", func(r *Record) { r.Timeline = r.Timeline[1:] }, ""},
		{"another final line", func(r *Record) { r.Timeline = r.Timeline[:len(r.Timeline)-1] }, "final line"},
	} {
		t.Run(test.name, func(t *testing.T) {
			s, want := load(t, "records", "fixed-completions")
			_, got := load(t, "records", "fixed-completions")
			test.change(got)
			differences := append(Compare(s, got, want), "")
			if test.want == "" && differences[0] != "" || !strings.Contains(differences[0], test.want) {
				t.Errorf("first difference:\n%s\nwant it to say %q", differences[0], test.want)
			}
		})
	}
}

func TestADeletionRepeatedTooEarlyNeedNotHappen(t *testing.T) {
	s, want := load(t, "records-b", "cron-failed-history")
	_, got := load(t, "records-b", "cron-failed-history")
	got.Events = slices.DeleteFunc(got.Events, func(e Event) bool { return e.Reason == "FailedDelete" })
	if len(got.Events) == len(want.Events) {
		t.Fatal("the record has no such event")
	}
	if differences := Compare(s, got, want); len(differences) > 0 {
		t.Errorf("missing: %v", differences)
	}
	if differences := Compare(s, want, got); len(differences) != 1 {
		t.Errorf("added: %v", differences)
	}
}

func TestConditionsMustAppearInOrder(t *testing.T) {
	s, want := load(t, "records", "deadline")
	_, got := load(t, "records", "deadline")
	for i := range got.Timeline {
		got.Timeline[i].Status = strings.ReplaceAll(got.Timeline[i].Status, "FailureTarget=", "Zombie=")
	}
	all := strings.Join(Compare(s, got, want), "\n")
	if !strings.Contains(all, "order of conditions") {
		t.Errorf("differences:\n%s", all)
	}
}

func TestLinesMayComeFromAnotherTake(t *testing.T) {
	s, want := load(t, "records", "fixed-completions")
	_, got := load(t, "records", "fixed-completions")
	_, other := load(t, "records-b", "fixed-completions")
	line := Line{At: 1, Job: "j", Status: "active=1 of another take"}
	other.Timeline = append(other.Timeline, line)
	got.Timeline = append([]Line{line}, got.Timeline...)
	if differences := Compare(s, got, want, want, other); len(differences) > 0 {
		t.Errorf("differences: %v", differences)
	}
	if differences := Compare(s, got, want); len(differences) != 1 {
		t.Errorf("without the other take: %v", differences)
	}
}

func TestLoadScenarioRefuses(t *testing.T) {
	for name, text := range map[string]string{
		"no YAML":               "{",
		"a step without action": "steps: [{at: 0s}]",
		"a step with two":       "steps: [{at: 0s, disrupt: {job: j}, trigger: {cronJob: c, name: n}}]",
		"an unknown duration":   "until: soon",
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "s.yaml")
			if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			if s, err := LoadScenario(path); err == nil {
				t.Errorf("loaded %+v", s)
			}
		})
	}
}

func TestDurationsAreWrittenEitherWay(t *testing.T) {
	var s Scenario
	if err := yaml.Unmarshal([]byte("{until: 1m30s, steps: [{at: 0.5}]}"), &s); err != nil {
		t.Fatal(err)
	}
	if s.Until.Duration != 90*time.Second || s.Steps[0].At.Duration != 500*time.Millisecond {
		t.Errorf("read %v and %v", s.Until, s.Steps[0].At)
	}
}
