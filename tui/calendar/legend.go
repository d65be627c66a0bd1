package calendar

import (
	"slices"

	"github.com/kronoscope/kronoscope/kube/slots"
	"github.com/kronoscope/kronoscope/tui/widget"
)

// legend explains the shades and signs in at most so many lines, those in view first.
func (s *Screen) legend(width, lines int) []string {
	st := s.env.Styles
	parts := []string{widget.Shades(s.base(), st)}
	shift := st.Warn.Render("±") + st.Muted.Render(" clocks change")
	if s.shifted {
		parts = append(parts, shift)
	}
	var rest []string
	for _, o := range []slots.Outcome{
		slots.Complete, slots.Failed, slots.Missed, slots.Skipped, slots.Running, slots.Waiting, slots.Gone, slots.Suspended, slots.Unknown,
	} {
		sign, ink := signOf(o, st)
		part := ink.Render(sign) + st.Muted.Render(" "+outcomeWord(o))
		if s.shown[o] > 0 {
			parts = append(parts, part)
		} else {
			rest = append(rest, part)
		}
	}
	if !s.shifted {
		rest = append(rest, shift)
	}
	return widget.Legend(append(parts, rest...), width, lines, st)
}

// base returns the count that the shades in view are measured against.
func (s *Screen) base() int {
	if s.view == monthView {
		return s.month.Busy()
	}
	return s.grid.Base
}

// findSigns finds the signs in view.
func (s *Screen) findSigns() {
	s.shown, s.shifted = slots.Tally{}, false
	days, n := s.span()
	for i := range n {
		day, past := s.dayAt(i)
		if past != nil {
			s.shown.Add(&past.Total)
		}
		s.shifted = s.shifted || day != nil && len(day.Shifts) > 0
	}
	if s.view != monthView {
		return
	}
	s.shown[slots.Unknown] = 0 // a month does not draw it
	if a := &s.asked; a.pastFor.month == days.First() && len(s.month.Past) > 0 {
		for i := range a.monthPast {
			s.shown.Add(&a.monthPast[i].Tally)
		}
	}
	s.shifted = s.shifted || slices.Contains(s.month.Shifted, true)
}
