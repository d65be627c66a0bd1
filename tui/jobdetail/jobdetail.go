// Package jobdetail is the screen of one Job: its progress, its indexes, its pods with their progress, and their logs.
//
// It draws the snapshot and asks the root for everything else; it never calls an API.
package jobdetail

import (
	"context"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/kube/workload"
	"github.com/kronoscope/kronoscope/tui/logs"
	"github.com/kronoscope/kronoscope/tui/screen"
	"github.com/kronoscope/kronoscope/tui/widget"
)

// tailLines is how far back the log pane reads each container.
const tailLines = 100

// Screen shows a Job.
type Screen struct {
	ctx  context.Context // ends when the screen leaves the stack
	env  *screen.Env
	key  kube.Key
	open logs.Open

	width, height int
	layout        layout

	job   *workload.Job // the latest known; nil before the first
	gone  bool          // it is no longer in the cluster
	pods  []*workload.Pod
	index widget.Indexes
	table widget.Table
	pane  *logs.Screen
	leave context.CancelFunc // closes the pane
	phase int                // of bars that only show activity
}

// New returns the screen of a Job. ctx ends with the screen; open reads the Job's log.
func New(ctx context.Context, env *screen.Env, key kube.Key, open logs.Open) *Screen {
	s := &Screen{ctx: ctx, env: env, key: key, open: open}
	s.table.Sorted, s.table.NoFocus = -1, true
	s.handleChanged()
	return s
}

// Init starts reading the log if there is room for it; otherwise Update does, once there is.
func (s *Screen) Init() tea.Cmd { return s.openPane() }

// Title returns the Job's name.
func (s *Screen) Title() string { return s.key.Name }

// Typing reports false: the screen takes no text.
func (s *Screen) Typing() bool { return false }

// SetSize sets the size to fill, in cells.
func (s *Screen) SetSize(width, height int) {
	s.width, s.height = max(width, 0), max(height, 0)
	s.relayout()
}

// openPane starts reading the log when there is room for it.
func (s *Screen) openPane() tea.Cmd {
	if s.pane != nil || s.layout.logs == 0 || s.open == nil || s.job == nil {
		return nil
	}
	ctx, leave := context.WithCancel(s.ctx)
	s.leave = leave
	s.pane = logs.NewPane(ctx, s.env, logs.Target{Job: s.key, Tail: tailLines}, s.open)
	s.relayout()
	return s.pane.Init()
}

// Update handles a message.
func (s *Screen) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case screen.ChangedMsg:
		s.handleChanged()
		s.relayout()
		return tea.Batch(s.openPane(), s.toPane(msg))
	case screen.TickMsg:
		s.phase++
		return s.openPane()
	case tea.KeyPressMsg:
		s.handleKey(msg)
		return nil
	case tea.MouseClickMsg:
		if row := s.table.RowAt(msg.Y - s.layout.tableTop()); row >= 0 && msg.Y-s.layout.tableTop() < s.layout.table {
			s.table.SetRows(len(s.pods), row)
			s.table.NoFocus = false
		}
		return nil
	case tea.MouseWheelMsg:
		return s.handleWheel(msg)
	}
	return s.toPane(msg)
}

func (s *Screen) toPane(msg tea.Msg) tea.Cmd {
	if s.pane == nil {
		return nil
	}
	return s.pane.Update(msg)
}

func (s *Screen) handleWheel(msg tea.MouseWheelMsg) tea.Cmd {
	if s.pane != nil && msg.Y >= s.height-s.layout.logs {
		return s.pane.Update(msg)
	}
	switch msg.Button {
	case tea.MouseWheelUp:
		s.table.Scroll(-3)
	case tea.MouseWheelDown:
		s.table.Scroll(3)
	}
	return nil
}

func (s *Screen) handleKey(msg tea.KeyPressMsg) {
	k := s.env.Keys
	show := func(as screen.View) { s.env.Ask(screen.ShowMsg{Ref: s.subject(), As: as}) }
	switch {
	case key.Matches(msg, k.Back):
		if s.selected() != nil {
			s.table.NoFocus = true
			return
		}
		s.env.Ask(screen.BackMsg{})
	case key.Matches(msg, k.Enter, k.Logs):
		show(screen.Logs)
	case key.Matches(msg, k.Previous):
		show(screen.Previous)
	case key.Matches(msg, k.Describe):
		show(screen.Describe)
	case key.Matches(msg, k.YAML):
		show(screen.YAML)
	case key.Matches(msg, k.Suspend, k.Rerun, k.Delete):
		s.act(msg)
	default:
		s.handleMoveKey(msg)
	}
}

// subject returns what the keys act on: the selected pod, else the Job.
func (s *Screen) subject() screen.Ref {
	if pod := s.selected(); pod != nil {
		return screen.Ref{Kind: screen.KindPod, Key: pod.Key()}
	}
	return screen.Ref{Kind: screen.KindJob, Key: s.key}
}

// act asks for a change of the Job, or the deletion of the selected pod, unless the Job is gone.
func (s *Screen) act(msg tea.KeyPressMsg) {
	k := s.env.Keys
	me := screen.Ref{Kind: screen.KindJob, Key: s.key}
	switch {
	case s.job == nil || s.gone:
		s.env.Warn("the Job is gone")
	case s.env.Cluster.ReadOnly:
		s.env.Ask(screen.ReadOnly())
	case key.Matches(msg, k.Suspend):
		if s.job.State.Finished() {
			s.env.Warn("the Job has finished: there is nothing to suspend")
			return
		}
		suspended := s.job.Trimmed.Spec.Suspend
		s.env.Ask(screen.SuspendMsg{Refs: []screen.Ref{me}, Suspend: suspended == nil || !*suspended})
	case key.Matches(msg, k.Rerun):
		if !s.job.State.Finished() {
			s.env.Warn("the Job has not finished: only finished Jobs are run again")
			return
		}
		s.env.Ask(screen.RerunMsg{Jobs: []kube.Key{s.key}})
	default:
		s.env.Ask(screen.DeleteMsg{Refs: []screen.Ref{s.subject()}})
	}
}

// handleMoveKey moves through the pods: down from the Job into them, up from the first back to the Job.
func (s *Screen) handleMoveKey(msg tea.KeyPressMsg) {
	k := s.env.Keys
	if !key.Matches(msg, k.Up, k.Down, k.PageUp, k.PageDown, k.Top, k.Bottom) || len(s.pods) == 0 {
		return
	}
	switch {
	case s.table.NoFocus:
		s.table.NoFocus = key.Matches(msg, k.Up, k.PageUp, k.Top)
		if key.Matches(msg, k.Bottom) {
			s.table.Move(len(s.pods))
		}
		return
	case key.Matches(msg, k.Up, k.PageUp) && s.table.Cursor() == 0:
		s.table.NoFocus = true
	default:
		s.table.Move(k.MoveOf(msg, s.table.PageRows(), len(s.pods)))
	}
}

// selected returns the pod under the cursor, nil when there is none.
func (s *Screen) selected() *workload.Pod {
	if at := s.table.Cursor(); at < len(s.pods) && !s.table.NoFocus {
		return s.pods[at]
	}
	return nil
}
