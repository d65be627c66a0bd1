package timeline

import (
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/google/go-cmp/cmp"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/kube/workload"
	"github.com/kronoscope/kronoscope/tui/screen"
	"github.com/kronoscope/kronoscope/tui/tuitest"
)

const hour = time.Hour

// usual is a cluster with a lane of each kind.
func usual() *cluster {
	c := &cluster{created: noon.Add(-48 * hour)}
	hourly := c.cronJob("hourly", "0 * * * *", keep(9))
	c.runs(hourly, "", how{ago: 30 * time.Second}, how{ago: hour + 30*time.Second, took: 10 * time.Minute},
		how{ago: 2*hour + 30*time.Second, took: 12 * time.Minute, failed: true, fails: 1}, how{ago: 3*hour + 30*time.Second, took: 11 * time.Minute})
	c.cronJob("nightly", "30 1 * * *", suspend)
	c.cronJob("young", "*/20 * * * *")
	c.runs(nil, "migration", how{ago: 90 * time.Minute, took: 25 * time.Minute})
	return c
}

func TestShowsPastPresentAndFuture(t *testing.T) {
	w := newWorld(t, usual())
	w.sees("8h10m in view · 5 min a cell", "▶ follows now", "Tue 24 Nov 2026", "10:00", "▼12:00", "LANE ↕ name")
	if got, want := w.lane("hourly"), "  !           !           ━━✓         ━━✗         ━✓          ▶╌          ◌╌          ◌╌"; got != want {
		t.Errorf("hourly is drawn as\n%q, want\n%q", got, want)
	}
	if got := w.lane("migration"); !strings.Contains(got, "━━━━✓") {
		t.Errorf("migration is drawn as %q", got)
	}
	if got := w.lane("nightly"); !strings.HasSuffix(got, "╱╱╱╱") || strings.Contains(got, "◌") {
		t.Errorf("a suspended lane is drawn as %q", got)
	}
	w.sees("hourly · every hour · next in 59m30s · Allow · median 10m of 2 runs", "● Running hourly-", "since 12:00:00, 30s so far", "done in ~9m30s")
}

func TestRunsAreSteppedThroughAndOpened(t *testing.T) {
	w := newWorld(t, usual())
	w.press(",")
	w.sees("✓ Complete hourly-29925240", "11:00:00 → 11:10:00", "10m", "1st attempt")
	w.press(",")
	w.sees("✗ Failed hourly-29925180", "BackoffLimitExceeded", "2 failed")
	w.press("enter", "l", "d", "c", "t", "s", "r", "y")
	job := screen.Ref{Kind: screen.KindJob, Key: kube.Key{Namespace: "default", Name: "hourly-29925180"}}
	cronJob := screen.Ref{Kind: screen.KindCronJob, Key: kube.Key{Namespace: "default", Name: "hourly"}}
	want := []tea.Msg{
		screen.ShowMsg{Ref: job, As: screen.Details},
		screen.ShowMsg{Ref: job, As: screen.Logs},
		screen.ShowMsg{Ref: cronJob, As: screen.Describe},
		screen.CalendarMsg{CronJobs: []kube.Key{cronJob.Key}},
		screen.TriggerMsg{CronJobs: []kube.Key{cronJob.Key}},
		screen.SuspendMsg{Refs: []screen.Ref{cronJob}, Suspend: true},
		screen.RerunMsg{Jobs: []kube.Key{job.Key}},
		screen.ShowMsg{Ref: cronJob, As: screen.YAML},
	}
	if diff := cmp.Diff(want, w.asked); diff != "" {
		t.Error(diff)
	}
	w.asked = nil
	w.press(".", ".", ".")
	w.sees("◌ to come · 13:00:00 · in 59m30s · takes about 10m")
	w.press("enter", "esc")
	if diff := cmp.Diff([]tea.Msg{screen.ShowMsg{Ref: cronJob, As: screen.Details}, screen.BackMsg{}}, w.asked); diff != "" {
		t.Error(diff)
	}
}

