package widget

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/kronoscope/kronoscope/themes"
)

// Month is the data of a month calendar. Slices are indexed by day of the month from 0, and may be shorter than the month.
type Month struct {
	Year     int
	Month    time.Month
	Counts   []int    // runs that begin on the day
	Base     int      // runs of a busy day, which the shades are measured against; 0 for the busiest day of the month
	Labels   []string // shown instead of the count, such as "02:00"
	Shifted  []bool   // the zone's clocks change on the day
	Past     []Past   // outcomes of the day's runs so far
	Today    int      // day of the month, 0 when it is in another month
	Selected int      // likewise
}

// Past counts runs that completed, failed, are under way, were missed, or were skipped according to their policy.
type Past struct{ Complete, Failed, Running, Missed, Skipped int }

// Days returns the number of days in the month.
func (m Month) Days() int { return time.Date(m.Year, m.Month+1, 0, 0, 0, 0, 0, time.UTC).Day() }

// lead returns how many days of the first week belong to the previous month; weeks begin on Monday.
func (m Month) lead() int {
	return (int(time.Date(m.Year, m.Month, 1, 0, 0, 0, 0, time.UTC).Weekday()) + 6) % 7
}

// Weeks returns the number of lines of days.
func (m Month) Weeks() int { return (m.lead() + m.Days() + 6) / 7 }

// DayAt returns the day drawn at a cell of [MonthCalendar], 0 when there is none.
func (m Month) DayAt(x, y, width, height int) int {
	cell, rows := m.layout(width, height)
	if cell == 0 || y < 1 || x < 0 || x >= cell*7 {
		return 0
	}
	day := (y-1)/rows*7 + x/cell - m.lead() + 1
	if day < 1 || day > m.Days() {
		return 0
	}
	return day
}

// Roomy is the width of a day that has room for its count or time.
const Roomy = 10

// MaxMonthWidth is the greatest useful width of a month, in cells.
const MaxMonthWidth = 7 * maxDay

const maxDay = 16

// layout returns the width of a day and the number of lines of a week.
func (m Month) layout(width, height int) (cell, rows int) {
	cell = min(width/7, maxDay)
	rows = min(max((height-1)/m.Weeks(), 1), 3)
	if cell < 8 {
		rows = 1
	}
	return cell, rows
}

// MonthCalendar draws a month as a grid of weeks from Monday on: a line of weekdays, then one to three lines for each week, depending on
// height. The second has a bar for each day, the third the outcomes of its runs. A day reads "24 ▒ 108": the shade compares its count with
// a busy day's. "[24" is the selected day, "•24" today, "24±" a day on which the clocks change, "24✗" one on which a run failed, "24!" one
// on which a run was missed.
func MonthCalendar(m Month, width, height int, s *themes.Styles) []string {
	cell, rows := m.layout(width, height)
	if cell < 2 || height < 1 {
		return nil
	}
	var head strings.Builder
	for i := range 7 {
		name := time.Weekday((i + 1) % 7).String()
		head.WriteString(s.ColumnHead.Render(Fit(" "+name[:min(len(name), 3, cell-1)], cell)))
	}
	lines := []string{head.String()}
	base := m.Busy()
	for week := range m.Weeks() {
		text := make([]strings.Builder, rows)
		for i := range 7 {
			day := week*7 + i - m.lead() + 1
			if day < 1 || day > m.Days() {
				for r := range text {
					text[r].WriteString(Spaces(cell))
				}
				continue
			}
			text[0].WriteString(m.day(day, cell, base, s))
			past := Fit(m.past(day, cell-2, s), cell)
			switch {
			case rows > 2:
				text[1].WriteString(m.bar(day, cell, base, s))
				text[2].WriteString(past)
			case rows > 1 && day-1 < len(m.Past) && m.Past[day-1] != Past{}:
				text[1].WriteString(past)
			case rows > 1:
				text[1].WriteString(m.bar(day, cell, base, s))
			}
		}
		for r := range text {
			lines = append(lines, text[r].String())
		}
	}
	return lines[:min(len(lines), height)]
}

func (m Month) count(day int) int {
	if day-1 < len(m.Counts) {
		return m.Counts[day-1]
	}
	return 0
}

