package embedded_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kronoscope/kronoscope/kube/embedded"
)

func TestAStepSaysWhatChanged(t *testing.T) {
	plane, err := embedded.New(embedded.Options{Start: time.Date(2026, 11, 24, 1, 58, 0, 0, time.UTC)})
	if err != nil {
		t.Fatal(err)
	}
	defer plane.Stop()
	hourly := &batchv1.CronJob{ObjectMeta: metav1.ObjectMeta{Namespace: "default", Name: "hourly"}}
	hourly.Spec.Schedule = "0 * * * *"
	pod := &hourly.Spec.JobTemplate.Spec.Template.Spec
	pod.RestartPolicy = corev1.RestartPolicyNever
	pod.Containers = []corev1.Container{{Name: "a", Image: "busybox", Command: []string{"sh", "-c", "sleep 30"}}}
	if err := plane.Create(hourly); err != nil {
		t.Fatal(err)
	}
	plane.StartParts()
	control := plane.Control()
	var seen []string
	for range 60 {
		changes, err := control.Step(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		seen = append(seen, changes...)
		if slices.ContainsFunc(changes, func(s string) bool { return strings.HasSuffix(s, "Complete") }) {
			break
		}
	}
	var got []string
	for _, text := range seen { // the names end in letters and digits of no interest
		name, what, _ := strings.Cut(text, " ")
		got = append(got, name[:strings.LastIndexByte(name, '/')]+" "+what)
	}
	want := []string{"job created", "pod Running", "pod Succeeded", "job Complete"}
	at := 0
	for _, g := range got {
		if at < len(want) && strings.Contains(g, want[at]) {
			at++
		}
	}
	if at < len(want) || !strings.HasPrefix(seen[0], "job/hourly-") {
		t.Errorf("the steps say %q, want among it %q, in that order", seen, want)
	}
}

func TestAStepTellsJobsOfOneNameApart(t *testing.T) {
	plane, err := embedded.New(embedded.Options{Start: time.Date(2026, 11, 24, 1, 58, 0, 0, time.UTC)})
	if err != nil {
		t.Fatal(err)
	}
	defer plane.Stop()
	for _, namespace := range []string{"team-a", "team-b"} {
		backup := &batchv1.CronJob{ObjectMeta: metav1.ObjectMeta{Namespace: namespace, Name: "backup"}}
		backup.Spec.Schedule = "0 2 * * *"
		pod := &backup.Spec.JobTemplate.Spec.Template.Spec
		pod.RestartPolicy = corev1.RestartPolicyNever
		pod.Containers = []corev1.Container{{Name: "a", Image: "busybox", Command: []string{"sleep", "30"}}}
		if err := plane.Create(&corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: namespace}}, backup); err != nil {
			t.Fatal(err)
		}
	}
	plane.StartParts()
	var jobs []string
	for range 10 {
		changes, err := plane.Control().Step(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, change := range changes {
			if strings.HasPrefix(change, "job/") {
				jobs = append(jobs, change)
			}
		}
		if len(jobs) > 0 {
			break
		}
	}
	slices.Sort(jobs)
	if want := []string{"job/team-a/backup-29924760 created", "job/team-b/backup-29924760 created"}; !slices.Equal(jobs, want) {
		t.Errorf("the step says %q, want %q", jobs, want)
	}
}

// TestNoCrashTakesBackWhereTheClockWasLed: where nothing is due on the way, no change of an object tells the disk.
func TestNoCrashTakesBackWhereTheClockWasLed(t *testing.T) {
	l := newLife(t, start)
	for _, led := range []struct {
		name string
		lead func() error
		want time.Time
	}{
		{"a jump", func() error { return l.plane.Control().Jump(t.Context(), start.Add(1000*time.Hour)) }, start.Add(1000 * time.Hour)},
		{"a step", func() error {
			l.plane.Clock().AfterFunc(time.Hour, func() {})
			_, err := l.plane.Control().Step(t.Context())
			return err
		}, start.Add(1001 * time.Hour)},
	} {
		if err := led.lead(); err != nil {
			t.Fatal(err)
		}
		l.loseProcess()
		l.open(time.Time{})
		if now := l.plane.Clock().Now(); !now.Equal(led.want) {
			t.Errorf("after %s and a crash the clock goes on from %v, want %v", led.name, now, led.want)
		}
	}
}
