package timeline

import (
	"slices"

	"charm.land/bubbles/v2/key"

	"github.com/kronoscope/kronoscope/tui/keymap"
)

// ShortHelp returns the bindings for the footer.
func (s *Screen) ShortHelp() []key.Binding {
	k, own := s.env.Keys, &s.env.Keys.InTimeline
	l, some := s.list.Selected()
	if !some {
		return []key.Binding{k.Filter}
	}
	short := []key.Binding{
		keymap.Merge("[/]", "zoom", own.ZoomOut, own.ZoomIn), keymap.Merge("←/→", "move", own.Left, own.Right), own.Now,
		keymap.Merge(",/.", "run", own.PreviousRun, own.NextRun), k.Enter, k.Logs,
	}
	if l.cronJob != nil {
		short = append(short, k.Durations)
	}
	short = append(short, k.Sort, k.Filter)
	if s.all != nil && s.all.group != nil {
		short = append(short, own.Fold)
	}
	return short
}

// HelpTitles returns the titles of the groups of FullHelp.
func (s *Screen) HelpTitles() []string {
	if s.env.Cluster.ReadOnly {
		return []string{"Time", "Look", "List"}
	}
	return []string{"Time", "Act", "Look", "List"}
}

// look returns the keys that open something.
func (s *Screen) look() []key.Binding {
	k := s.env.Keys
	return []key.Binding{k.Enter, k.Logs, k.Previous, k.Describe, k.YAML, k.Calendar, k.Forecast, k.Durations}
}

// change returns the keys that change something; none in read-only mode.
func (s *Screen) change() []key.Binding {
	if s.env.Cluster.ReadOnly {
		return nil
	}
	k := s.env.Keys
	return []key.Binding{k.Trigger, k.Suspend, k.Rerun, k.Delete}
}

// Keys returns the bindings of the screen.
func (s *Screen) Keys() []key.Binding {
	return slices.Concat(keymap.All(s.env.Keys.InTimeline), s.change(), s.look(), s.list.Keys())
}

// FullHelp returns all bindings, by topic.
func (s *Screen) FullHelp() [][]key.Binding {
	own := &s.env.Keys.InTimeline
	groups := [][]key.Binding{
		{own.ZoomIn, own.ZoomOut, own.Left, own.Right, own.PageLeft, own.PageRight, own.Now, own.PreviousRun, own.NextRun},
	}
	if change := s.change(); change != nil {
		groups = append(groups, change)
	}
	return append(groups, s.look(), append(s.list.FullHelp(), own.Fold))
}
