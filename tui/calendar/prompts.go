package calendar

import (
	"fmt"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/kronoscope/kronoscope/kube/slots"
	"github.com/kronoscope/kronoscope/scheduler/timeparse"
	"github.com/kronoscope/kronoscope/themes"
)

// askDate prompts for the date to go to.
type askDate struct {
	text    string
	reading timeparse.Reading
	err     error
	now     time.Time
}

func newDatePrompt() *prompt { return newPrompt(&askDate{}, "") }

func (a *askDate) title() string { return "go to a date" }

func (a *askDate) update(s *Screen, text string) tea.Cmd {
	a.text, a.now = strings.TrimSpace(text), s.now()
	a.reading, a.err = timeparse.Question{Now: a.now, Zone: s.zone.display(s.env)}.Read(text)
	if a.err == nil && (a.reading.At.Year() < firstYear || a.reading.At.Year() > lastYear) {
		a.err = fmt.Errorf("the calendar goes from %d to %d", firstYear, lastYear)
	}
	return nil
}

func (a *askDate) move(int) {}

func (a *askDate) feedback(_, _ int, s *themes.Styles) []string {
	switch {
	case a.text == "":
		return []string{s.Muted.Render("such as 2026-10-25, 25 Oct, mon, tomorrow, +2w or 25 Oct 03:00")}
	case a.err != nil:
		return []string{s.Bad.Render("✗ " + a.err.Error())}
	}
	text := s.Good.Render("✓ ") + s.Text.Render(a.reading.At.Format("Monday 2 January 2006 15:04")) + s.Muted.Render(" · "+farAway(a.now, a.reading.At))
	lines := []string{text}
	for _, remark := range a.reading.Remarks {
		lines = append(lines, s.Warn.Render("± "+remark))
	}
	return lines
}

// farAway returns the distance to a date in days.
func farAway(now, at time.Time) string {
	switch days := slots.DateOf(now).DaysTo(slots.DateOf(at)); {
	case days == 0:
		return "today"
	case days > 0:
		return "in " + plural(days, "day")
	default:
		return plural(-days, "day") + " ago"
	}
}

func (a *askDate) accept(s *Screen) (tea.Cmd, bool) {
	if a.err != nil {
		return nil, false
	}
	zone := s.zone.display(s.env)
	return s.move(slots.DateOf(a.reading.At.In(zone)), slots.MinuteOf(a.reading.At, zone)), true
}

func (a *askDate) cancel(*Screen) tea.Cmd { return nil }

// askFilter narrows the calendar while the filter is typed.
type askFilter struct{ err error }

func newFilterPrompt(text string) *prompt { return newPrompt(&askFilter{}, text) }

func (a *askFilter) title() string { return "filter by name, !name, or -l label=value" }

func (a *askFilter) update(s *Screen, text string) tea.Cmd {
	s.scope.setFilter(text)
	a.err = s.scope.filter.Err
	return s.handleChanged()
}

func (a *askFilter) move(int) {}

func (a *askFilter) feedback(_, _ int, s *themes.Styles) []string {
	if a.err != nil {
		return []string{s.Bad.Render("✗ " + a.err.Error())}
	}
	return nil
}

func (a *askFilter) accept(*Screen) (tea.Cmd, bool) { return nil, true }

func (a *askFilter) cancel(s *Screen) tea.Cmd {
	s.scope.setFilter("")
	return s.handleChanged()
}