func TestMovesInTime(t *testing.T) {
	w := newWorld(t, usual())
	w.press("left", "left")
	w.sees("n follows now", "▼12:00")
	w.press("shift+left")
	w.sees("all of it past, n goes to now")
	w.press("shift+right", "shift+right", "shift+right")
	w.sees("all of it to come")
	w.press("n")
	w.sees("▶ follows now", "▼12:00")
	w.press("[", "[", "[", "[", "[", "[", "[", "[")
	w.sees("1 d a cell", "November 2026", "16 Nov")
	for range 12 {
		w.press("]")
	}
	w.sees("5 s a cell", "12:00", "11:58")
	w.env.Now = w.env.Now.Add(time.Hour)
	w.send(screen.TickMsg{})
	w.sees("13:00 ▼")
}

func TestZoomGoesAroundTheSelectedRun(t *testing.T) {
	w := newWorld(t, usual())
	w.press(",", ",")
	x := w.screen.selection.cells[0]
	w.screen.window.follow = false
	w.press("]", "]")
	if got := w.screen.selection.cells[0]; got != x {
		t.Errorf("the run moved from cell %d to %d", x, got)
	}
}

func TestFilterAndSortKeepTheSelection(t *testing.T) {
	w := newWorld(t, usual())
	w.press("o")
	w.sees("LANE ↕ problems")
	w.press("/", "y", "o", "u")
	w.sees("young")
	w.seesNot("hourly", "migration")
	w.press("esc")
	w.sees("▸   young", "hourly")
}

func TestNamespacesNarrowTheLanes(t *testing.T) {
	c := usual()
	c.cronJob("elsewhere", "0 * * * *").Namespace = "other"
	w := newWorld(t, c)
	w.env.Cluster.Namespace = ""
	w.changed(c)
	w.sees("default/hourly", "other/elsewhere")
	w.env.Namespace = "other"
	w.changed(c)
	w.sees("elsewhere")
	w.seesNot("hourly", "migration")
}

func TestManyJobsWithoutCronJobShareALane(t *testing.T) {
	c := usual()
	for _, name := range []string{"a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n"} {
		c.runs(nil, "import-"+name, how{ago: hour, took: time.Minute})
	}
	w := newWorld(t, c)
	w.sees("▸ 15 other Jobs")
	w.seesNot("import-a")
	w.press("x")
	w.sees("import-a", "import-h")
	w.press("x", "G", "enter")
	w.sees("15 Jobs without CronJob · x or enter unfolds them", "14 in this cell")
	if msg, ok := w.asked[0].(screen.ShowMsg); !ok || !strings.HasPrefix(msg.Ref.Key.Name, "import-") {
		t.Errorf("enter on a run asked for %v", w.asked)
	}
}

func TestMouseSelectsScrollsMovesAndZooms(t *testing.T) {
	w := newWorld(t, usual())
	x := w.screen.layout.label + strings.Index(w.lane("hourly"), "✗")
	x = w.screen.layout.label + len([]rune(w.lane("hourly")[:x-w.screen.layout.label]))
	w.send(tea.MouseClickMsg{X: x, Y: 3, Button: tea.MouseLeft})
	w.sees("✗ Failed hourly-29925180")
	w.send(tea.MouseClickMsg{X: 2, Y: 5, Button: tea.MouseLeft})
	w.sees("▸   young")
	w.send(tea.MouseWheelMsg{X: 60, Y: 5, Button: tea.MouseWheelUp, Mod: tea.ModCtrl})
	w.sees("3 min a cell")
	before := w.screen.window.view.From
	w.send(tea.MouseWheelMsg{X: 60, Y: 5, Button: tea.MouseWheelLeft})
	if w.screen.window.view.From >= before {
		t.Error("the wheel does not move in time")
	}
}

func TestReadOnlyChangesNothing(t *testing.T) {
	w := newWorld(t, usual())
	w.env.Cluster.ReadOnly = true
	w.press("t", "s", "r", "ctrl+d")
	for _, msg := range w.asked {
		if _, ok := msg.(screen.ToastMsg); !ok {
			t.Errorf("asked for %T", msg)
		}
	}
	if len(w.asked) != 4 {
		t.Errorf("answered %d of 4 keys", len(w.asked))
	}
}

