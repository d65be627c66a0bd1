package timeline

import (
	"charm.land/bubbles/v2/key"

	"github.com/kronoscope/kronoscope/tui/screen"
)

type keys struct {
	shared                                 *screen.Keys
	ZoomIn, ZoomOut                        key.Binding
	Left, Right, PageLeft, PageRight       key.Binding
	Now, PreviousRun, NextRun, Fold, Chart key.Binding
}

func newKeys(shared *screen.Keys) keys {
	bind := func(help, desc string, keys ...string) key.Binding {
		return key.NewBinding(key.WithKeys(keys...), key.WithHelp(help, desc))
	}
	return keys{
		shared: shared,
		ZoomIn: bind("]", "zoom in", "]"), ZoomOut: bind("[", "zoom out", "["),
		Left: bind("←", "earlier", "left"), Right: bind("→", "later", "right"),
		PageLeft: bind("shift-←", "page earlier", "shift+left"), PageRight: bind("shift-→", "page later", "shift+right"),
		Now: bind("n", "now", "n"), PreviousRun: bind(",", "run before", ","), NextRun: bind(".", "next run", "."),
		Fold: bind("x", "fold Jobs without CronJob", "x"),
	}
}

// ShortHelp are the keys of the footer.
func (s *Screen) ShortHelp() []key.Binding {
	k := s.keys
	l, some := s.list.Selected()
	if !some {
		return []key.Binding{k.shared.Filter}
	}
	short := []key.Binding{
		screen.Merge("[/]", "zoom", k.ZoomOut, k.ZoomIn), screen.Merge("←/→", "move", k.Left, k.Right), k.Now,
		screen.Merge(",/.", "run", k.PreviousRun, k.NextRun), k.shared.Enter, k.shared.Logs,
	}
	if l.cronJob != nil {
		short = append(short, k.shared.Durations)
	}
	short = append(short, k.shared.Sort, k.shared.Filter)
	if s.all != nil && s.all.group != nil {
		short = append(short, k.Fold)
	}
	return short
}

// HelpTitles name the groups of FullHelp.
func (s *Screen) HelpTitles() []string {
	if s.env.Cluster.ReadOnly {
		return []string{"Time", "Look", "List"}
	}
	return []string{"Time", "Act", "Look", "List"}
}

// FullHelp are all keys, by topic.
func (s *Screen) FullHelp() [][]key.Binding {
	k := s.keys
	groups := [][]key.Binding{
		{k.ZoomIn, k.ZoomOut, k.Left, k.Right, k.PageLeft, k.PageRight, k.Now, k.PreviousRun, k.NextRun},
	}
	if !s.env.Cluster.ReadOnly {
		groups = append(groups, []key.Binding{k.shared.Trigger, k.shared.Suspend, k.shared.Rerun, k.shared.Delete})
	}
	look := []key.Binding{k.shared.Enter, k.shared.Logs, k.shared.Previous, k.shared.Describe, k.shared.YAML, k.shared.Calendar, k.shared.Forecast, k.shared.Durations}
	return append(groups, look, append(s.list.FullHelp(), k.Fold))
}
