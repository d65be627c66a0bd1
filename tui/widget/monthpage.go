package widget

import (
	"fmt"

	"github.com/kronoscope/kronoscope/themes"
)

// MonthPage draws a month of one schedule with a title: the keys that turn it, its name, the number of runs, and their zone.
func MonthPage(m Month, total int, zone, before, after string, width, height int, s *themes.Styles) []string {
	name := fmt.Sprintf("%s %d", m.Month, m.Year)
	runs := "1 run"
	if total != 1 {
		runs = fmt.Sprintf("%d runs", total)
	}
	taken := Width(before) + Width(name) + Width(after) + len("   ")
	if long := runs + " · " + zone; taken+Width(long) <= width {
		runs = long
	}
	title := Spread(s.Key.Render(before+" ")+s.Strong.Render(name)+s.Key.Render(" "+after), s.Muted.Render(runs), width)
	return append([]string{title}, MonthCalendar(m, width, height-1, s)...)
}
