package cronjobs

import "charm.land/bubbles/v2/key"

// ShortHelp are the keys for the footer, the most wanted first.
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

// suspendHelp says which way the key would go now.
func (s *Screen) suspendHelp() key.Binding {
	b := s.env.Keys.Suspend
	word := "resume"
	for _, r := range s.list.Targets() {
		if !r.Suspended() {
			word = "suspend"
		}
	}
	b.SetHelp(b.Help().Key, word)
	return b
}

// HelpTitles name the groups of FullHelp.
func (s *Screen) HelpTitles() []string {
	if s.env.Cluster.ReadOnly {
		return []string{"Look", "List"}
	}
	return []string{"Act", "Look", "List"}
}

// FullHelp are all keys, in groups.
func (s *Screen) FullHelp() [][]key.Binding {
	k := s.env.Keys
	groups := [][]key.Binding{
		{k.Enter, k.Logs, k.Previous, k.Calendar, k.Forecast, k.Durations, k.Schedule, k.Describe, k.YAML},
		s.list.FullHelp(),
	}
	if s.env.Cluster.ReadOnly {
		return groups
	}
	return append([][]key.Binding{{k.Trigger, k.Suspend, k.Delete}}, groups...)
}
