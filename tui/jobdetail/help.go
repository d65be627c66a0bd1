package jobdetail

import (
	"charm.land/bubbles/v2/key"

	"github.com/kronoscope/kronoscope/tui/screen"
)

// ShortHelp are the keys of the footer. They say what they are about: the Job, or the pod that the cursor is on.
func (s *Screen) ShortHelp() []key.Binding {
	k := s.env.Keys
	if s.selected() != nil {
		short := []key.Binding{
			about(k.Logs, "pod's logs"), about(k.Previous, "previous logs"), about(k.Describe, "describe pod"), about(k.YAML, "pod's YAML"),
		}
		if !s.env.Cluster.ReadOnly {
			short = append(short, about(k.Delete, "delete pod"))
		}
		return append(short, about(k.Back, "back to the Job"))
	}
	short := []key.Binding{k.Logs}
	if len(s.pods) > 0 {
		short = append(short, about(k.Down, "pods"))
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
			short = append(short, about(k.Suspend, word), k.Delete)
		}
	}
	return append(short, k.Describe, k.YAML, k.Previous, k.Back)
}

// about is a binding with other words.
func about(b key.Binding, words string) key.Binding {
	b.SetHelp(b.Help().Key, words)
	return b
}

// HelpTitles name the groups of FullHelp.
func (s *Screen) HelpTitles() []string {
	if s.env.Cluster.ReadOnly {
		return []string{"The Job, or the pod selected", "Pods"}
	}
	return []string{"The Job, or the pod selected", "Pods", "The Job"}
}

// FullHelp are all keys, by what they are about.
func (s *Screen) FullHelp() [][]key.Binding {
	k := s.env.Keys
	either := []key.Binding{screen.Merge("l enter", "logs", k.Logs, k.Enter), k.Previous, k.Describe, k.YAML}
	pods := append(k.Moves(), about(k.Back, "leave the pods, then the Job"))
	if s.env.Cluster.ReadOnly {
		return [][]key.Binding{either, pods}
	}
	return [][]key.Binding{append(either, k.Delete), pods, {k.Suspend, k.Rerun}}
}
