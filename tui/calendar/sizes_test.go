package calendar

import (
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
	batchv1 "k8s.io/api/batch/v1"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/kube/slots/slotstest"
	"github.com/kronoscope/kronoscope/kube/workload"
	"github.com/kronoscope/kronoscope/tui/tuitest"
)

func TestHostileNamesStayText(t *testing.T) {
	evil := "x\x1b[2J\x1b]0;owned\a\x9b31m\u202edrow\r\n" + strings.Repeat("👩‍👩‍👧é数", 20)
	c := cronJob(t, evil, "0 * * * *", "UTC")
	c.Trimmed.Namespace, c.Trimmed.Spec.Schedule = evil, evil
	c.Trimmed.Spec.ConcurrencyPolicy = batchv1.ForbidConcurrent
	slotstest.Ran(c, time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC), workload.JobFailed, false)
	c.Jobs[0].Reason, c.Jobs[0].Trimmed.Name = evil, evil
	slotstest.Ran(c, time.Date(2026, 11, 24, 0, 30, 0, 0, time.UTC), workload.JobRunning, false)
	w := worldOf(t, []kube.Key{c.Key()}, c)
	for _, keys := range [][]string{nil, {"w"}, {"d", "N"}, {"n", "n", "enter"}, {"esc", "/", "x"}, {"esc", "Z"}} {
		w.press(keys...)
		view := w.screen.View() + w.screen.Status(200)
		for _, bad := range []string{"\x1b[2J", "\x1b]", "\x9b", "\u202e", "\r", "\a"} {
			if strings.Contains(view, bad) {
				t.Fatalf("after %v the view holds %q:\n%q", keys, bad, view)
			}
		}
		for _, line := range strings.Split(w.screen.View(), "\n") {
			if width := ansi.StringWidth(line); width != 120 {
				t.Fatalf("after %v %d cells: %q", keys, width, line)
			}
		}
	}
}

func TestEverySizeIsFilledExactly(t *testing.T) {
	w := newWorld(t)
	for _, keys := range [][]string{{}, {"w"}, {"d"}, {"n", "enter"}, {"enter"}, {"D", "x"}, {"esc", "esc", "Z", "a"}, {"esc", "/", "h"}} {
		w.press(keys...)
		for _, height := range []int{0, 1, 2, 3, 5, 8, 10, 13, 19, 26, 31, 39, 55} {
			for _, width := range []int{0, 1, 2, 3, 5, 14, 21, 39, 40, 60, 80, 95, 96, 103, 104, 113, 114, 120, 173, 200, 300} {
				tuitest.Fills(t, w.screen, width, height)
			}
		}
	}
}

func TestLayoutAddsUp(t *testing.T) {
	w := newWorld(t)
	for _, v := range []view{monthView, weekView, dayView} {
		w.screen.view = v
		for height := 1; height < 60; height++ {
			for width := range 301 {
				w.screen.width, w.screen.height = width, height
				l := w.screen.layout()
				switch {
				case l.legend > 0 && l.cells() < 5 || l.cells() < 0 || height > 20 && l.legend+l.paneHeight == 0:
					t.Fatalf("%d×%d: no room: %+v", width, height, l)
				case l.beside && (l.gridWidth+l.gap+l.paneWidth != width || l.gridHeight != height-1 || l.paneHeight != height-1 || l.paneWidth < leastPane):
					t.Fatalf("%d×%d: %+v", width, height, l)
				case !l.beside && (l.gridHeight+l.paneHeight != height-1 || l.gridWidth != width || l.paneWidth != width || l.paneHeight < 0):
					t.Fatalf("%d×%d: %+v", width, height, l)
				}
			}
		}
	}
}
