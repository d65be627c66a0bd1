package calendar

import (
	"charm.land/bubbles/v2/key"

	"github.com/kronoscope/kronoscope/tui/keymap"
)

// turning names the units by which [ ] and { } page.
func (s *Screen) turning() (short, long string) {
	return [...]string{"month", "week", "day"}[s.view], [...]string{"year", "month", "week"}[s.view]
}

// ShortHelp returns the bindings for the footer.
func (s *Screen) ShortHelp() []key.Binding {
	k, own := s.env.Keys, &s.env.Keys.InCalendar
	switch {
	case s.prompt != nil:
		return []key.Binding{keymap.Described(own.Open, "take it"), keymap.Described(k.Back, "cancel")}
	case s.panel != nil:
		return []key.Binding{keymap.Described(own.Open, "open the CronJob"), k.Back}
	case s.list.focused:
		return []key.Binding{own.Open, k.Back, keymap.Merge("j/k", "move", k.Up, k.Down), own.Zone}
	}
	short, _ := s.turning()
	help := []key.Binding{
		keymap.Merge("m/w/d", "month, week, day", own.Month, own.Week, own.Day), keymap.Merge("[ ]", short, own.Before, own.After),
		keymap.Described(own.Open, [...]string{"day", "hour", "runs"}[s.view]), own.Today, own.Date, own.Zone,
	}
	if s.view == dayView {
		help = append(help, own.NextRun)
	}
	return append(help, k.Filter)
}

// HelpTitles returns the titles of the groups of FullHelp.
func (s *Screen) HelpTitles() []string { return []string{"Look", "Go", "Move"} }

// Keys returns the bindings of the screen.
func (s *Screen) Keys() []key.Binding {
	k := s.env.Keys
	shared := []key.Binding{k.Back, k.Filter, k.Forecast, k.Up, k.Down, k.Top, k.Bottom, k.PageUp, k.PageDown}
	return append(shared, keymap.All(k.InCalendar)...)
}

// FullHelp returns all bindings, by topic.
func (s *Screen) FullHelp() [][]key.Binding {
	k, own := s.env.Keys, &s.env.Keys.InCalendar
	short, long := s.turning()
	return [][]key.Binding{
		{keymap.Described(own.Month, "month view"), keymap.Described(own.Week, "week view"), keymap.Described(own.Day, "day view"), own.Open, k.Back, own.Zone, own.ChooseZone, k.Filter, k.Forecast},
		{
			own.Today, own.Date, keymap.Described(own.Before, short+" before"), keymap.Described(own.After, short+" after"),
			keymap.Described(own.LongBefore, long+" before"), keymap.Described(own.LongAfter, long+" after"), own.NextRun, own.PreviousRun,
		},
		{own.Left, own.Right, k.Up, k.Down, k.Top, k.Bottom, k.PageUp, k.PageDown},
	}
}
