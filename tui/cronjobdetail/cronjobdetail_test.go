package cronjobdetail

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/google/go-cmp/cmp"
	batchv1 "k8s.io/api/batch/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/utils/ptr"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/kube/workload"
	"github.com/kronoscope/kronoscope/scheduler/cron"
	"github.com/kronoscope/kronoscope/themes"
	"github.com/kronoscope/kronoscope/tui/keymap"
	"github.com/kronoscope/kronoscope/tui/screen"
	"github.com/kronoscope/kronoscope/tui/tuitest"
)

var now = time.Date(2026, 11, 24, 0, 58, 12, 0, time.UTC)

// weekly returns the guide's weekly-metrics-export in a zone, with its last runs.
func weekly(t *testing.T, zone string, states ...workload.JobState) *workload.CronJob {
	t.Helper()
	loc, err := time.LoadLocation(zone)
	if err != nil {
		t.Fatal(err)
	}
	schedule, err := cron.Parse("0 1 * * 1", loc)
	if err != nil {
		t.Fatal(err)
	}
	c := &workload.CronJob{
		Trimmed: &batchv1.CronJob{
			ObjectMeta: metav1.ObjectMeta{Namespace: "demo", Name: "weekly-metrics-export"},
			Spec: batchv1.CronJobSpec{
				Schedule: "0 1 * * 1", TimeZone: &zone, ConcurrencyPolicy: batchv1.ForbidConcurrent,
				StartingDeadlineSeconds: ptr.To(int64(300)), SuccessfulJobsHistoryLimit: ptr.To(int32(4)),
			},
		},
		Schedule: schedule, Average: 11 * time.Minute,
	}
	for i, state := range states {
		at := metav1.NewTime(time.Date(2026, 11, 23-7*i, 1, 0, 0, 0, loc))
		end := metav1.NewTime(at.Add(11 * time.Minute))
		c.Jobs = append(c.Jobs, &workload.Job{
			Trimmed: &batchv1.Job{
				ObjectMeta: metav1.ObjectMeta{
					Namespace: "demo", Name: fmt.Sprintf("weekly-metrics-export-%d", 29400000-i), CreationTimestamp: at,
					Annotations: map[string]string{batchv1.CronJobScheduledTimestampAnnotation: at.Format(time.RFC3339)},
				},
				Spec:   batchv1.JobSpec{Completions: ptr.To(int32(1))},
				Status: batchv1.JobStatus{StartTime: &at, CompletionTime: &end, Succeeded: 1},
			},
			State: state, CronJob: "weekly-metrics-export",
		})
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
		Keys: keymap.Default(), Now: now, Zone: time.FixedZone("Europe/Paris", 3600),
	}}
	w.screen = New(w.env, c.Key())
	w.screen.SetSize(120, 30)
	return w
}

func (w *world) press(keys ...string) {
	for _, k := range keys {
		w.screen.Update(tuitest.Key(w, k))
		w.asked = append(w.asked, w.env.Asked()...)
	}
}

func (w *world) changed(c ...*workload.CronJob) {
	w.env.Snapshot = &workload.Snapshot{CronJobs: c}
	w.screen.Update(screen.ChangedMsg{})
}

func (w *world) view() string { return ansi.Strip(w.screen.View()) }

func (w *world) sees(parts ...string) {
	w.Helper()
	tuitest.Sees(w, w.screen, parts...)
}

func TestShowsWhenItRunsAndHowItIsSetUp(t *testing.T) {
	w := newWorld(t, weekly(t, "America/New_York", workload.JobComplete, workload.JobFailed))
	w.sees("● Scheduled", "next in 6d5h", "0 1 * * 1", "America/New_York", "Forbid (skips while one runs)", "5m late at most",
		"4 completed, 1 failed", "Mon 30 Nov 01:00", "= 07:00 here", "in 6d5h", "[ November 2026 ]", "5 runs",
		"runs 2 · avg 11m", "✗✓", "weekly-metrics-export-29400000", "✓ Complete", "Mon 23 Nov 01:00", "11m")
}

