package calendar

import (
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	batchv1 "k8s.io/api/batch/v1"
	"k8s.io/utils/ptr"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/kube/slots"
	"github.com/kronoscope/kronoscope/kube/slots/slotstest"
	"github.com/kronoscope/kronoscope/kube/workload"
	"github.com/kronoscope/kronoscope/tui/screen"
)

// line returns the line of the screen that begins with a label.
func (w *world) line(label string) string {
	for line := range strings.SplitSeq(ansi.Strip(w.screen.View()), "\n") {
		if strings.HasPrefix(strings.TrimLeft(line, " •▸"), label) {
			return line
		}
	}
	return ""
}

func TestWeekShowsHoursByDays(t *testing.T) {
	w := newWorld(t)
	w.press("w")
	w.sees("Week 48 · 23–29 Nov 2026", "[week]", "•Tue 24", "Sun 29", "busiest Mon 02:00 ×3 daily-backup")
	if got := w.line("02"); strings.Count(got, "▒ 5") != 6 || !strings.Contains(got, "▓ 6") {
		t.Errorf("two in the night: %q", got)
	}
	w.press("down")
	w.sees("Tue 24 · 02:00–02:59 · 5 runs", "02:00 · daily-backup", "in 1m48s")
	w.press("]")
	w.sees("Week 49 · 30 Nov–6 Dec 2026", "Tue 1 · 02:00–02:59")
	w.press("{")
	w.sees("Sun 1 · 02:00–02:59")
}

func TestWeekShowsTheHourThatComesTwiceAndTheOneThatIsSkipped(t *testing.T) {
	w := newWorld(t)
	w.press("D")
	w.text("25 oct 2026 02:00")
	w.sees("✓ Sunday 25 October 2026 02:00", "30 days ago", "± the clocks go back from 03:00 to 02:00 that day")
	w.press("enter", "w")
	w.sees("Sun 25±", "± 02:00–02:59 comes twice, the")
	first, second := w.line("02 "), w.line("02²")
	if !strings.Contains(first, " 5") || strings.Count(second, "5") != 1 || strings.Contains(second, "·") {
		t.Errorf("the hour and its repetition:\n%s\n%s", first, second)
	}
	w.press("down")
	w.sees("02:00–02:59 2nd · 5 runs")
	w.press("D")
	w.text("2027-03-28")
	w.press("enter")
	w.sees("Sun 28±", "± 02:00–02:59 does not exist")
	if got := w.line("02 "); !strings.Contains(got, "╌╌╌") {
		t.Errorf("the hour that is skipped: %q", got)
	}
}

func TestDayShowsMinutesAndWhoFires(t *testing.T) {
	w := newWorld(t)
	w.press("enter")
	w.sees("Tuesday 24 November 2026", "[day]", ":15", ":45", "runs")
	w.press("t")
	if got := w.line("01"); !strings.Contains(got, "│") {
		t.Errorf("the present has no line: %q", got)
	}
	w.press("n")
	w.sees("── 02:00 · 2 runs", "02:00 · daily-backup", "02:00 · health-check")
	w.press("n")
	w.sees("── 02:15 · 1 run")
	w.press("N", "N")
	w.sees("── 01:45 · 1 run")
	w.press("right") // nothing fires there: the hour is listed
	w.sees("── 01:00–01:59 · 4 runs")
	w.press("up", "up")
	w.sees("Monday 23 November", "── 23:00–23:59 · 4 runs")
	w.press("esc")
	w.sees("[month]", "Mon 23 Nov")
}

func TestStepsOverTheEndOfAnHourAndOfADay(t *testing.T) {
	w := newWorld(t)
	w.press("d", "G")
	if got := w.screen.at; got != slots.MinuteAt(23, false, 59) {
		t.Fatal(got)
	}
	w.press("right")
	if w.screen.day.Day != 25 || w.screen.at != 0 {
		t.Errorf("%v %v", w.screen.day, w.screen.at)
	}
	w.press("left")
	if w.screen.day.Day != 24 || w.screen.at != slots.MinuteAt(23, false, 59) {
		t.Errorf("%v %v", w.screen.day, w.screen.at)
	}
}

