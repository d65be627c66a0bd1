package timeline

import (
	"strings"
	"testing"
	"time"

	batchv1 "k8s.io/api/batch/v1"
	"k8s.io/utils/ptr"

	"github.com/kronoscope/kronoscope/tui/screen"
)

func inParis(c *batchv1.CronJob) { c.Spec.TimeZone = ptr.To("Europe/Paris") }

// at returns a world seen at another instant on Paris' clock, with CronJobs that have just been created.
func at(t *testing.T, clock string, schedules map[string]string) *world {
	t.Helper()
	now, err := time.ParseInLocation(time.DateTime, clock, paris(t))
	if err != nil {
		t.Fatal(err)
	}
	c := &cluster{created: now}
	for name, schedule := range schedules {
		c.cronJob(name, schedule, inParis)
	}
	w := newWorld(t, c)
	w.env.Now = now
	w.send(screen.TickMsg{})
	return w
}

func TestADailyRunHasItsDayWhenTheClocksChange(t *testing.T) {
	for name, now := range map[string]string{"back": "2026-10-23 09:00:00", "forward": "2027-03-25 09:00:00"} {
		t.Run(name, func(t *testing.T) {
			w := at(t, now, map[string]string{"early": "30 0 * * *", "late": "30 23 * * *"})
			w.press("[", "[", "[", "[", "[")
			w.sees("12 h a cell", "± clocks change Sun 2")
			for _, lane := range []string{"early", "late"} {
				if got := strings.TrimLeft(w.lane(lane), " "); len(got) < 20 || !strings.HasPrefix(strings.Repeat("◌ ", 20), got) {
					t.Errorf("%s, by half days: %q", lane, got)
				}
			}
			w.press("[")
			w.sees("1 d a cell", "± clocks change Sun 2")
			for _, lane := range []string{"early", "late"} {
				if got := strings.TrimLeft(w.lane(lane), " "); len(got) < 20 || strings.Trim(got, "◌") != "" {
					t.Errorf("%s, by days: %q", lane, got)
				}
			}
		})
	}
}

func TestASelectedRunLiesInTheCellOfItsDay(t *testing.T) {
	w := at(t, "2026-10-23 09:00:00", map[string]string{"late": "30 23 * * *"})
	w.press("[", "[", "[", "[", "[", "[")
	today := w.screen.window.view.X(w.env.Now.Unix())
	w.press(".", ".") // after today's, which is the nearest
	w.sees("◌ to come · Sun 25 Oct 23:30:00")
	if x := w.screen.selection.cells[0]; x != today+2 {
		t.Errorf("Sunday's run is %d cells after Friday's", x-today)
	}
}

func TestTheRepeatedHourIsUnambiguous(t *testing.T) {
	w := at(t, "2026-10-24 23:00:00", map[string]string{"often": "30 * * * *"})
	for _, want := range []string{"01:30:00 · in", "02:30:00 CEST · in", "02:30:00 CET · in", "03:30:00 · in"} {
		for range 2 {
			if strings.Contains(w.view(), want) {
				break
			}
			w.press(".")
		}
		w.sees(want)
	}
}
