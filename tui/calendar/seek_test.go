package calendar

import (
	"testing"

	"github.com/kronoscope/kronoscope/tui/screen"
)

func TestGoesToTheNextRunAndTheOneBefore(t *testing.T) {
	w := worldOf(t, nil, cronJob(t, "monthly", "0 6 1 * *", "UTC")) // created on 1 October; it is 24 November
	w.press("d", "n")
	w.sees("Tuesday 1 December 2026", "── 07:00 · 1 run", "monthly")
	w.press("n")
	w.sees("Friday 1 January 2027", "── 07:00 · 1 run")
	w.press("N", "N")
	w.sees("Sunday 1 November 2026", "── 07:00 · 1 run")
	w.press("w", "N")
	w.sees("Week 40", "Thu 1 · 08:00–08:59 · 1 run") // before the clocks went back
	w.wantAsked()
	w.press("N", "N")
	w.sees("Thu 1 · 08:00–08:59 · 1 run")
	none := screen.ToastMsg{Text: "no run is known before this"}
	w.wantAsked(none, none)
	w.press("m", "n")
	w.sees("November 2026", "[ 1", "Sun 1 Nov · 1 run")
	w.press("N")
	w.sees("October 2026", "Thu 1 Oct · 1 run")
	w.wantAsked()
}

func TestSaysThatNothingWillRun(t *testing.T) {
	paused := cronJob(t, "paused", "* * * * *", "UTC")
	paused.Trimmed.Spec.Suspend = new(true)
	w := worldOf(t, nil, cronJob(t, "never", "0 0 31 2 *", "UTC"), paused)
	for _, view := range []string{"m", "w", "d"} {
		w.press(view, "n")
		if w.screen.day != w.screen.today {
			t.Errorf("strays to %v", w.screen.day)
		}
		w.wantAsked(screen.ToastMsg{Text: "nothing runs in the five years after this (1 suspended)"})
	}
}

func TestRunsAreLookedForInTheBackground(t *testing.T) {
	w := worldOf(t, nil, cronJob(t, "monthly", "0 6 1 * *", "UTC"))
	w.press("d")
	w.hold = true
	w.press("n", "n", "n", "N")
	held := w.held
	w.hold, w.held = false, nil
	w.run(held[1])
	w.sees("Tuesday 24 November 2026") // that answer has been given up
	w.run(held[3])
	w.sees("Friday 1 January 2027")

	w.hold = true
	w.press("n", "]")
	held = w.held
	w.hold = false
	w.run(held[0])
	w.sees("Saturday 2 January 2027") // a user who has moved on stays there
}
