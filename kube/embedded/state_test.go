package embedded_test

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"

	"github.com/kronoscope/kronoscope/kube/embedded"
	"github.com/kronoscope/kronoscope/kube/embedded/store"
	"github.com/kronoscope/kronoscope/kube/embedded/store/disk"
)

func TestJobsGoOnAfterACrash(t *testing.T) {
	for _, c := range []struct {
		policy   corev1.RestartPolicy
		pods     int
		failed   int32
		restarts int32
	}{
		{corev1.RestartPolicyNever, 4, 2, 0},
		{corev1.RestartPolicyOnFailure, 2, 0, 1},
	} {
		t.Run(string(c.policy), func(t *testing.T) {
			l := newLife(t, start)
			job := oneShot("long")
			job.Spec.Completions, job.Spec.Parallelism = new(int32(2)), new(int32(2))
			job.Spec.Template.Spec.RestartPolicy = c.policy
			job.Spec.Template.Spec.Containers[0].Command = []string{"sh", "-c", "sleep 60; echo over"}
			if err := l.plane.Create(job, oneShot("short")); err != nil {
				t.Fatal(err)
			}
			l.pass(30 * time.Second)
			uid := l.job("long").UID
			l.crash()
			l.open(time.Time{})
			if now := l.plane.Clock().Now(); !now.Equal(start.Add(30 * time.Second)) {
				t.Errorf("the clock goes on from %v, want 30 s after the start", now)
			}
			l.pass(5 * time.Minute)
			long := l.job("long")
			if finishedAs(long) != batchv1.JobComplete || long.Status.Succeeded != 2 || long.Status.Failed != c.failed || long.UID != uid {
				t.Errorf("the Job is %s: %+v", finishedAs(long), long.Status)
			}
			pods := podsOf(l.plane, "long")
			if len(pods) != c.pods {
				t.Errorf("it had %d pods, want %d", len(pods), c.pods)
			}
			for _, pod := range pods {
				if s := pod.Status.ContainerStatuses[0]; pod.Status.Phase == corev1.PodSucceeded && s.RestartCount != c.restarts {
					t.Errorf("pod %s was restarted %d times, want %d", pod.Name, s.RestartCount, c.restarts)
				}
			}
			if lines := logOf(t, l.plane, "short"); strings.Join(lines, " ") != "begin end" {
				t.Errorf("the log of the Job that was done before is %q", lines)
			}
		})
	}
}

func ticking(schedule string, deadline *int64) *batchv1.CronJob {
	return &batchv1.CronJob{
		ObjectMeta: metav1.ObjectMeta{Name: "tick", Namespace: "default"},
		Spec: batchv1.CronJobSpec{
			Schedule: schedule, StartingDeadlineSeconds: deadline, SuccessfulJobsHistoryLimit: new(int32(100)),
			JobTemplate: batchv1.JobTemplateSpec{Spec: oneShot("").Spec},
		},
	}
}

// TestRunsMissedWhileItWasDown: on the machine's time, upstream's rule for missed runs.
func TestRunsMissedWhileItWasDown(t *testing.T) {
	for _, c := range []struct {
		name     string
		schedule string
		deadline *int64
		down     time.Duration
		ran      int  // Jobs that came of the slots while it was down
		many     bool // a warning of too many missed runs
	}{
		{"only the newest is made up for", "*/10 * * * *", nil, 68 * time.Minute, 1, false},
		{"none whose deadline has passed", "*/10 * * * *", new(int64(60)), 68 * time.Minute, 0, false},
		{"one within its deadline", "*/10 * * * *", new(int64(600)), 68 * time.Minute, 1, false},
		{"more than a hundred are told", "* * * * *", nil, 3*time.Hour + 30*time.Second, 1, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			l := newLife(t, time.Time{})
			if err := l.plane.Create(ticking(c.schedule, c.deadline)); err != nil {
				t.Fatal(err)
			}
			l.pass(25 * time.Minute)
			before := len(l.plane.Client().Jobs().List("default"))
			if before < 2 {
				t.Fatalf("%d Jobs have run before it went down", before)
			}
			l.crash()
			l.now.set(l.now.Now().Add(c.down))
			l.open(time.Time{})
			if now := l.plane.Clock().Now(); !now.Equal(l.now.Now()) {
				t.Errorf("the clock shows %v, want the machine's %v", now, l.now.Now())
			}
			l.pass(time.Second)
			if ran := len(l.plane.Client().Jobs().List("default")) - before; ran != c.ran {
				t.Errorf("%d missed runs were made up for, want %d", ran, c.ran)
			}
			many := false
			for _, event := range l.plane.Client().Events().List("default") {
				many = many || event.Reason == "TooManyMissedTimes"
			}
			if many != c.many {
				t.Errorf("a warning of too many missed runs: %v, want %v", many, c.many)
			}
		})
	}
}