func TestPastDaysShowWhatRan(t *testing.T) {
	at := func(day, hour, minute int) time.Time { return time.Date(2026, 11, day, hour, minute, 0, 0, time.UTC) }
	c := cronJob(t, "hourly", "0 * * * *", "UTC")
	slotstest.Ran(c, at(23, 1, 0), workload.JobComplete, false)
	slotstest.Ran(c, at(23, 2, 0), workload.JobFailed, false)
	slotstest.Ran(c, at(23, 2, 30), workload.JobComplete, true)
	slotstest.Ran(c, at(23, 4, 0), workload.JobComplete, false)
	slotstest.Ran(c, at(23, 22, 0), workload.JobRunning, false)
	w := worldOf(t, nil, c)
	w.press("left")
	w.sees("23✗", "✗1 !18", "Mon 23 Nov · 25 runs", "✗1", "●1") // 24 slots and one run by hand; nothing is known from before the oldest Job
	w.press("d", "t")
	w.press("D")
	w.text("2026-11-23 02:00")
	w.press("enter")
	w.sees("── 02:00 · 1 run", "02:00 ✓ hourly", "60s") // 02:00 in Paris
	for _, c := range []struct{ key, want string }{{"down", "03:00 ✗ hourly"}, {"down", "04:00 ! hourly"}, {"down", "05:00 ✓ hourly"}} {
		w.press(c.key)
		w.sees(c.want)
	}
	w.press("up", "up")
	w.press("enter")
	w.wantAsked(screen.ShowMsg{Ref: screen.Ref{Kind: screen.KindJob, Key: c.Jobs[3].Key()}, As: screen.Details})
	w.press("down", "enter")
	w.sees("── missed ──", "demo/hourly", "Mon 23 Nov 03:00 UTC", "Mon 23 Nov 04:00 Europe/Paris", "its Job would")
	w.press("esc", "D")
	w.text("2026-11-23 03:30")
	w.press("enter")
	w.sees("03:30 ✓ hourly", "by hand")
	w.press("D")
	w.text("2026-11-10 03:00")
	w.press("enter", "enter")
	w.sees("── unknown ──", "The CronJob keeps 3")
}

func TestRunsWhoseJobsAreGoneAreShown(t *testing.T) {
	at := time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC)
	c := cronJob(t, "hourly", "0 * * * *", "UTC")
	slotstest.Ran(c, at, workload.JobFailed, false)
	c.Jobs[0].Reason = "BackoffLimitExceeded"
	c.Past, c.Jobs = []workload.Run{workload.RunOf(c.Jobs[0], c.Trimmed)}, nil
	w := worldOf(t, nil, c)
	w.press("d", "N")
	w.sees("── 01:00 · 1 run · ✗1", "01:00 ✗ hourly", "BackoffLimitExceeded 60s")
	w.press("enter")
	w.sees("── failed ──", "from 01:00:00", "took 60s", "deleted since")
}

func TestWouldRunSaysWhatThePolicyDoes(t *testing.T) {
	c := cronJob(t, "backup", "30 2 * * *", "Europe/Paris")
	c.Trimmed.Spec.ConcurrencyPolicy = batchv1.ForbidConcurrent
	c.Trimmed.Spec.StartingDeadlineSeconds = ptr.To[int64](90)
	c.Average = 25 * time.Hour
	slotstest.Ran(c, time.Date(2026, 11, 24, 0, 30, 0, 0, time.UTC), workload.JobRunning, false)
	w := worldOf(t, nil, c)
	w.env.Zone = time.UTC
	w.press("D")
	w.text("25 oct 2026 00:30")
	w.press("enter", "d")
	w.at(time.Date(2026, 10, 24, 12, 0, 0, 0, time.UTC))
	w.sees("00:30 ·")
	w.press("enter")
	w.sees("── would run ──", "demo/backup", "30 2 * * * · every day at 02:30", "Sun 25 Oct 02:30 Europe/Paris", "Sun 25 Oct 00:30 UTC",
		"in 12h30m", "first of two at 02:30", "Forbid: it waits", "within 1m30s", "The next slot, at 02:30,", "02:30 on Mon 26 Oct")
	w.press("enter")
	w.wantAsked(screen.ShowMsg{Ref: screen.Ref{Kind: screen.KindCronJob, Key: c.Key()}})
	w.changed()
	w.sees("no longer in the cluster")
	w.press("esc", "esc")
	w.wantAsked(screen.BackMsg{})
}

func TestCalendarOfSomeCronJobs(t *testing.T) {
	all := newWorld(t).env.Snapshot.CronJobs
	w := worldOf(t, []kube.Key{all[0].Key()}, all...)
	w.sees("daily-backup ·", "Tue 24 Nov · 1 run")
	w.seesNot("health-check")
	if got := w.screen.Title(); got != "calendar of daily-backup" {
		t.Error(got)
	}
	w = worldOf(t, []kube.Key{all[0].Key(), all[1].Key()}, all...)
	w.sees("2 CronJobs ·", "97 runs")
	w = worldOf(t, []kube.Key{all[2].Key()}, all...) // suspended
	w.sees("⏸ as if not suspended", "1440 runs")
}

