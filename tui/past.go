package tui

import (
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/kronoscope/kronoscope/tui/screen"
	"github.com/kronoscope/kronoscope/tui/widget"
)

// begins is from when on time is the user's: while a plane's past is played, its end.
func (r *Root) begins() time.Time {
	if past := r.clock.Past; past != nil {
		return past.To.In(r.env.Zone)
	}
	return r.env.Now
}

// rule is the line below the tabs. While the past is played it says that what the screens tell of it is not all.
func (r *Root) rule(width int) string {
	s := r.env.Styles
	if r.clock.Past == nil || r.env.Snapshot.Version == 0 {
		return s.Rule.Render(strings.Repeat("─", width))
	}
	lead := s.Rule.Render("──") + s.Warn.Render(" what ran in the day before is still coming in ")
	return lead + s.Rule.Render(strings.Repeat("─", max(width-widget.Width(lead), 0)))
}

// tellPace says how the clock will run once the past is played: the header has no room for it until then.
func (r *Root) tellPace() tea.Cmd {
	pace := "▶ "
	if r.clock.Paused {
		pace = "⏸ paused "
	}
	return r.notifyOnce(aboutClock, screen.ToastMsg{Text: "after the day before: " + pace + speedName(r.clock.Speed)})
}

func (r *Root) noStepInPast() tea.Cmd {
	return r.notifyOnce(aboutClock, screen.ToastMsg{Level: screen.Warn, Text: "no step before the past is played"})
}
