package display

import (
	"time"

	"github.com/kronoscope/kronoscope/scheduler/cron"
	"github.com/kronoscope/kronoscope/themes"
	"github.com/kronoscope/kronoscope/tui/widget"
)

// Upcoming is a future run, in its own zone, with styled marks that are drawn where there is room.
type Upcoming struct {
	At    time.Time
	Marks []string
}

// NextRuns returns a line for each future run: its time; the time on the user's clock, if that differs and fits on all lines; its marks;
// and how far ahead it is. The time has a year unless it is this year, and seconds when any run has them.
func NextRuns(runs []Upcoming, local *time.Location, now time.Time, width int, s *themes.Styles) []string {
	times := make([]time.Time, len(runs))
	for i, run := range runs {
		times[i] = run.At
	}
	clock := cron.TimeOfDayLayout(times...)
	texts, here, roomy := make([]string, len(runs)), make([]string, len(runs)), true
	for i, at := range times {
		texts[i] = cron.ShortDate(at, now.In(at.Location())) + at.Format(" "+clock)
		here[i] = onClock(at, local)
		roomy = roomy && widget.Width(texts[i])+widget.Width(here[i])+1+widget.Width(widget.In(at, now)) <= width
	}
	lines := make([]string, len(runs))
	for i, run := range runs {
		line, ahead := s.Text.Render(texts[i]), s.Accent.Render(widget.In(run.At, now))
		if roomy && here[i] != "" {
			line += s.Muted.Render(here[i])
		}
		for _, mark := range run.Marks {
			if widget.Width(line)+1+widget.Width(mark)+1+widget.Width(ahead) <= width {
				line += " " + mark
			}
		}
		lines[i] = widget.Spread(line, ahead, width)
	}
	return lines
}

// onClock returns a time on the user's clock to the minute, as the seconds are the same; "" when the clocks agree.
func onClock(at time.Time, local *time.Location) string {
	here := at.In(local)
	_, there := at.Zone()
	if _, offset := here.Zone(); offset == there {
		return ""
	}
	form := "15:04"
	if here.Day() != at.Day() {
		form = "Mon 15:04"
	}
	return " = " + here.Format(form) + " here"
}
