package schedule

import (
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	batchv1 "k8s.io/api/batch/v1"

	"github.com/kronoscope/kronoscope/kube/workload"
	"github.com/kronoscope/kronoscope/tui/screen"
	"github.com/kronoscope/kronoscope/tui/tuitest"
)

// sees checks that a frame contains all these texts.
func (s *Screen) sees(t *testing.T, texts ...string) {
	t.Helper()
	frame := ansi.Strip(s.View())
	for _, text := range texts {
		if !strings.Contains(frame, text) {
			t.Errorf("no %q in\n%s", text, frame)
		}
	}
}

func TestRunsOfOtherYearsNameThem(t *testing.T) {
	s := written(t, workload.Timing{Schedule: "0 0 29 2 *"}, nil, 80, 20)
	s.sees(t, "Tue 29 Feb 2028 00:00", "Sun 29 Feb 2032 00:00")
	s = written(t, workload.Timing{Schedule: "0 0 24-25 11 *"}, nil, 80, 20)
	s.sees(t, "Wed 25 Nov 00:00 ", "Wed 24 Nov 2027 00:00")
}

func TestRunsShowSecondsWhereTheyHaveThem(t *testing.T) {
	s := written(t, workload.Timing{Schedule: "@every 1s"}, nil, 80, 20)
	now := tuitest.Now.UTC()
	s.sees(t, now.Add(1*time.Second).Format("2 Jan 15:04:05"), now.Add(2*time.Second).Format("2 Jan 15:04:05"))
}

// The note of a run is shown whole: cut, it would lose its date.
func TestNotesAreShownWholeOrNotAtAll(t *testing.T) {
	paulo := workload.Timing{Schedule: "0 0 * * *", TimeZone: "America/Sao_Paulo"}
	const first, rest = "  ± the clocks went from 00:00 to 23:00 on", "\n     Sat 17 Feb  "
	for size, want := range map[[2]int][]string{
		{60, 22}: {first + " Sat 17 Feb"}, {80, 20}: {first, rest}, {120, 32}: {first, rest}, {200, 56}: {first + " Sat 17 Feb"}, {80, 17}: nil,
	} {
		s := written(t, paulo, nil, size[0], size[1])
		s.env.Now = time.Date(2018, 2, 14, 2, 0, 0, 0, time.UTC)
		run(s, s.ask())
		s.relayout()
		s.sees(t, append(want, "here ±")...)
		if want == nil && strings.Contains(ansi.Strip(s.View()), first) {
			t.Errorf("%v: told without its date:\n%s", size, ansi.Strip(s.View()))
		}
	}
}

// A schedule counted from now has no past; one counted from a CronJob's creation has none before that.
func TestNoRunComesBeforeWhatAnIntervalCountsFrom(t *testing.T) {
	made := tuitest.CronJob("drift", "@every 10h", time.UTC, time.Hour).Trimmed
	made.CreationTimestamp.Time = tuitest.Now.AddDate(0, 0, -3)
	made.Status.LastScheduleTime = nil
	for say, object := range map[string]*batchv1.CronJob{"from now": nil, "from its creation": made} {
		s := written(t, workload.Timing{Schedule: "@every 10h"}, object, 120, 32)
		from := tuitest.Now.UTC()
		if object != nil {
			from = object.CreationTimestamp.UTC()
		}
		for day := 1; day < from.Day(); day++ {
			if n := s.answer.month.Counts[day-1]; n != 0 {
				t.Errorf("%s: %d runs on %d November", say, n, day)
			}
		}
		if s.answer.total == 0 {
			t.Errorf("%s: no runs this month", say)
		}
		s.press(tea.KeyPressMsg{Code: tea.KeyPgUp})
		s.press(tea.KeyPressMsg{Code: tea.KeyPgUp})
		s.sees(t, "September 2026", " 0 runs")
		s.press(tea.KeyPressMsg{Code: tea.KeyPgDown})
		s.press(tea.KeyPressMsg{Code: tea.KeyPgDown})
		s.press(tea.KeyPressMsg{Code: tea.KeyPgDown})
		if s.answer.total < 70 {
			t.Errorf("%s: %d runs in December", say, s.answer.total)
		}
	}
}

// When the clock stands at a time that the user has named, the run at that time is the next one.
func TestARunAtTheNamedTimeCounts(t *testing.T) {
	s := written(t, workload.Timing{Schedule: "0 2 * * *", TimeZone: "Europe/Paris"}, nil, 100, 25)
	s.includeNow, s.env.Now = true, time.Date(2026, 11, 24, 2, 0, 0, 0, tuitest.Paris)
	run(s, s.ask())
	s.sees(t, "Tue 24 Nov 02:00", "now")
	if cmd := s.Update(screen.TickMsg{}); cmd != nil {
		t.Error("it asks again although its clock stands")
	}
	s.includeNow = false
	run(s, s.ask())
	if at := s.answer.after.runs[0].At; !at.After(s.env.Now) {
		t.Errorf("the first run of a clock that goes, %v, has come", at)
	}
}

func TestAControllersZoneIsNotToBeWrittenIntoTheField(t *testing.T) {
	s := written(t, workload.Timing{Schedule: "TZ=Local 0 2 * * *"}, nil, 80, 20)
	s.sees(t, "leave Local out: no zone means the controller's own")
}

func TestWhatIsSharedIsNamedWithItsYear(t *testing.T) {
	s := written(t, workload.Timing{Schedule: "0 0 29 2 *"}, nil, 120, 32)
	s.env.Snapshot = &workload.Snapshot{CronJobs: []*workload.CronJob{tuitest.CronJob("leap", "0 0 * 2 *", time.UTC, time.Hour)}}
	run(s, s.ask())
	s.relayout()
	s.sees(t, "00:00 on Tue 29 Feb 2028 is shared with another CronJob: leap")
}

func TestManifestLinesQuoteWhatYAMLWouldMisread(t *testing.T) {
	for timing, want := range map[workload.Timing]string{
		{Schedule: "0 2 * * *"}:                             "schedule: 0 2 * * *\n",
		{Schedule: "*/5 * * * *", TimeZone: "Europe/Paris"}: "schedule: '*/5 * * * *'\ntimeZone: Europe/Paris\n",
		{Schedule: "@daily"}:                                "schedule: '@daily'\n",
	} {
		if got := YAML(timing); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// ownZones returns CronJobs of one schedule, each with its own copy of the zone, as in a cluster.
func ownZones(t *testing.T, n int) (all []*workload.CronJob) {
	t.Helper()
	for range n {
		paris, err := time.LoadLocation("Europe/Paris")
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, tuitest.CronJob("crowd", "0 2 * * *", paris, time.Hour))
	}
	return all
}

// Evaluations of a schedule are kept in memory, so that a second one would show.
func TestAScheduleSharedByManyIsEvaluatedOnce(t *testing.T) {
	runs := written(t, workload.Timing{Schedule: "0 1 * * *"}, nil, 100, 25).answer.after.runs
	memory := func(others []*workload.CronJob) float64 {
		return testing.AllocsPerRun(10, func() { sharedWith(others, nil, runs) })
	}
	if few, many := memory(ownZones(t, namesShown)), memory(ownZones(t, 100)); many != few {
		t.Errorf("%v allocations for 100 CronJobs of one schedule, %v for %d", many, few, namesShown)
	}
	if got := sharedWith(ownZones(t, 100), nil, runs)[0].count; got != 100 {
		t.Errorf("%d share a run, not 100", got)
	}
}
