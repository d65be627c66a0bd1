package calendar

import "testing"

func TestAFilterThatLeavesNothingSaysSo(t *testing.T) {
	for _, keys := range [][]string{nil, {"w"}, {"d"}} {
		w := newWorld(t)
		w.press(keys...)
		w.press("/")
		w.text("zzz")
		w.press("enter")
		w.sees("nothing matches /zzz")
		w.seesNot("no CronJob runs")
	}
}
