package calendar

import (
	"strconv"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/google/go-cmp/cmp"
	batchv1 "k8s.io/api/batch/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/scheduler"
	"github.com/kronoscope/kronoscope/themes"
	"github.com/kronoscope/kronoscope/tui/screen"
)

func zone(t testing.TB, name string) *time.Location {
	t.Helper()
	loc, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return loc
}

func cronJob(t testing.TB, name, expr, tz string) *kube.CronJob {
	t.Helper()
	schedule, err := scheduler.ParseSchedule(expr, zone(t, tz))
	if err != nil {
		t.Fatal(err)
	}
	return &kube.CronJob{
		Object:   &batchv1.CronJob{ObjectMeta: metav1.ObjectMeta{Namespace: "demo", Name: name}},
		Schedule: schedule,
	}
}

type world struct {
	*testing.T
	env    *screen.Env
	screen *Screen
	asked  []tea.Msg
}

// newWorld is the guide's CronJobs on Tuesday, 24 November 2026, in Paris.
func newWorld(t *testing.T) *world {
	t.Helper()
	theme, err := themes.ByName("none")
	if err != nil {
		t.Fatal(err)
	}
	yes := true
	paused := cronJob(t, "paused", "* * * * *", "UTC")
	paused.Object.Spec.Suspend = &yes
	w := &world{T: t, env: &screen.Env{
		Cluster: &kube.Cluster{}, Styles: theme.Styles(), Keys: screen.DefaultKeys(), Zone: zone(t, "Europe/Paris"),
		Now: time.Date(2026, 11, 24, 0, 58, 12, 0, time.UTC),
		Snapshot: &kube.Snapshot{CronJobs: []*kube.CronJob{
			cronJob(t, "daily-backup", "0 2 * * *", "Europe/Paris"),
			cronJob(t, "health-check", "*/15 * * * *", "UTC"),
			paused,
			cronJob(t, "weekly-metrics-export", "0 1 * * 1", "UTC"),
		}},
	}}
	w.screen = New(w.env)
	w.screen.SetSize(120, 30)
	w.send(screen.ChangedMsg{Snapshot: w.env.Snapshot})
	return w
}

func (w *world) send(msg tea.Msg) { w.run(w.screen.Update(msg)) }

func (w *world) run(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	switch msg := cmd().(type) {
	case tea.BatchMsg:
		for _, c := range msg {
			w.run(c)
		}
	case monthMsg, dayMsg:
		w.send(msg)
	case nil:
	default:
		w.asked = append(w.asked, msg)
	}
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

func (w *world) sees(parts ...string) {
	w.Helper()
	view := ansi.Strip(w.screen.View())
	for _, p := range parts {
		if !strings.Contains(view, p) {
			w.Errorf("does not show %q:\n%s", p, view)
		}
	}
}

func TestOpensOnTodayWithCountsAndWhoRuns(t *testing.T) {
	w := newWorld(t)
	w.sees("November 2026", "3 CronJobs", "Europe/Paris (z)", "1 suspended", "[24", "97", "98",
		"Tue 24 Nov · 97 runs", "02:00", "daily-backup", "×96", "busiest minute 02:00 × 2")
}

func TestMovesByDayWeekAndMonth(t *testing.T) {
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
	w.press("t")
	w.sees("November 2026", "Tue 24 Nov")
}

func TestMonthsKeepTheDayWithinThem(t *testing.T) {
	d := date{2026, time.January, 31}
	want := []date{{2026, time.February, 28}, {2026, time.March, 31}, {2027, time.January, 31}, {2025, time.November, 30}}
	got := []date{d.addMonths(1), d.addMonths(2), d.addMonths(12), d.addMonths(-2)}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(date{})); diff != "" {
		t.Fatal(diff)
	}
}

func TestZoneOfDaysCanBeChosen(t *testing.T) {
	w := newWorld(t)
	w.press("right", "right", "right", "right", "right", "right") // Monday 30
	w.sees("Mon 30 Nov", "02:00", "weekly-metrics-export")
	w.press("z")
	w.sees("each in its own zone", "01:00", "weekly-metrics-export", "daily-backup")
	w.press("z")
	w.sees("UTC (z)", "01:00", "busiest minute 01:00 × 3")
}