func TestADeadlineThatNoRunCanKeepSaysSo(t *testing.T) {
	c := weekly(t, "UTC")
	c.Trimmed.Spec.StartingDeadlineSeconds = ptr.To[int64](9_999_999_999)
	newWorld(t, c).sees("! no run ever starts in time")
}

func TestMonthsTurnAndTheCalendarIsOneKeyAway(t *testing.T) {
	for _, size := range [][2]int{{80, 19}, {120, 31}, {200, 55}} {
		w := newWorld(t, weekly(t, "UTC"))
		w.screen.SetSize(size[0], size[1])
		w.press("]")
		w.sees("[ December 2026 ]", "4 runs")
		for _, day := range []string{" 7 ░", "14 ░", "21 ░", "28 ░"} {
			w.sees(day)
		}
		w.press("[", "[")
		w.sees("[ October 2026 ]")
		w.press("c")
		want := []tea.Msg{screen.CalendarMsg{CronJobs: []kube.Key{w.screen.key}}}
		if diff := cmp.Diff(want, w.asked); diff != "" {
			t.Fatal(diff)
		}
	}
}

func TestRunsToComeMoveOnWithTheClock(t *testing.T) {
	w := newWorld(t, weekly(t, "UTC"))
	w.sees("Mon 30 Nov 01:00", "•24")
	w.env.Now = time.Date(2026, 11, 30, 1, 0, 0, 0, time.UTC)
	w.screen.Update(screen.TickMsg{})
	if strings.Contains(w.view(), "Mon 30 Nov 01:00") {
		t.Errorf("still announces a run that has begun:\n%s", w.view())
	}
	w.sees("Mon 7 Dec 01:00", "next in 7d", "•30")
}

func TestSuspendedAndInvalidAreShown(t *testing.T) {
	c := weekly(t, "UTC")
	c.Trimmed.Spec.Suspend = ptr.To(true)
	w := newWorld(t, c)
	w.sees("⏸ Suspended", "were it not suspended", "no runs yet, t triggers one")
	w.press("s")
	ref := screen.Ref{Kind: screen.KindCronJob, Key: c.Key()}
	if diff := cmp.Diff([]tea.Msg{screen.SuspendMsg{Refs: []screen.Ref{ref}, Suspend: false}}, w.asked); diff != "" {
		t.Fatal(diff)
	}
	c = weekly(t, "UTC")
	c.Schedule, c.ScheduleErr = cron.Schedule{}, errors.New("unknown time zone Nowhere")
	w.changed(c)
	w.sees("✗ Invalid schedule", "unknown time zone")
	w.press("c", "]")
	w.sees("the schedule cannot be read")
}

func TestKeysAskTheRoot(t *testing.T) {
	c := weekly(t, "UTC", workload.JobComplete, workload.JobFailed)
	w := newWorld(t, c)
	w.press("t", "s", "d", "y", "ctrl+d", "down", "enter", "l", "esc")
	me := screen.Ref{Kind: screen.KindCronJob, Key: c.Key()}
	job := screen.Ref{Kind: screen.KindJob, Key: c.Jobs[1].Key()}
	want := []tea.Msg{
		screen.TriggerMsg{CronJobs: []kube.Key{c.Key()}},
		screen.SuspendMsg{Refs: []screen.Ref{me}, Suspend: true},
		screen.ShowMsg{Ref: me, As: screen.Describe},
		screen.ShowMsg{Ref: me, As: screen.YAML},
		screen.DeleteMsg{Refs: []screen.Ref{me}},
		screen.ShowMsg{Ref: job, As: screen.Details},
		screen.ShowMsg{Ref: job, As: screen.Logs},
		screen.BackMsg{},
	}
	if diff := cmp.Diff(want, w.asked); diff != "" {
		t.Fatal(diff)
	}
}