func TestRunsWhoseJobsAreGoneStayButCannotBeOpened(t *testing.T) {
	c := usual()
	w := newWorld(t, c)
	hourly := w.env.Snapshot.CronJob(kube.Key{Namespace: "default", Name: "hourly"})
	gone := workload.RunOf(hourly.Jobs[1], hourly.Trimmed)
	gone.JobDeleted = true
	w.env.Snapshot.CronJobs[0] = &workload.CronJob{
		Trimmed: hourly.Trimmed, Schedule: hourly.Schedule, Jobs: hourly.Jobs[:1], Past: []workload.Run{gone},
	}
	w.send(screen.ChangedMsg{})
	w.press(",")
	w.sees("✓ Complete hourly-29925240", "its Job is gone")
	w.press("enter")
	if toast, ok := w.asked[0].(screen.ToastMsg); !ok || toast.Level != screen.Warn {
		t.Errorf("asked for %v", w.asked)
	}
}

func TestASnapshotThatComesMeanwhileIsGatheredNext(t *testing.T) {
	w := newWorld(t, usual())
	w.hold = true
	c := usual()
	c.cronJob("second", "0 0 * * *")
	w.changed(c)
	c.cronJob("third", "0 0 * * *")
	w.changed(c)
	if len(w.held) != 1 {
		t.Fatalf("%d gatherings under way", len(w.held))
	}
	w.hold = false
	w.run(w.held[0])
	w.sees("second", "third")
}

func TestEverySizeIsFilledExactly(t *testing.T) {
	w := newWorld(t, usual())
	for _, keys := range [][]string{{}, {","}, {"[", "[", "["}, {"/", "h"}, {"z"}} {
		w.press(keys...)
		for height := range 40 {
			for _, width := range []int{0, 1, 2, 3, 5, 14, 15, 16, 20, 40, 60, 80, 120, 200, 300} {
				tuitest.Fills(t, w.screen, width, height)
			}
		}
	}
}

func TestLayoutAddsUp(t *testing.T) {
	for height := range 60 {
		for width := range 301 {
			l := layoutFor(width, height, 30)
			if l.head+l.axis+l.chart+l.detail+l.legend != height || l.label > width {
				t.Fatalf("%d×%d: %+v", width, height, l)
			}
		}
	}
}

func TestStepsToANextRunThatIsFarAway(t *testing.T) {
	c := usual()
	c.cronJob("yearly", "0 6 1 1 *")
	w := newWorld(t, c)
	w.press("j", "j")
	w.sees("yearly", "nothing in this stretch of time")
	w.press(",")
	w.sees("▶ follows now")
	w.press(".")
	w.sees("◌ to come · Fri 1 Jan 2027 07:00:00")
	w.press(".")
	w.sees("◌ to come · Sat 1 Jan 2028 07:00:00")
}

func TestStepsFromWhatIsLookedAtWhereNothingIsInView(t *testing.T) {
	w := newWorld(t, usual())
	w.press("j", "j") // young, every 20 minutes, without runs yet
	for range 12 {
		w.press("]")
	}
	w.press("n")
	w.sees("young", "▶ follows now")
	w.press(".")
	w.sees("◌ to come · 12:20:00")
	w.press(".")
	w.sees("◌ to come · 12:40:00")
}

func TestAttemptsAreDescribedInWords(t *testing.T) {
	for want, run := range map[string]workload.Run{
		"1st attempt":                {Total: 1, State: workload.JobComplete},
		"attempt 3":                  {Total: 1, State: workload.JobComplete, Failed: 2},
		"4 failed":                   {Total: 1, State: workload.JobFailed, Failed: 4},
		"restarted after a failure":  {Total: 1, Failures: []time.Time{noon}},
		"restarted after 2 failures": {Total: 1, Failures: []time.Time{noon, noon}},
		"3/8 done, 1 failed":         {Total: 8, Done: 3, Failed: 1},
	} {
		if got := attempts(&run); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