func TestDaysOnWhichTheClocksChangeAreMarkedAndCounted(t *testing.T) {
	w := newWorld(t)
	w.press("[")
	w.sees("October 2026", "25±")
	plan, ok := planDay(t.Context(), w.screen.items, date{2026, time.October, 25}, zoneLocal, w.env.Zone)
	if !ok || plan.hours[2] != 8+2 {
		t.Fatalf("the hour that comes twice has %d runs", plan.hours[2])
	}
	month, _ := countMonth(t.Context(), w.screen.items, date{2026, time.October, 1}, zoneLocal, w.env.Zone)
	if month.counts[24] != plan.total || plan.total != 102 {
		t.Fatalf("month says %d, day %d", month.counts[24], plan.total)
	}
}

func TestMonthAndDaysAgree(t *testing.T) {
	w := newWorld(t)
	for mode := range zoneModes {
		for _, first := range []date{{2026, time.March, 1}, {2026, time.October, 1}, {2028, time.February, 1}} {
			month, _ := countMonth(t.Context(), w.screen.items, first, mode, w.env.Zone)
			for i, n := range month.counts {
				if plan, _ := planDay(t.Context(), w.screen.items, first.addDays(i), mode, w.env.Zone); plan.total != n {
					t.Errorf("%v: %d in the month, %d on the day (%s)", first.addDays(i), n, plan.total, mode.words(w.env))
				}
			}
		}
	}
}

func TestDayListOpensCronJobs(t *testing.T) {
	w := newWorld(t)
	w.press("enter", "down", "enter")
	want := []tea.Msg{screen.ShowMsg{Ref: screen.Ref{Kind: screen.KindCronJob, Key: kube.Key{Namespace: "demo", Name: "daily-backup"}}}}
	if diff := cmp.Diff(want, w.asked); diff != "" {
		t.Fatal(diff)
	}
	w.press("esc", "esc")
	want = append(want, screen.BackMsg{})
	if diff := cmp.Diff(want, w.asked); diff != "" {
		t.Fatal(diff)
	}
}

func TestStaleAnswersAreDropped(t *testing.T) {
	w := newWorld(t)
	now := w.screen.monthAsk.question
	before := now
	before.version--
	w.send(monthMsg{w.screen, before, monthAnswer{year: 2026, month: time.November, counts: []int{7777}}})
	w.send(monthMsg{nil, now, monthAnswer{year: 2026, month: time.November, counts: []int{7777}}})
	if strings.Contains(w.screen.View(), "7777") {
		t.Fatal(w.screen.View())
	}
}

func TestOnlyAChangeOfSchedulesCountsAnew(t *testing.T) {
	w := newWorld(t)
	if cmd := w.screen.Update(screen.ChangedMsg{Snapshot: w.env.Snapshot}); cmd != nil {
		t.Fatal("counted again though nothing changed")
	}
	w.env.Snapshot = &kube.Snapshot{CronJobs: w.env.Snapshot.CronJobs[:1]}
	w.send(screen.ChangedMsg{Snapshot: w.env.Snapshot})
	w.sees("1 CronJobs", "Tue 24 Nov · 1 run")
}

func TestACountUnderWayIsNotStartedAgain(t *testing.T) {
	w := newWorld(t)
	w.env.Snapshot = &kube.Snapshot{CronJobs: w.env.Snapshot.CronJobs[:1]}
	counting := w.screen.Update(screen.ChangedMsg{Snapshot: w.env.Snapshot})
	for range 3 { // a busy cluster
		if w.screen.Update(screen.ChangedMsg{Snapshot: w.env.Snapshot}) != nil {
			t.Fatal("counts again before the first answer, though nothing changed")
		}
	}
	w.run(counting)
	w.sees("1 CronJobs", "Tue 24 Nov · 1 run")
}

func TestAnotherDayOfAMonthKeepsTheMonthsCount(t *testing.T) {
	w := newWorld(t)
	november := w.screen.monthAsk.question
	w.press("right", "up")
	if w.screen.monthAsk.question != november || w.screen.dayAsk.question.day.day != 18 {
		t.Errorf("asked for month %v and day %v", w.screen.monthAsk.question, w.screen.dayAsk.question)
	}
	w.sees("[18", "Wed 18 Nov · 97 runs")
	w.press("down", "down")
	w.sees("December 2026", "Wed 2 Dec · 97 runs")
}

