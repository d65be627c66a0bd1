// Package jobs is the list of Jobs: how far each has come, how long it takes, and why it waits or failed. It calls no API; it asks the
// root by message.
package jobs

import (
	"slices"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/kronoscope/kronoscope/kube/workload"
	"github.com/kronoscope/kronoscope/tui/listing"
	"github.com/kronoscope/kronoscope/tui/screen"
)

// Screen is the list of Jobs.
type Screen struct {
	env  *screen.Env
	list *listing.List[*workload.Job]

	reasons bool // some Job has a reason to show
}

// New returns an empty list; it fills with the first [screen.ChangedMsg].
func New(env *screen.Env) *Screen {
	s := &Screen{env: env}
	all := columns(env, &s.reasons)
	s.list = listing.New(env, listing.Kind[*workload.Job]{
		Noun:    "Jobs",
		Key:     (*workload.Job).Key,
		Others:  others,
		Labels:  func(j *workload.Job) map[string]string { return j.Trimmed.Labels },
		Columns: all,
		Sort:    len(all) - 1, // the youngest first
	})
	return s
}

// Init returns nil: the root brings the first data.
func (s *Screen) Init() tea.Cmd { return nil }

// SetSize sets the size of the list, in cells.
func (s *Screen) SetSize(width, height int) { s.list.SetSize(width, height) }

// Title returns the screen's part of the breadcrumb.
func (s *Screen) Title() string { return "Jobs" }

// Typing reports whether the filter is being typed.
func (s *Screen) Typing() bool { return s.list.Typing() }

// Status shows the filter and the number of marks.
func (s *Screen) Status(width int) string { return s.list.Status(width) }

// View draws exactly the size that was set.
func (s *Screen) View() string { return s.list.View() }

// Update handles data and keys; ages and durations are drawn relative to now.
func (s *Screen) Update(msg tea.Msg) tea.Cmd {
	if _, ok := msg.(screen.ChangedMsg); ok {
		s.handleChanged()
		return nil
	}
	if cmd, taken := s.list.Update(msg); taken {
		return cmd
	}
	if press, ok := msg.(tea.KeyPressMsg); ok {
		s.handleKey(press)
	}
	return nil
}

// handleChanged adopts the objects of the snapshot in the namespace in view.
func (s *Screen) handleChanged() {
	snapshot := s.env.Snapshot
	items := snapshot.Jobs
	if s.env.Namespace != "" {
		items = make([]*workload.Job, 0, len(snapshot.Jobs))
		for _, j := range snapshot.Jobs {
			if s.env.Shows(j.Trimmed.Namespace) {
				items = append(items, j)
			}
		}
	}
	s.reasons = slices.ContainsFunc(items, func(j *workload.Job) bool { return j.Reason != "" })
	s.list.SetItems(items, len(snapshot.Jobs))
}

// handleKey asks the root for what a key means.
func (s *Screen) handleKey(msg tea.KeyPressMsg) {
	keys := s.env.Keys
	selected, ok := s.list.Selected()
	switch {
	case key.Matches(msg, keys.Back):
		s.env.Ask(screen.BackMsg{})
		return
	case !ok:
		s.list.Nothing(msg, s.objectKeys()...)
		return
	}
	if as, ok := s.env.ViewOf(msg); ok {
		s.env.Ask(screen.ShowMsg{Ref: ref(selected), As: as})
		return
	}
	switch {
	case s.env.Cluster.ReadOnly && key.Matches(msg, keys.Rerun, keys.Suspend, keys.Delete):
		s.env.Ask(screen.ReadOnly())
	case key.Matches(msg, keys.Rerun):
		s.rerun()
	case key.Matches(msg, keys.Suspend):
		s.suspend()
	case key.Matches(msg, keys.Delete):
		s.remove()
	}
}

// rerun asks for new Jobs like the finished ones among the targets.
func (s *Screen) rerun() {
	msg := screen.RerunMsg{}
	for _, j := range s.list.Targets() {
		if j.State.Finished() {
			msg.Jobs = append(msg.Jobs, j.Key())
		}
	}
	s.list.ClearMarks()
	if len(msg.Jobs) == 0 {
		s.env.Warn("only a Job that has finished can be run again")
		return
	}
	s.env.Ask(msg)
}

// suspend suspends the unfinished targets; if all are suspended, it resumes them.
func (s *Screen) suspend() {
	msg := screen.SuspendMsg{}
	for _, j := range s.list.Targets() {
		if !j.State.Finished() {
			msg.Refs = append(msg.Refs, ref(j))
			msg.Suspend = msg.Suspend || j.State != workload.JobSuspended
		}
	}
	s.list.ClearMarks()
	if len(msg.Refs) == 0 {
		s.env.Warn("a finished Job cannot be suspended or resumed")
		return
	}
	s.env.Ask(msg)
}

// remove asks for the targets' deletion. The marks stay until the objects are gone: the user may still say no.
func (s *Screen) remove() {
	msg := screen.DeleteMsg{}
	for _, j := range s.list.Targets() {
		msg.Refs = append(msg.Refs, ref(j))
	}
	s.env.Ask(msg)
}

func ref(j *workload.Job) screen.Ref { return screen.Ref{Kind: screen.KindJob, Key: j.Key()} }
