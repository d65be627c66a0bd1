package calendar

import (
	"fmt"

	"github.com/kronoscope/kronoscope/kube/slots"
)

// row is a line of hours in a grid.
type row struct {
	window slots.Window
	label  string
}

// rowAt returns the row that holds a minute.
func rowAt(rows []row, at slots.Minute) int {
	for i, r := range rows {
		if r.window.Has(at) {
			return i
		}
	}
	return max(len(rows)-1, 0)
}

func hourLabel(h slots.Hour) string {
	if h.Again {
		return fmt.Sprintf("%02d²", h.Hour)
	}
	return fmt.Sprintf("%02d", h.Hour)
}

// hourRows returns one row for each hour.
func hourRows(hours []slots.Hour) []row {
	rows := make([]row, len(hours))
	for i, h := range hours {
		rows[i] = row{h.Window(), hourLabel(h)}
	}
	return rows
}

// weekRows returns the hours of a week. An hour that occurs twice on one of the days has two rows. Several hours share a row when there
// are fewer lines.
func weekRows(hours []slots.Hour, lines int) []row {
	if len(hours) <= lines {
		return hourRows(hours)
	}
	step := 24
	for _, n := range []int{2, 3, 4, 6, 8, 12} {
		if 24/n <= lines {
			step = n
			break
		}
	}
	var rows []row
	for h := 0; h < 24; h += step {
		w := slots.Window{From: slots.MinuteAt(h, false, 0), To: slots.MinuteAt(h+step, false, 0)}
		rows = append(rows, row{w, fmt.Sprintf("%02d", h)})
	}
	return rows
}

// weekHours merges the hours of several days.
func weekHours(days []*slots.Day) []slots.Hour {
	var hours []slots.Hour
	for h := range 24 {
		hours = append(hours, slots.Hour{Hour: h, To: 60})
		for _, day := range days {
			if again, ok := hourOf(day, slots.Hour{Hour: h, Again: true}.Window()); ok {
				hours = append(hours, again)
				break
			}
		}
	}
	return hours
}

// hourOf returns the hour of a day that a row stands for.
func hourOf(day *slots.Day, w slots.Window) (slots.Hour, bool) {
	for _, h := range day.Hours {
		if h.Window() == w {
			return h, true
		}
	}
	return slots.Hour{}, false
}