func TestARunOfEveryCountsAnewAndARunOfAnyOtherDoesNot(t *testing.T) {
	w := newWorld(t)
	ran := func(expr string, last time.Time) {
		c := cronJob(t, "sync", expr, "UTC")
		c.Schedule = c.Schedule.Anchored(last)
		w.env.Snapshot = &kube.Snapshot{CronJobs: []*kube.CronJob{c}}
		w.send(screen.ChangedMsg{Snapshot: w.env.Snapshot})
	}
	day := time.Date(2026, 11, 23, 23, 0, 0, 0, time.UTC) // midnight in Paris
	ran("@every 10h", day)
	w.sees("Tue 24 Nov · 2 runs", "10:00 ×2 sync")
	ran("@every 10h", day.Add(-5*time.Hour))
	w.sees("Tue 24 Nov · 2 runs", "05:00 ×2 sync")
	ran("30 * * * *", day)
	before := w.screen.version
	ran("30 * * * *", day.Add(time.Hour))
	if w.screen.version != before {
		t.Error("a run of a schedule whose slots do not depend on it counted again")
	}
}

func TestSelectionFollowsTheClockUntilMoved(t *testing.T) {
	w := newWorld(t)
	w.env.Now = w.env.Now.AddDate(0, 0, 1)
	w.send(screen.TickMsg{Now: w.env.Now})
	w.sees("Wed 25 Nov")
	w.press("up")
	w.env.Now = w.env.Now.AddDate(0, 0, 1)
	w.send(screen.TickMsg{Now: w.env.Now})
	w.sees("Wed 18 Nov", "•26")
}

func TestEverySizeIsFilledExactly(t *testing.T) {
	w := newWorld(t)
	for _, keys := range [][]string{{}, {"enter", "down"}, {"]"}} {
		w.press(keys...)
		for height := range 40 {
			for _, width := range []int{0, 1, 2, 3, 4, 5, 14, 20, 21, 30, 39, 40, 60, 80, 95, 96, 97, 120, 200, 300} {
				w.screen.SetSize(width, height)
				if width == 0 || height == 0 {
					_ = w.screen.View()
					continue
				}
				lines := strings.Split(w.screen.View(), "\n")
				if len(lines) != height {
					t.Fatalf("%d lines at %d×%d", len(lines), width, height)
				}
				for _, l := range lines {
					if ansi.StringWidth(l) != width {
						t.Fatalf("%d cells at %d×%d: %q", ansi.StringWidth(l), width, height, l)
					}
				}
			}
		}
	}
}

func TestLayoutAddsUp(t *testing.T) {
	w := newWorld(t)
	for height := 1; height < 60; height++ {
		for width := range 301 {
			w.screen.SetSize(width, height)
			l := w.screen.layout()
			switch {
			case l.beside && (l.monthWidth+l.gap+l.dayWidth != width || l.monthHeight != height-1 || l.dayHeight != height-1):
				t.Fatalf("%d×%d: %+v", width, height, l)
			case !l.beside && (l.monthHeight+l.dayHeight != height-1 || l.monthWidth != width || l.dayWidth != width):
				t.Fatalf("%d×%d: %+v", width, height, l)
			}
		}
	}
}

func BenchmarkMonthOf10000CronJobs(b *testing.B) {
	var items []item
	paris := zone(b, "Europe/Paris")
	for i := range 10_000 {
		c := cronJob(b, "job", strings.Join([]string{strconv.Itoa(i % 60), strconv.Itoa(i / 60 % 24), "*", "*", strconv.Itoa(i / 1440 % 7)}, " "), "Europe/Paris")
		items = append(items, item{kube.Key{Namespace: "demo", Name: strconv.Itoa(i)}, c.Schedule})
	}
	b.ResetTimer()
	for b.Loop() {
		countMonth(b.Context(), items, date{2026, time.November, 1}, zoneLocal, paris)
	}
}
