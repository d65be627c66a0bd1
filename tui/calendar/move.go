package calendar

import (
	tea "charm.land/bubbletea/v2"

	"github.com/kronoscope/kronoscope/kube/slots"
)

// The years that the calendar covers: the rules of the zones are reliable no further.
const firstYear, lastYear = 1971, 2199

// move selects a time on a day.
func (s *Screen) move(day slots.Date, at slots.Minute) tea.Cmd {
	if day.Year < firstYear || day.Year > lastYear {
		return nil
	}
	if day != s.day || at != s.at {
		s.panel, s.list.focused = nil, false
	}
	s.day, s.at, s.placed = day, at, true
	return s.ask()
}

// step moves the selection by drawn columns and rows; past the end of a day it goes on to the next.
func (s *Screen) step(across, down int) tea.Cmd {
	switch s.view {
	case monthView:
		return s.move(s.day.AddDays(across+7*down), s.at)
	case weekView:
		return s.move(s.day.AddDays(across), s.rowStep(down))
	}
	bucket, day := s.bucket(), s.day
	h, minute, again := s.at.Clock()
	minute = minute/bucket*bucket + across*bucket
	at := slots.MinuteAt(h, again, min(max(minute, 0), 59))
	if minute < 0 || minute > 59 {
		down = across
		at = slots.MinuteAt(h, again, (minute+60)%60)
	}
	to := s.rowAt(at) + down
	switch {
	case down == 0 || len(s.rows) == 0:
		return s.move(day, at)
	case to < 0:
		return s.move(day.AddDays(-1), inRow(slots.Hour{Hour: 23}.Window(), at))
	case to >= len(s.rows):
		return s.move(day.AddDays(1), inRow(slots.Hour{}.Window(), at))
	}
	return s.move(day, inRow(s.rows[to].window, at))
}

// inRow returns the same minute in another hour.
func inRow(w slots.Window, at slots.Minute) slots.Minute {
	_, minute, _ := at.Clock()
	return w.From + slots.Minute(minute)
}

// rowStep returns the first minute of a row further down or up.
func (s *Screen) rowStep(down int) slots.Minute {
	if down == 0 || len(s.rows) == 0 {
		return s.at
	}
	return s.rows[min(max(s.rowAt(s.at)+down, 0), len(s.rows)-1)].window.From
}

// rowAt returns the row that holds a minute.
func (s *Screen) rowAt(at slots.Minute) int { return rowAt(s.rows, at) }

// bucket returns how many minutes a column of the day stands for.
func (s *Screen) bucket() int { return minuteScale(s.layout().gridWidth).minutes }

// window returns the selected part of the day.
func (s *Screen) window() slots.Window { return s.lens().window(s.at) }

// listed returns the part of the day to list: the selected one; when nothing happens in it, its hour; else the whole day.
func (s *Screen) listed(day *slots.Day, past *slots.DayPast) slots.Window {
	h, _, again := s.at.Clock()
	for _, w := range []slots.Window{s.window(), slots.Hour{Hour: h, Again: again}.Window()} {
		if day.Count(w) > 0 {
			return w
		}
		if past == nil {
			continue
		}
		if sum := past.Tally(w); sum.Sum() > 0 {
			return w
		}
	}
	return slots.WholeDay
}