func TestFilterNarrowsTheCalendar(t *testing.T) {
	w := newWorld(t)
	w.press("/")
	w.text("heal")
	w.sees("filter by name", "1 CronJob ·", "96 runs")
	if !w.screen.Typing() {
		t.Error("keys are not text while the filter is typed")
	}
	w.press("enter")
	if w.screen.Typing() || ansi.Strip(w.screen.Status(40)) != "/heal 1 left" {
		t.Errorf("typing %t, %q", w.screen.Typing(), ansi.Strip(w.screen.Status(40)))
	}
	w.press("/")
	for range "heal" {
		w.send(tea.KeyPressMsg{Code: tea.KeyBackspace})
	}
	w.text("-l app=daily-backup")
	w.sees("1 CronJob ·", "1 run")
	w.press("enter", "esc")
	w.sees("3 CronJobs")
	w.wantAsked()
	w.press("/")
	w.text("-l a=b=c")
	w.sees("✗")
}

func TestDatesThatCannotBeReadSayWhy(t *testing.T) {
	w := newWorld(t)
	w.press("D")
	w.sees("go to a date", "such as 2026-10-25")
	w.text("31 feb")
	w.sees("✗ there is no 31 February")
	w.press("enter")
	w.sees("go to a date")
	w.press("esc")
	w.sees("Tue 24 Nov")
	w.press("D")
	w.text("+2w")
	w.press("enter")
	w.sees("Tue 8 Dec")
}

func TestMouseSelectsAndMoves(t *testing.T) {
	w := newWorld(t)
	click := func(x, y int) { w.send(tea.MouseClickMsg{Button: tea.MouseLeft, X: x, Y: y}) }
	turn := func(x, y int) { w.send(tea.MouseWheelMsg{Button: tea.MouseWheelDown, X: x, Y: y}) }
	click(3, 2) // the first week has no Monday
	w.sees("Tue 24 Nov ·")
	click(3, 5)
	w.sees("Mon 2 Nov ·")
	turn(3, 5)
	w.sees("Wed 2 Dec ·")
	w.press("t", "w")
	click(6, 4) // Monday, the third hour
	w.sees("Mon 23 · 02:00–02:59 · 6 runs")
	turn(6, 4)
	w.sees("Mon 23 · 03:00–03:59")
	w.press("d")
	click(5, 4)
	w.sees("── 02:00 · 3 runs")
	entries := w.screen.layout().gridWidth + 4
	for y := range 12 {
		if click(entries, y); w.screen.list.focused {
			break
		}
	}
	if e, _ := w.screen.list.selected(); !w.screen.list.focused || e.Key.Name != "daily-backup" {
		t.Errorf("a click on the list selects %v", e.Key)
	}
}

func TestListOfABusyMinuteIsWalkedThrough(t *testing.T) {
	w := newWorld(t)
	w.press("d", "n")
	w.press("n", "N")
	w.press("t", "n", "enter", "down")
	w.sees("▸02:00 · health-check")
	w.press("enter")
	w.sees("── would run ──", "demo/health-check")
	w.press("esc")
	w.sees("▸02:00 · health-check")
	w.press("esc", "esc")
	w.wantAsked(screen.BackMsg{})
}

func TestAPromptDoesNotKeepThePastFromBeingAskedAgain(t *testing.T) {
	w := worldOf(t, nil, cronJob(t, "health-check", "*/15 * * * *", "UTC"))
	for _, key := range []string{"/", "D", "Z"} {
		w.env.Now = w.env.Now.Add(15 * time.Minute) // the key comes before the next tick
		w.press(key, "esc")
		w.at(w.env.Now.Add(time.Minute))
		if past := &w.screen.asked.pastOf; past.Busy() || past.Question().present.minute != w.env.Now.Unix()/60 {
			t.Errorf("after %s the past is that of minute %d, want %d", key, past.Question().present.minute, w.env.Now.Unix()/60)
		}
	}
}

func TestTheForecastIsOfWhatIsInTheCalendar(t *testing.T) {
	backup := kube.Key{Namespace: "demo", Name: "daily-backup"}
	w := newWorld(t)
	w.press("F", "/")
	w.text("backup")
	w.press("enter", "F")
	w.wantAsked(screen.ForecastMsg{}, screen.ForecastMsg{CronJobs: []kube.Key{backup}, Chosen: "in view with /backup"})
	w = worldOf(t, []kube.Key{backup}, cronJob(t, "daily-backup", "0 2 * * *", "UTC"), cronJob(t, "other", "0 2 * * *", "UTC"))
	w.press("F")
	w.wantAsked(screen.ForecastMsg{CronJobs: []kube.Key{backup}, Chosen: "in the calendar"})
}
