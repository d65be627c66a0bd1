package tui

import (
	"testing"
	"time"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/tui/tuitest"
)

// inThePast opens the program while the clock is half way through the day before Wed 25 Nov 01:58:12.
func inThePast(t *testing.T, width int, adjust ...func(*Options)) *harness {
	t.Helper()
	h := start(t, tuitest.Scene(), width, 24, adjust...)
	h.clock.SetPast(&kube.ClockJump{From: tuitest.Now.Add(-24 * time.Hour), To: tuitest.Now.Add(24 * time.Hour)})
	h.send(tickMsg{})
	return h
}

func TestHeaderSaysThatTheDayBeforeIsPlayedWhateverTheClockIsSetTo(t *testing.T) {
	const incomplete = "── what ran in the day before is still coming in ──"
	for width, want := range map[int]string{120: "embedded ⏩ preparing the day before · 50 %", 80: "embedded ⏩ preparing · 50 %", 60: "embedded ⏩ preparing · 50 %"} {
		h := inThePast(t, width)
		h.sees(want, incomplete)
		h.press("4")
		h.sees(want, incomplete)
		h.press("P")
		h.sees(want, "after the day before: ⏸ paused 60×")
		h.press("+")
		h.sees(want, "after the day before: ⏸ paused 120×")
		h.press(">")
		h.sees(want, "no step before the past is played")
		if h.clock.Steps() != 0 {
			t.Error("it steps in the past")
		}
		h.clock.SetPast(nil)
		h.send(tickMsg{})
		h.sees("embedded ⏸ paused 120×")
		h.seesNot("preparing", incomplete)
	}
}

func TestAJumpAskedForWhileTheDayBeforeIsPlayedIsReckonedFromItsEnd(t *testing.T) {
	h := inThePast(t, 120)
	h.press("@")
	h.text("01:00") // still to come where the past is now, and not after its end until a day later
	h.sees("→ Thu 26 Nov 2026 01:00:00 +01:00 Europe/Paris · in 23h")
	h.press("esc", ":")
	h.text("jump 01:00")
	h.sees("→ Thu 26 Nov 01:00")
	h.press("esc", "@")
	h.text("2026-11-25 01:00")
	h.sees("58m12s ago", "! time does not run backwards")
}
