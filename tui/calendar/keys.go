package calendar

import (
	"charm.land/bubbles/v2/key"

	"github.com/kronoscope/kronoscope/tui/screen"
)

type keys struct {
	shared                     *screen.Keys
	Left, Right                key.Binding
	Month, Week, Day           key.Binding
	Before, After              key.Binding // the month, week or day in view
	LongBefore, LongAfter      key.Binding // what is longer than that
	Today, Date                key.Binding
	Zone, ChooseZone           key.Binding
	NextRun, PreviousRun, Open key.Binding
}

func newKeys(shared *screen.Keys) keys {
	bind := func(help, desc string, keys ...string) key.Binding {
		return key.NewBinding(key.WithKeys(keys...), key.WithHelp(help, desc))
	}
	return keys{
		shared: shared,
		Left:   bind("h/←", "left", "left", "h"), Right: bind("l/→", "right", "right", "l"),
		Month: bind("m", "month", "m"), Week: bind("w", "week", "w"), Day: bind("d", "day", "d"),
		Before: bind("[", "earlier", "["), After: bind("]", "later", "]"),
		LongBefore: bind("{", "much earlier", "{"), LongAfter: bind("}", "much later", "}"),
		Today: bind("t", "now", "t"), Date: bind("D", "go to a date", "D"),
		Zone: bind("z", "zone", "z"), ChooseZone: bind("Z", "choose a zone", "Z"),
		NextRun: bind("n", "next run", "n"), PreviousRun: bind("N", "run before", "N"), Open: bind("enter", "open", "enter"),
	}
}

// described is a binding with other words.
func described(b key.Binding, words string) key.Binding {
	b.SetHelp(b.Help().Key, words)
	return b
}

// turning are the names of what [ ] and { } turn by.
func (s *Screen) turning() (short, long string) {
	return [...]string{"month", "week", "day"}[s.view], [...]string{"year", "month", "week"}[s.view]
}

// ShortHelp are the keys of the footer.
func (s *Screen) ShortHelp() []key.Binding {
	k := s.keys
	switch {
	case s.prompt != nil:
		return []key.Binding{described(k.Open, "take it"), described(k.shared.Back, "cancel")}
	case s.panel != nil:
		return []key.Binding{described(k.Open, "open the CronJob"), k.shared.Back}
	case s.list.focused:
		return []key.Binding{k.Open, k.shared.Back, screen.Merge("j/k", "move", k.shared.Up, k.shared.Down), k.Zone}
	}
	short, _ := s.turning()
	help := []key.Binding{
		screen.Merge("m/w/d", "month, week, day", k.Month, k.Week, k.Day), screen.Merge("[ ]", short, k.Before, k.After),
		described(k.Open, [...]string{"day", "hour", "runs"}[s.view]), k.Today, k.Date, k.Zone,
	}
	if s.view == dayView {
		help = append(help, k.NextRun)
	}
	return append(help, k.shared.Filter)
}

// HelpTitles name the groups of FullHelp.
func (s *Screen) HelpTitles() []string { return []string{"Look", "Go", "Move"} }

// FullHelp are all keys, by topic.
func (s *Screen) FullHelp() [][]key.Binding {
	k := s.keys
	short, long := s.turning()
	return [][]key.Binding{
		{described(k.Month, "month view"), described(k.Week, "week view"), described(k.Day, "day view"), k.Open, k.shared.Back, k.Zone, k.ChooseZone, k.shared.Filter, k.shared.Forecast},
		{
			k.Today, k.Date, described(k.Before, short+" before"), described(k.After, short+" after"),
			described(k.LongBefore, long+" before"), described(k.LongAfter, long+" after"), k.NextRun, k.PreviousRun,
		},
		{k.Left, k.Right, k.shared.Up, k.shared.Down, k.shared.Top, k.shared.Bottom, k.shared.PageUp, k.shared.PageDown},
	}
}
