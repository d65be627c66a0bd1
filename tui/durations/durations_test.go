package durations

import (
	"fmt"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/google/go-cmp/cmp"
	batchv1 "k8s.io/api/batch/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/kube/workload"
	"github.com/kronoscope/kronoscope/themes"
	"github.com/kronoscope/kronoscope/tui/keymap"
	"github.com/kronoscope/kronoscope/tui/screen"
	"github.com/kronoscope/kronoscope/tui/tuitest"
)

var (
	now    = time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)
	backup = kube.Key{Namespace: "default", Name: "backup"}
)

// past returns runs of the CronJob, the latest first, one an hour. A time of 0 is a run under way for five minutes, a negative one a
// failure.
func past(seconds ...int) *workload.CronJob {
	c := &workload.CronJob{Trimmed: &batchv1.CronJob{ObjectMeta: metav1.ObjectMeta{Namespace: backup.Namespace, Name: backup.Name}}}
	for i, n := range seconds {
		r := workload.Run{Key: kube.Key{Namespace: "default", Name: fmt.Sprintf("backup-%02d", i)}, State: workload.JobComplete, JobDeleted: i > 2}
		r.Start = now.Add(-time.Duration(i)*time.Hour - 5*time.Minute)
		took := time.Duration(n) * time.Second
		switch {
		case n == 0:
			r.State = workload.JobRunning
		case n < 0:
			r.State, r.Reason, took = workload.JobFailed, "DeadlineExceeded", -took
		}
		if n != 0 {
			r.End = r.Start.Add(took)
		}
		c.Past = append(c.Past, r)
	}
	return c
}

type world struct {
	*testing.T
	env    *screen.Env
	screen *Screen
	asked  []tea.Msg
}

func newWorld(t *testing.T, c *workload.CronJob) *world {
	t.Helper()
	theme, err := themes.ByName("none")
	if err != nil {
		t.Fatal(err)
	}
	w := &world{T: t, env: &screen.Env{
		Cluster: &kube.Cluster{}, Snapshot: &workload.Snapshot{CronJobs: []*workload.CronJob{c}}, Styles: theme.Styles(),
		Keys: keymap.Default(), Now: now, Zone: time.UTC,
	}}
	w.screen = New(w.env, backup)
	w.screen.SetSize(120, 30)
	return w
}

func (w *world) press(keys ...string) {
	for _, k := range keys {
		w.screen.Update(tuitest.Key(w, k))
		w.asked = append(w.asked, w.env.Asked()...)
	}
}

func (w *world) sees(parts ...string) {
	w.Helper()
	tuitest.Sees(w, w.screen, parts...)
}

func TestShowsRunTimesAndWhatStandsOut(t *testing.T) {
	w := newWorld(t, past(0, 60, 62, -5, 61, 59, 300, 60))
	w.sees("✓ 6 completed · p50 60s · p95 5m · ◇ 1 unusual", "✗ 1 failed · ▶ 1 under way",
		"✓   ◇", "p95 5m ┤", "backup-00", "◇ unusually long already", "◇ unusually long, Job gone", "+400 %", "DeadlineExceeded")
}

func TestFewRunsSaySo(t *testing.T) {
	w := newWorld(t, past(60, 61))
	w.sees("✓ 2 completed · p50 60s · p95 and outliers need 5 runs")
	w = newWorld(t, past())
	w.sees("No known run of backup has begun")
}

func TestRunsAreListedAndOpened(t *testing.T) {
	w := newWorld(t, past(60, 62, 90, 59))
	w.press("j", "enter", "l", "o")
	w.sees("▸ backup-02")
	w.press("g", "enter", "G", "enter", "esc")
	ref := func(name string) screen.Ref {
		return screen.Ref{Kind: screen.KindJob, Key: kube.Key{Namespace: "default", Name: name}}
	}
	gone := screen.ToastMsg{Level: screen.Warn, Text: "the Job of that run has been deleted; only its time is remembered"}
	want := []tea.Msg{
		screen.ShowMsg{Ref: ref("backup-01"), As: screen.Details},
		screen.ShowMsg{Ref: ref("backup-01"), As: screen.Logs},
		screen.ShowMsg{Ref: ref("backup-02"), As: screen.Details},
		gone,
		screen.BackMsg{},
	}
	if diff := cmp.Diff(want, w.asked); diff != "" {
		t.Error(diff)
	}
}

func TestACronJobThatGoesStaysInView(t *testing.T) {
	w := newWorld(t, past(60, 61))
	w.env.Snapshot = &workload.Snapshot{}
	w.screen.Update(screen.ChangedMsg{})
	w.sees("⊘ gone", "backup-01")
}

func TestEverySizeIsFilledExactly(t *testing.T) {
	w := newWorld(t, past(0, 60, 62, -5, 61, 59, 300, 60))
	for height := range 45 {
		for _, width := range []int{0, 1, 2, 5, 13, 14, 18, 20, 40, 60, 80, 120, 200} {
			tuitest.Fills(t, w.screen, width, height)
		}
	}
}

func TestLayoutAddsUp(t *testing.T) {
	for height := range 80 {
		if l := layoutFor(height); l.head+l.chart+l.table != height {
			t.Errorf("%d lines: %+v", height, l)
		}
	}
}

func TestWithoutRunsNothingIsOfferedToOpen(t *testing.T) {
	w := newWorld(t, past())
	w.sees("No known run of backup has begun")
	if help := w.screen.ShortHelp(); len(help) != 1 || help[0].Help().Desc != "back" {
		t.Errorf("the footer offers %v", help)
	}
	w.press("enter")
	if diff := cmp.Diff([]tea.Msg{screen.ToastMsg{Level: screen.Warn, Text: "there is no run to open yet"}}, w.asked); diff != "" {
		t.Error(diff)
	}
}