// Busy returns the count that shades and bars are measured against.
func (m Month) Busy() int {
	busiest := 0
	for _, n := range m.Counts {
		busiest = max(busiest, n)
	}
	return cmp.Or(m.Base, busiest)
}

// even reports whether every day with runs has as many as a busy one.
func (m Month) even(base int) bool {
	return !slices.ContainsFunc(m.Counts, func(n int) bool { return n > 0 && n < base })
}

// day returns a cell of exactly cell width. With enough room it has mark, number, ±, shade and label. A narrow cell drops the label first,
// then the ±; at last the mark replaces the shade.
func (m Month) day(day, cell, base int, s *themes.Styles) string {
	n := m.count(day)
	mark, number, row := " ", s.Text, themes.Ink{}
	if n == 0 {
		number = s.Muted
	}
	if day == m.Today {
		mark, number = "•", s.Accent.Bold(true)
	}
	if day == m.Selected {
		mark, row = "[", s.Selected
		s = s.Over(row)
		number = themes.On(row, number.Bold(true))
	}
	figure := fmt.Sprintf("%2d", day)
	shade := " "
	if n > 0 {
		level := heat(n, base)
		shade = heatStyle(level, s, row).Render(shades[level])
	}
	switch {
	case cell < 3:
		return Fit(number.Render(figure), cell)
	case cell < 5 && mark == " ":
		return Fit(number.Render(figure)+shade, cell)
	case cell < 5:
		return Fit(number.Render(mark+figure), cell)
	}
	shift := m.sign(day, s)
	if day == m.Selected && cell == 5 {
		shift = ""
	}
	text := number.Render(mark+figure) + shift + shade
	if n > 0 {
		switch label, room := m.label(day, cell-6), cell-6-m.labelWidth(cell-6); {
		case room > 0:
			text += s.Text.Render(" " + label)
		case room == 0:
			text += s.Text.Render(label)
		}
	}
	if day == m.Selected {
		text = Clip(text, cell-1) + number.Render("]")
	}
	return Fit(text, cell)
}

// sign returns what is special about a day, in one cell.
func (m Month) sign(day int, s *themes.Styles) string {
	switch {
	case day-1 < len(m.Shifted) && m.Shifted[day-1]:
		return s.Warn.Render("±")
	case day-1 < len(m.Past) && m.Past[day-1].Failed > 0:
		return s.Bad.Render("✗")
	case day-1 < len(m.Past) && m.Past[day-1].Missed > 0:
		return s.Warn.Render("!")
	}
	return s.Text.Render(" ")
}

// past shows the outcomes of a day's runs, the worst first, as far as they fit.
func (m Month) past(day, width int, s *themes.Styles) string {
	if day-1 >= len(m.Past) {
		return ""
	}
	p := m.Past[day-1]
	text := ""
	for _, part := range []struct {
		n    int
		sign string
		ink  themes.Ink
	}{{p.Failed, "✗", s.Bad}, {p.Missed, "!", s.Warn}, {p.Running, "●", s.Running}, {p.Complete, "✓", s.Good}, {p.Skipped, "⊗", s.Warn}} {
		left := width - Width(text) - Width(part.sign)
		if count := Compact(part.n, left); part.n > 0 && count != "" {
			text += " " + part.ink.Render(part.sign+count)
		}
	}
	return text
}

// label returns the text beside the shade of a day with runs, if it fits.
func (m Month) label(day, room int) string {
	if day-1 < len(m.Labels) && m.Labels[day-1] != "" {
		return m.Labels[day-1]
	}
	return Compact(m.count(day), room)
}

// labelWidth returns the width of the month's widest label, so that all days are laid out alike. It exceeds room when the label of any day
// cannot be made to fit.
func (m Month) labelWidth(room int) int {
	widest := 0
	for i, n := range m.Counts {
		if n == 0 {
			continue
		}
		label := m.label(i+1, room)
		if label == "" {
			return room + 1
		}
		widest = max(widest, Width(label))
	}
	return widest
}

// bar draws the day's count against that of a busy day.
func (m Month) bar(day, cell, base int, s *themes.Styles) string {
	n := m.count(day)
	if n == 0 || m.even(base) {
		return Spaces(cell) // bars of one length say nothing
	}
	return Fit(" "+ThinBar(min(n, base), base, cell-2, heatStyle(heat(n, base), s, themes.Ink{})), cell)
}
