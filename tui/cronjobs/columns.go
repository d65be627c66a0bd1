package cronjobs

import (
	"math"
	"strconv"
	"time"

	"github.com/kronoscope/kronoscope/themes"
	"github.com/kronoscope/kronoscope/tui/display"
	"github.com/kronoscope/kronoscope/tui/listing"
	"github.com/kronoscope/kronoscope/tui/screen"
	"github.com/kronoscope/kronoscope/tui/widget"
)

const (
	titleNext    = "NEXT"
	historyCells = 8
)

// columns returns the columns of the list, from left to right.
func columns(env *screen.Env) []listing.Column[*row] {
	return []listing.Column[*row]{
		{
			Column: widget.Column{Title: "NAME", Min: 14, Max: 32}, Cell: name,
			Measure: nameWidth,
			Text:    func(r *row) string { return r.Trimmed.Name },
		},
		{
			Column: widget.Column{Title: "NAMESPACE", Min: 9, Max: 18, Priority: 4},
			Cell: func(r *row, width int, s *themes.Styles) string {
				return draw(s.Muted, r.Trimmed.Namespace, width)
			},
			Measure: func(r *row) int { return widget.Width(display.Clean(r.Trimmed.Namespace)) },
			Text:    func(r *row) string { return r.Trimmed.Namespace },
			Hidden:  func() bool { return !env.AllNamespaces() },
		},
		{
			Column: widget.Column{Title: "SCHEDULE", Min: 12, Max: 16, Priority: 2},
			Cell: func(r *row, width int, s *themes.Styles) string {
				return draw(s.Text, r.schedule, width)
			},
			Measure: func(r *row) int { return widget.Width(r.schedule) },
			Text:    func(r *row) string { return r.schedule },
		},
		{
			Column: widget.Column{Title: "WHEN", Min: 16, Max: 25, Priority: 5}, Cell: when,
			Measure: func(r *row) int {
				if r.ScheduleErr != nil {
					return 0 // an error uses the room there is, but wants none
				}
				return widget.Width(r.words)
			},
		},
		{
			Column: widget.Column{Title: titleNext, Min: 9},
			Cell: func(r *row, width int, s *themes.Styles) string {
				return nextRun(r, env.Now, width, s)
			},
			Number: func(r *row) int64 { return soonest(r.next) },
		},
		{
			Column: widget.Column{Title: "LAST", Min: 11, Priority: 1},
			Cell: func(r *row, width int, s *themes.Styles) string {
				return lastRun(r, env.Now, width, s)
			},
			Number: func(r *row) int64 { return r.last().Unix() }, Descending: true,
		},
		{
			Column: widget.Column{Title: "HISTORY", Min: historyCells, Priority: 3},
			Cell: func(r *row, width int, s *themes.Styles) string {
				return display.History(r.Jobs, width, s)
			},
		},
		{
			Column: widget.Column{Title: "AVG", Min: 6, Priority: 6, Right: true},
			Cell: func(r *row, width int, s *themes.Styles) string {
				return draw(s.Muted, widget.Duration(r.Average), width)
			},
			Number: func(r *row) int64 { return int64(r.Average) }, Descending: true,
		},
		{
			Column: widget.Column{Title: "ACTIVE", Min: 7, Priority: 7, Right: true},
			Cell: func(r *row, width int, s *themes.Styles) string {
				if n := len(r.Trimmed.Status.Active); n > 0 {
					return draw(s.Running, strconv.Itoa(n), width)
				}
				return draw(s.Muted, "0", width)
			},
			Number: func(r *row) int64 { return int64(len(r.Trimmed.Status.Active)) }, Descending: true,
		},
	}
}

// draw returns text in a style, cut to width.
func draw(style themes.Ink, text string, width int) string {
	return style.Render(widget.Clip(display.Clean(text), width))
}

func nameWidth(r *row) int {
	width := widget.Width(display.Clean(r.Trimmed.Name))
	if r.Suspended() {
		width += 2
	}
	return width
}

// name puts the sign of a suspended CronJob at the right end, where it is easy to see in a column.
func name(r *row, width int, s *themes.Styles) string {
	if !r.Suspended() || width < 3 {
		return draw(s.Text, r.Trimmed.Name, width)
	}
	return s.Muted.Render(widget.Fit(display.Clean(r.Trimmed.Name), width-2)) + s.Warn.Render(" ⏸")
}

func when(r *row, width int, s *themes.Styles) string {
	switch {
	case r.ScheduleErr != nil:
		return draw(s.Bad, r.words, width)
	case r.Suspended():
		return draw(s.Warn, r.words, width)
	}
	if widget.Width(r.words) > width {
		return draw(s.Text, r.short, width)
	}
	return draw(s.Text, r.words, width)
}

func nextRun(r *row, now time.Time, width int, s *themes.Styles) string {
	if r.next.IsZero() {
		return draw(s.Muted, "–", width)
	}
	style := s.Text
	if r.next.Sub(now) < time.Minute {
		style = s.Accent
	}
	return draw(style, widget.In(r.next, now), width)
}

func lastRun(r *row, now time.Time, width int, s *themes.Styles) string {
	last := r.last()
	if last.IsZero() {
		return draw(s.Muted, "never", width)
	}
	text := draw(s.Muted, widget.Ago(last, now), width)
	if len(r.Jobs) > 0 {
		state := r.Jobs[0].State
		text += s.Muted.Render(" ") + display.JobStyle(state, s).Render(display.JobGlyph(state))
	}
	return text
}

// soonest orders times; the zero time means never and comes last.
func soonest(t time.Time) int64 {
	if t.IsZero() {
		return math.MaxInt64
	}
	return t.Unix()
}
