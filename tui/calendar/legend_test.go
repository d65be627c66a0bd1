package calendar

import (
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"github.com/kronoscope/kronoscope/kube/slots/slotstest"
	"github.com/kronoscope/kronoscope/kube/workload"
)

func TestTheLegendHasRoomForTheSignsInView(t *testing.T) {
	c := cronJob(t, "hourly", "0 * * * *", "UTC")
	slotstest.Ran(c, time.Date(2026, 11, 23, 22, 0, 0, 0, time.UTC), workload.JobRunning, false)
	for _, size := range [][2]int{{80, 19}, {80, 24}, {120, 26}, {120, 31}, {200, 55}} {
		for _, keys := range []string{"", "w", "d"} {
			w := worldOf(t, nil, c)
			w.screen.SetSize(size[0], size[1])
			w.press("left")
			if keys != "" {
				w.press(keys)
			}
			legend := strings.Contains(ansi.Strip(w.screen.View()), "+ runs  ! missed  ● under way")
			if whole := size == [2]int{120, 26} && keys != ""; legend == whole {
				t.Errorf("%q at %v: the legend begins with what is in view: %t\n%s", keys, size, legend, ansi.Strip(w.screen.View()))
			}
		}
	}
}
