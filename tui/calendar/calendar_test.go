package calendar

import (
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/google/go-cmp/cmp"
	"k8s.io/utils/ptr"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/kube/slots/slotstest"
	"github.com/kronoscope/kronoscope/kube/workload"
	"github.com/kronoscope/kronoscope/themes"
	"github.com/kronoscope/kronoscope/tui/keymap"
	"github.com/kronoscope/kronoscope/tui/screen"
)

func cronJob(t testing.TB, name, expr, zone string) *workload.CronJob {
	return slotstest.CronJob(t, name, expr, zone, 3)
}

type world struct {
	*testing.T
	env    *screen.Env
	screen *Screen
	asked  []tea.Msg
	hold   bool // commands wait in held
	held   []tea.Cmd
}

// newWorld returns the guide's CronJobs on Tuesday, 24 November 2026, 01:58 in Paris.
func newWorld(t *testing.T) *world {
	t.Helper()
	paused := cronJob(t, "paused", "* * * * *", "UTC")
	paused.Trimmed.Spec.Suspend = ptr.To(true)
	all := []*workload.CronJob{
		cronJob(t, "daily-backup", "0 2 * * *", "Europe/Paris"), cronJob(t, "health-check", "*/15 * * * *", "UTC"), paused,
		cronJob(t, "weekly-metrics-export", "0 1 * * 1", "UTC"),
	}
	for _, c := range all { // no Jobs are kept, so nothing is known of what ran
		c.Trimmed.Spec.SuccessfulJobsHistoryLimit = ptr.To[int32](0)
	}
	return worldOf(t, nil, all...)
}

func worldOf(t *testing.T, only []kube.Key, cronJobs ...*workload.CronJob) *world {
	t.Helper()
	theme, err := themes.ByName("none")
	if err != nil {
		t.Fatal(err)
	}
	w := &world{T: t, env: &screen.Env{
		Cluster: &kube.Cluster{}, Styles: theme.Styles(), Keys: keymap.Default(), Zone: slotstest.Zone(t, "Europe/Paris"),
		Now:      time.Date(2026, 11, 24, 0, 58, 12, 0, time.UTC),
		Snapshot: &workload.Snapshot{Version: 1, CronJobs: cronJobs},
	}}
	w.screen = New(t.Context(), w.env)
	if only != nil {
		w.screen = NewOf(t.Context(), w.env, only)
	}
	w.screen.SetSize(120, 31)
	w.send(screen.ChangedMsg{})
	return w
}

func (w *world) send(msg tea.Msg) {
	w.run(w.screen.Update(msg))
	w.asked = append(w.asked, w.env.Asked()...)
}

func (w *world) run(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	if w.hold {
		w.held = append(w.held, cmd)
		return
	}
	switch msg := cmd().(type) {
	case tea.BatchMsg:
		for _, c := range msg {
			w.run(c)
		}
	case monthMsg, baseMsg, daysMsg, pastMsg, entriesMsg, seekAnswerMsg:
		w.send(msg)
	}
}

// changed delivers a snapshot of other CronJobs.
func (w *world) changed(cronJobs ...*workload.CronJob) {
	w.env.Snapshot = &workload.Snapshot{Version: w.env.Snapshot.Version + 1, CronJobs: cronJobs}
	w.send(screen.ChangedMsg{})
}

// at moves to another time.
func (w *world) at(now time.Time) {
	w.env.Now = now
	w.send(screen.TickMsg{})
}

func (w *world) press(keys ...string) {
	named := map[string]rune{"enter": tea.KeyEnter, "esc": tea.KeyEscape, "left": tea.KeyLeft, "right": tea.KeyRight, "up": tea.KeyUp, "down": tea.KeyDown}
	for _, k := range keys {
		if code, ok := named[k]; ok {
			w.send(tea.KeyPressMsg{Code: code})
		} else {
			w.send(tea.KeyPressMsg{Code: []rune(k)[0], Text: k})
		}
	}
}

func (w *world) text(text string) {
	for _, r := range text {
		w.send(tea.KeyPressMsg{Code: r, Text: string(r)})
	}
}

func (w *world) sees(parts ...string) {
	w.Helper()
	view := ansi.Strip(w.screen.View())
	for _, p := range parts {
		if !strings.Contains(view, p) {
			w.Errorf("does not show %q:\n%s", p, view)
		}
	}
}

func (w *world) seesNot(parts ...string) {
	w.Helper()
	view := ansi.Strip(w.screen.View())
	for _, p := range parts {
		if strings.Contains(view, p) {
			w.Errorf("shows %q:\n%s", p, view)
		}
	}
}

func (w *world) wantAsked(want ...tea.Msg) {
	w.Helper()
	if diff := cmp.Diff(want, w.asked); diff != "" {
		w.Error(diff)
	}
	w.asked = nil
}

func TestOpensOnTodayWithCountsAndWhoRuns(t *testing.T) {
	w := newWorld(t)
	w.sees("November 2026", "3 CronJobs, 1 suspended", "Europe/Paris (z)", "[month]", "[24", "97", "98",
		"Tue 24 Nov · 97 runs", "02:00", "daily-backup", "×96", "busiest 02:00 ×2 daily-backup, health-check")
}

func TestMovesByDayWeekMonthAndYear(t *testing.T) {
	w := newWorld(t)
	w.press("right")
	w.sees("Wed 25 Nov")
	w.press("down")
	w.sees("December 2026", "Wed 2 Dec")
	w.press("up", "left")
	w.sees("Tue 24 Nov")
	w.press("]", "]", "]")
	w.sees("February 2027", "Wed 24 Feb")
	w.press("G")
	w.sees("Sun 28 Feb")
	w.press("[")
	w.sees("January 2027", "Thu 28 Jan")
	w.press("}")
	w.sees("January 2028", "Fri 28 Jan")
	w.press("t")
	w.sees("November 2026", "Tue 24 Nov")
}

func TestZoneOfDaysCanBeChosen(t *testing.T) {
	w := newWorld(t)
	w.press("right", "right", "right", "right", "right", "right") // Monday 30
	w.sees("Mon 30 Nov", "02:00", "weekly-metrics-export")
	w.press("z")
	w.sees("each in its own zone", "01:00", "weekly-metrics-export", "daily-backup")
	w.press("z")
	w.sees("UTC (z)", "busiest 01:00 ×3")
	w.press("z")
	w.sees("Europe/Paris (z)")
	w.press("Z")
	w.text("new york")
	w.sees("▸ America/New_York Mon 19:58 EST -05:00")
	w.press("enter")
	w.sees("America/New_York (z)", "busiest 20:00 ×2") // of the 29th: Monday 01:00 in Paris is Sunday evening there
	w.press("z", "z", "z", "z")
	w.sees("America/New_York (z)")
	w.press("Z")
	w.text("middle earth")
	w.press("enter")
	w.sees("✗ no time zone has such a name")
	w.press("esc")
	w.sees("America/New_York (z)")
}

func TestSelectionFollowsTheClockUntilMoved(t *testing.T) {
	w := newWorld(t)
	w.at(w.env.Now.AddDate(0, 0, 1))
	w.sees("Wed 25 Nov")
	w.press("up")
	w.at(w.env.Now.AddDate(0, 0, 1))
	w.sees("Wed 18 Nov", "•26")
}
