package cronjobs

import (
	"slices"

	"charm.land/bubbles/v2/key"

	"github.com/kronoscope/kronoscope/tui/keymap"
)

// ShortHelp returns the bindings for the footer, the most useful first.
func (s *Screen) ShortHelp() []key.Binding {
	k := s.env.Keys
	if _, some := s.list.Selected(); !some {
		return []key.Binding{k.Filter}
	}
	short := []key.Binding{k.Enter, k.Logs, k.Calendar, k.Schedule, k.Describe, k.YAML, k.Filter}
	if s.env.Cluster.ReadOnly {
		return append(short, k.Forecast)
	}
	return append([]key.Binding{k.Trigger, s.suspendHelp()}, append(short, k.Delete, k.Forecast)...)
}

// suspendHelp says which way the key would switch now.
func (s *Screen) suspendHelp() key.Binding {
	word := "resume"
	for _, r := range s.list.Targets() {
		if !r.Suspended() {
			word = "suspend"
		}
	}
	return keymap.Described(s.env.Keys.Suspend, word)
}

// HelpTitles returns the titles of the groups of FullHelp.
func (s *Screen) HelpTitles() []string {
	if s.env.Cluster.ReadOnly {
		return []string{"Look", "List"}
	}
	return []string{"Act", "Look", "List"}
}

// look returns the keys that open something.
func (s *Screen) look() []key.Binding {
	k := s.env.Keys
	return []key.Binding{k.Enter, k.Logs, k.Previous, k.Calendar, k.Forecast, k.Durations, k.Schedule, k.Describe, k.YAML}
}

// change returns the keys that change something; none in read-only mode.
func (s *Screen) change() []key.Binding {
	if s.env.Cluster.ReadOnly {
		return nil
	}
	k := s.env.Keys
	return []key.Binding{k.Trigger, k.Suspend, k.Delete}
}

// objectKeys returns the keys that act on CronJobs of the list.
func (s *Screen) objectKeys() []key.Binding { return slices.Concat(s.look(), s.change()) }

// Keys returns the bindings of the screen.
func (s *Screen) Keys() []key.Binding { return slices.Concat(s.objectKeys(), s.list.Keys()) }

// FullHelp returns all bindings, in groups.
func (s *Screen) FullHelp() [][]key.Binding {
	if change := s.change(); change != nil {
		return [][]key.Binding{change, s.look(), s.list.FullHelp()}
	}
	return [][]key.Binding{s.look(), s.list.FullHelp()}
}