func TestCursorStaysOnItsRunWhenANewOneBegins(t *testing.T) {
	c := weekly(t, "UTC", workload.JobComplete, workload.JobComplete)
	w := newWorld(t, c)
	w.press("down")
	newer := weekly(t, "UTC", workload.JobRunning)
	newer.Jobs[0].Trimmed.Name = "weekly-metrics-export-manual"
	newer.Jobs[0].Trimmed.Annotations = map[string]string{"cronjob.kubernetes.io/instantiate": "manual"}
	newer.Jobs = append(newer.Jobs, c.Jobs...)
	w.changed(newer)
	w.sees("▸ weekly-metrics-export-29399999", "by hand", "1 active")
}

func TestGoneCronJobStaysInView(t *testing.T) {
	w := newWorld(t, weekly(t, "UTC", workload.JobComplete))
	w.changed()
	w.sees("⊘ Gone", "weekly-metrics-export-29400000")
	w.press("t")
	if toast, ok := w.asked[0].(screen.ToastMsg); !ok || toast.Text != "the CronJob is gone" {
		t.Fatalf("asked %v", w.asked)
	}
}

func TestEverySizeIsFilledExactly(t *testing.T) {
	w := newWorld(t, weekly(t, "America/New_York", workload.JobComplete, workload.JobFailed, workload.JobRunning))
	for _, keys := range [][]string{{}, {"c"}, {"]"}} {
		w.press(keys...)
		for height := range 45 {
			for _, width := range []int{0, 1, 2, 3, 4, 5, 9, 20, 36, 40, 59, 60, 75, 76, 77, 80, 100, 119, 120, 121, 200, 300} {
				tuitest.Fills(t, w.screen, width, height)
			}
		}
	}
}

func TestLayoutAddsUp(t *testing.T) {
	for height := range 80 {
		for width := range 301 {
			l := layoutFor(width, height)
			if l.tableTop()+l.table != height {
				t.Fatalf("%+v does not add up to %d lines", l, height)
			}
			if l.factsWidth+l.nextWidth > width || l.monthAt > 0 && width-l.monthAt < leastMonth {
				t.Fatalf("%+v does not fit %d cells", l, width)
			}
		}
	}
}

func TestARunOfEveryMovesTheRunsToComeAndTheMonth(t *testing.T) {
	every := func(last time.Time) *workload.CronJob {
		c := weekly(t, "UTC")
		schedule, err := cron.Parse("@every 36h", time.UTC)
		if err != nil {
			t.Fatal(err)
		}
		c.Schedule = schedule.WithAnchor(last)
		return c
	}
	day := time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC)
	w := newWorld(t, every(day))
	for _, last := range []time.Time{day, day.Add(30 * time.Minute)} {
		w.changed(every(last))
		first := last.Add(36 * time.Hour)
		if got := w.screen.next[0]; !got.Equal(first) {
			t.Errorf("after a run at %v the next is %v, want %v", last, got, first)
		}
		if got := w.screen.month.Labels[first.Day()-1]; got != first.Format("15:04") {
			t.Errorf("after a run at %v the month says %q on the %d., want %s", last, got, first.Day(), first.Format("15:04"))
		}
	}
}

func TestWithoutRunsNothingIsOfferedToOpen(t *testing.T) {
	w := newWorld(t, weekly(t, "Europe/Paris"))
	for _, b := range w.screen.ShortHelp() {
		if words := b.Help().Desc; words == "open run" || words == "logs" {
			t.Errorf("the footer offers %s", words)
		}
	}
	w.press("enter")
	if diff := cmp.Diff([]tea.Msg{screen.ToastMsg{Level: screen.Warn, Text: "there is no run to open yet; t triggers one"}}, w.asked); diff != "" {
		t.Error(diff)
	}
}

func TestTheForecastIsOfThisCronJob(t *testing.T) {
	w := newWorld(t, weekly(t, "Europe/Paris"))
	w.press("F")
	me := []kube.Key{{Namespace: "demo", Name: "weekly-metrics-export"}}
	if diff := cmp.Diff([]tea.Msg{screen.ForecastMsg{CronJobs: me, Chosen: "open"}}, w.asked); diff != "" {
		t.Error(diff)
	}
}
