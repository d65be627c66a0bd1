package tui

import (
	"slices"
	"testing"

	"github.com/kronoscope/kronoscope/tui/tuitest"
)

// Help names no key that the screen does not bind: what is bound decides, help only says so.
func TestHelpIsOfWhatIsBound(t *testing.T) {
	for name, keys := range map[string][]string{
		"CronJobs": {"1"}, "Jobs": {"2"}, "calendar": {"3"}, "timeline": {"4"}, "events": {"5"}, "CronJob": {"j", "j", "enter"},
		"Job": {"2", "enter"}, "logs": {"2", "l"}, "describe": {"d"}, "durations": {"j", "j", "D"}, "forecast": {"F"}, "schedule": {"j", "j", "e"},
	} {
		h := start(t, tuitest.Scene(), 120, 36)
		h.press(keys...)
		bound := map[string]bool{}
		for _, b := range h.root.current().Keys() {
			for _, press := range b.Keys() {
				bound[press] = true
			}
		}
		help := append(slices.Concat(h.root.current().FullHelp()...), h.root.current().ShortHelp()...)
		for _, b := range help {
			for _, press := range b.Keys() {
				if !bound[press] {
					t.Errorf("%s: help lists %q (%s), which is not bound", name, press, b.Help().Desc)
				}
			}
		}
		if len(help) == 0 || len(bound) == 0 {
			t.Errorf("%s: %d keys in help, %d bound", name, len(help), len(bound))
		}
	}
}

// A key that is bound otherwise does what it is bound to, in lists, on screens of their own and in the root.
func TestKeysCanBeBoundOtherwise(t *testing.T) {
	h := start(t, tuitest.Scene(), 120, 36)
	k := h.root.env.Keys
	k.Down.SetKeys("x")
	k.Describe.SetKeys("P") // the root's for the clock, but the screen has it now
	k.InCalendar.Week.SetKeys("W")
	h.press("x", "x", "P")
	h.sees("‹ CronJobs › describe cronjob/daily-backup")
	h.press("3", "W")
	h.sees("Week 48")
	h.press("m", "w")
	h.seesNot("Week 48")
	if h.clock.State().Paused {
		t.Error("the clock was paused by a key of the list's")
	}
}