func TestWhereTheClockGoesOn(t *testing.T) {
	hour := start.Add(time.Hour) // when the plane ended
	for _, c := range []struct {
		name  string
		first time.Time // zero: the machine's time
		speed float64
		now   time.Time // of the machine at the next start
		start time.Time
		want  time.Time // zero: refused
	}{
		{"the machine's time again", time.Time{}, 1, start.Add(9 * time.Hour), time.Time{}, start.Add(9 * time.Hour)},
		{"never back with the machine", time.Time{}, 1, start.Add(-9 * time.Hour), time.Time{}, hour},
		{"at another speed, where it stood", time.Time{}, 60, start.Add(9 * time.Hour), time.Time{}, hour},
		{"from another start, where it stood", start, 1, start.Add(9 * time.Hour), time.Time{}, hour},
		{"from a later start", time.Time{}, 1, start.Add(9 * time.Hour), start.Add(2 * time.Hour), start.Add(2 * time.Hour)},
		{"from the same instant", start, 1, start.Add(9 * time.Hour), hour, hour},
		{"not from an earlier one", start, 1, start.Add(9 * time.Hour), start.Add(time.Minute), time.Time{}},
	} {
		t.Run(c.name, func(t *testing.T) {
			l := newLife(t, c.first)
			l.plane.Clock().SetSpeed(c.speed)
			l.pass(time.Hour)
			l.plane.Stop()
			l.now.set(c.now)
			before := l.file()
			err := l.tryOpen(c.start)
			var early *embedded.StartError
			switch {
			case c.want.IsZero():
				if !errors.As(err, &early) || l.file() != before {
					t.Errorf("it starts with %v, and the state is left alone: %v", err, l.file() == before)
				}
			case err != nil:
				t.Error(err)
			case !l.plane.Clock().Now().Equal(c.want):
				t.Errorf("it starts at %v, want %v", l.plane.Clock().Now(), c.want)
			}
		})
	}
}

func TestADamagedStateIsLeftAlone(t *testing.T) {
	l := newLife(t, start)
	if err := l.plane.Create(oneShot("done")); err != nil {
		t.Fatal(err)
	}
	l.pass(time.Minute)
	l.plane.Stop()
	damaged := strings.ReplaceAll(l.file(), "echo begin", "echo begun")
	if err := os.WriteFile(filepath.Join(l.folder, disk.FileName), []byte(damaged), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := l.tryOpen(time.Time{}); !errors.Is(err, disk.ErrDamaged) || !strings.Contains(err.Error(), l.folder) {
		t.Errorf("it starts with %v", err)
	}
	if l.file() != damaged {
		t.Error("it has changed the file")
	}
}

// TestAMachineWhoseTimeWasPutRightAgain: a plane that waits for the machine's time to catch up still shows the machine's time.
func TestAMachineWhoseTimeWasPutRightAgain(t *testing.T) {
	l := newLife(t, time.Time{})
	l.pass(time.Hour)
	l.plane.Stop()
	l.now.set(start)
	l.open(time.Time{})
	l.pass(time.Minute)
	l.plane.Stop()
	l.now.set(start.Add(9 * time.Hour))
	l.open(time.Time{})
	if now := l.plane.Clock().Now(); !now.Equal(start.Add(9 * time.Hour)) {
		t.Errorf("it shows %v, want the machine's time", now)
	}
}

func TestLogsOfAFinishedPodAfterARestart(t *testing.T) {
	l := newLife(t, start)
	if err := l.plane.Create(oneShot("done")); err != nil {
		t.Fatal(err)
	}
	l.pass(time.Minute)
	l.plane.Stop()
	l.open(time.Time{})
	pod := podsOf(l.plane, "done")[0]
	client := kubernetes.NewForConfigOrDie(l.plane.RESTConfig())
	stream, err := client.CoreV1().Pods("default").GetLogs(pod.Name, &corev1.PodLogOptions{Timestamps: true}).Stream(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = stream.Close() }()
	text, err := io.ReadAll(stream)
	if want := "2026-11-23T20:00:00.000000000Z begin\n2026-11-23T20:00:03.000000000Z end\n"; err != nil || string(text) != want {
		t.Errorf("the log is %q, %v; want %q", text, err, want)
	}
}

// TestAJumpStopsWhereTheDiskFails: from there on all is refused, so that the rest would be nothing but tries.
func TestAJumpStopsWhereTheDiskFails(t *testing.T) {
	state, err := disk.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	plane, err := embedded.New(embedded.Options{Seed: 1, Start: start, State: state})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(plane.Stop)
	plane.StartParts()
	if err := plane.Create(ticking("* * * * *", nil)); err != nil {
		t.Fatal(err)
	}
	plane.Clock().At(start.Add(time.Hour), func() { _ = state.Close() }) // nothing is written any more
	end := start.AddDate(0, 0, 30)
	var unsaved *store.UnsavedError
	if err := plane.Control().Jump(t.Context(), end); !errors.As(err, &unsaved) {
		t.Errorf("the jump ends with %v", err)
	}
	if now := plane.Clock().Now(); !now.Before(end) || now.Before(start.Add(time.Hour)) {
		t.Errorf("the clock stands at %v", now)
	}
}
