package jobdetail

import (
	"charm.land/bubbles/v2/key"

	"github.com/kronoscope/kronoscope/tui/keymap"
)

// ShortHelp returns the bindings for the footer. Their help says whether they act on the Job or on the pod under the cursor.
func (s *Screen) ShortHelp() []key.Binding {
	k := s.env.Keys
	if s.selected() != nil {
		short := []key.Binding{
			keymap.Described(k.Logs, "pod's logs"), keymap.Described(k.Previous, "previous logs"), keymap.Described(k.Describe, "describe pod"), keymap.Described(k.YAML, "pod's YAML"),
		}
		if !s.env.Cluster.ReadOnly {
			short = append(short, keymap.Described(k.Delete, "delete pod"))
		}
		return append(short, keymap.Described(k.Back, "back to the Job"))
	}
	short := []key.Binding{k.Logs}
	if len(s.pods) > 0 {
		short = append(short, keymap.Described(k.Down, "pods"))
	}
	if !s.env.Cluster.ReadOnly {
		switch {
		case s.job == nil || s.gone:
		case s.job.State.Finished():
			short = append(short, k.Rerun, k.Delete)
		default:
			word := "suspend"
			if suspended := s.job.Trimmed.Spec.Suspend; suspended != nil && *suspended {
				word = "resume"
			}
			short = append(short, keymap.Described(k.Suspend, word), k.Delete)
		}
	}
	return append(short, k.Describe, k.YAML, k.Previous, k.Back)
}

// HelpTitles returns the titles of the groups of FullHelp.
func (s *Screen) HelpTitles() []string {
	if s.env.Cluster.ReadOnly {
		return []string{"The Job, or the pod selected", "Pods"}
	}
	return []string{"The Job, or the pod selected", "Pods", "The Job"}
}

// Keys returns the bindings of the screen.
func (s *Screen) Keys() []key.Binding {
	k := s.env.Keys
	return []key.Binding{
		k.Back, k.Enter, k.Logs, k.Previous, k.Describe, k.YAML, k.Suspend, k.Rerun, k.Delete, k.Up, k.Down, k.PageUp, k.PageDown, k.Top, k.Bottom,
	}
}

// FullHelp returns all bindings, grouped by what they act on.
func (s *Screen) FullHelp() [][]key.Binding {
	k := s.env.Keys
	either := []key.Binding{keymap.Merge("l enter", "logs", k.Logs, k.Enter), k.Previous, k.Describe, k.YAML}
	pods := append(k.Moves(), keymap.Described(k.Back, "leave the pods, then the Job"))
	if s.env.Cluster.ReadOnly {
		return [][]key.Binding{either, pods}
	}
	return [][]key.Binding{append(either, k.Delete), pods, {k.Suspend, k.Rerun}}
}
