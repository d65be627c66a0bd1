package calendar

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/exp/golden"
	batchv1 "k8s.io/api/batch/v1"
	"k8s.io/utils/ptr"

	"github.com/kronoscope/kronoscope/kube/slots/slotstest"
	"github.com/kronoscope/kronoscope/kube/workload"
)

// TestViewsAreDrawnAsBefore draws every view at four sizes, without colours: the text alone must say everything. It is the week after the
// clocks went back, and the selected day is the Sunday on which they did.
func TestViewsAreDrawnAsBefore(t *testing.T) {
	at := func(day, hour, minute int) time.Time { return time.Date(2026, 10, day, hour, minute, 0, 0, time.UTC) }
	backup := cronJob(t, "daily-backup", "30 2 * * *", "Europe/Paris")
	slotstest.Ran(backup, at(24, 0, 30), workload.JobComplete, false)
	slotstest.Ran(backup, at(25, 0, 30), workload.JobFailed, false)
	slotstest.Ran(backup, at(25, 1, 30), workload.JobComplete, false)
	etl := cronJob(t, "etl-with-a-name-that-is-long", "*/20 * * * *", "UTC")
	etl.Trimmed.Spec.ConcurrencyPolicy = batchv1.ForbidConcurrent
	slotstest.Ran(etl, at(25, 0, 20), workload.JobComplete, false)
	slotstest.Ran(etl, at(25, 1, 0), workload.JobRunning, false)
	for _, c := range []*workload.CronJob{backup, etl} {
		c.Trimmed.Spec.FailedJobsHistoryLimit = ptr.To[int32](1)
	}
	var out strings.Builder
	for _, c := range []struct {
		say  string
		keys []string
	}{{"month", nil}, {"week", []string{"w"}}, {"day", []string{"d"}}, {"list", []string{"d", "n", "N", "enter"}}, {"panel", []string{"d", "n", "enter", "enter"}}} {
		for _, size := range [][2]int{{60, 10}, {80, 19}, {120, 31}, {200, 55}} {
			w := worldOf(t, nil, backup, etl)
			w.screen.SetSize(size[0], size[1])
			w.at(at(25, 1, 47))
			w.press("t")
			w.press(c.keys...)
			fmt.Fprintf(&out, "%s at %d×%d\n", c.say, size[0], size[1])
			for line := range strings.SplitSeq(ansi.Strip(w.screen.View()), "\n") {
				fmt.Fprintf(&out, "|%s|\n", line)
			}
		}
	}
	golden.RequireEqual(t, out.String())
}
