// Package cronjobdetail is the screen of one CronJob: when it runs, in words and on a calendar, its settings, and how its Jobs went.
//
// It draws the snapshot and asks the root for everything else; it never calls an API.
package cronjobdetail

import (
	"time"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/kube/workload"
	"github.com/kronoscope/kronoscope/tui/keymap"
	"github.com/kronoscope/kronoscope/tui/screen"
	"github.com/kronoscope/kronoscope/tui/widget"
)

// Screen shows a CronJob.
type Screen struct {
	env *screen.Env
	key kube.Key

	width, height int
	layout        layout

	cronJob *workload.CronJob // the latest known; nil before the first
	gone    bool              // it is no longer in the cluster
	jobs    []*workload.Job
	runs    []workload.Run // runs that have begun, oldest first, including those whose Jobs are gone
	spread  workload.RunTimes
	chart   int // lines of the chart of durations, 0 when there is no room
	table   widget.Table

	next   []time.Time // runs to come, in the CronJob's zone
	offset int         // months from the present one to the one in view
	month  widget.Month
	of     monthKey // what month was computed from
	total  int      // number of runs in it
}

// New returns the screen of a CronJob.
func New(env *screen.Env, cronJob kube.Key) *Screen {
	s := &Screen{env: env, key: cronJob}
	s.table.Sorted = -1
	s.handleChanged()
	return s
}

// Init returns nil: the root brings the data.
func (s *Screen) Init() tea.Cmd { return nil }

// Title returns the CronJob's name.
func (s *Screen) Title() string { return s.key.Name }

// Typing reports false: the screen takes no text.
func (s *Screen) Typing() bool { return false }

// SetSize sets the size to fill, in cells.
func (s *Screen) SetSize(width, height int) {
	s.width, s.height = max(width, 0), max(height, 0)
	s.relayout()
}

// Update handles a message.
func (s *Screen) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case screen.ChangedMsg:
		s.handleChanged()
		s.relayout()
	case screen.TickMsg:
		s.plan()
	case tea.KeyPressMsg:
		s.handleKey(msg)
	case tea.MouseClickMsg:
		if row := s.table.RowAt(msg.Y - s.layout.tableTop()); row >= 0 {
			s.table.SetRows(len(s.jobs), row)
		}
	case tea.MouseWheelMsg:
		by := map[tea.MouseButton]int{tea.MouseWheelUp: -1, tea.MouseWheelDown: 1}[msg.Button]
		s.table.Scroll(3 * by)
	}
	return nil
}

func (s *Screen) handleKey(msg tea.KeyPressMsg) {
	k := s.env.Keys
	me := screen.Ref{Kind: screen.KindCronJob, Key: s.key}
	switch {
	case key.Matches(msg, k.Back):
		s.env.Ask(screen.BackMsg{})
	case key.Matches(msg, k.Durations):
		s.env.Ask(screen.ShowMsg{Ref: me, As: screen.Durations})
	case key.Matches(msg, k.Forecast):
		s.env.Forecast([]kube.Key{s.key}, "open")
	case key.Matches(msg, k.Calendar):
		s.env.Ask(screen.CalendarMsg{CronJobs: []kube.Key{s.key}})
	case key.Matches(msg, k.InCronJob.PreviousMonth):
		s.turn(-1)
	case key.Matches(msg, k.InCronJob.NextMonth):
		s.turn(1)
	case key.Matches(msg, k.Enter):
		if at := s.table.Cursor(); at < len(s.jobs) {
			s.env.Ask(screen.ShowMsg{Ref: screen.Ref{Kind: screen.KindJob, Key: s.jobs[at].Key()}, As: screen.Details})
			return
		}
		s.env.Warn("there is no run to open yet; t triggers one")
	case key.Matches(msg, k.Logs):
		s.env.Ask(screen.ShowMsg{Ref: s.loggable(me), As: screen.Logs})
	case key.Matches(msg, k.Previous):
		s.env.Ask(screen.ShowMsg{Ref: s.loggable(me), As: screen.Previous})
	case key.Matches(msg, k.Schedule):
		s.env.Ask(screen.ShowMsg{Ref: me, As: screen.Schedule})
	case key.Matches(msg, k.Describe):
		s.env.Ask(screen.ShowMsg{Ref: me, As: screen.Describe})
	case key.Matches(msg, k.YAML):
		s.env.Ask(screen.ShowMsg{Ref: me, As: screen.YAML})
	case key.Matches(msg, k.Trigger, k.Suspend, k.Delete):
		s.act(msg, me)
	default:
		s.handleMoveKey(msg)
	}
}

// loggable returns the Job under the cursor, else the CronJob, whose log is that of its latest Job.
func (s *Screen) loggable(me screen.Ref) screen.Ref {
	if at := s.table.Cursor(); at < len(s.jobs) {
		return screen.Ref{Kind: screen.KindJob, Key: s.jobs[at].Key()}
	}
	return me
}

// act asks for a change, unless the CronJob is gone.
func (s *Screen) act(msg tea.KeyPressMsg, me screen.Ref) {
	k := s.env.Keys
	switch {
	case s.cronJob == nil || s.gone:
		s.env.Warn("the CronJob is gone")
	case s.env.Cluster.ReadOnly:
		s.env.Ask(screen.ReadOnly())
	case key.Matches(msg, k.Trigger):
		s.env.Ask(screen.TriggerMsg{CronJobs: []kube.Key{s.key}})
	case key.Matches(msg, k.Suspend):
		s.env.Ask(screen.SuspendMsg{Refs: []screen.Ref{me}, Suspend: !s.cronJob.Suspended()})
	default:
		s.env.Ask(screen.DeleteMsg{Refs: []screen.Ref{me}})
	}
}

func (s *Screen) handleMoveKey(msg tea.KeyPressMsg) {
	s.table.Move(s.env.Keys.MoveOf(msg, s.table.PageRows(), len(s.jobs)))
}

// turn turns the calendar by months.
func (s *Screen) turn(by int) {
	s.offset = min(max(s.offset+by, -1200), 1200)
	s.plan()
	s.relayout()
}

// ShortHelp returns the bindings for the footer.
func (s *Screen) ShortHelp() []key.Binding {
	k := s.env.Keys
	short := []key.Binding{k.Trigger, k.Suspend}
	if len(s.jobs) > 0 {
		short = append(short, keymap.Described(k.Enter, "open run"), k.Logs)
	}
	return append(short, k.InCronJob.PreviousMonth, k.InCronJob.NextMonth, k.Calendar, k.Durations, k.Schedule, k.Describe, k.YAML, k.Delete)
}

// Keys returns the bindings of the screen.
func (s *Screen) Keys() []key.Binding {
	k := s.env.Keys
	shared := []key.Binding{
		k.Back, k.Durations, k.Forecast, k.Calendar, k.Enter, k.Logs, k.Previous, k.Schedule, k.Describe, k.YAML, k.Trigger, k.Suspend, k.Delete,
		k.Up, k.Down, k.PageUp, k.PageDown, k.Top, k.Bottom,
	}
	return append(shared, keymap.All(k.InCronJob)...)
}

// FullHelp returns all bindings, by topic.
func (s *Screen) FullHelp() [][]key.Binding {
	k := s.env.Keys
	return [][]key.Binding{
		{k.Up, k.Down, k.PageUp, k.PageDown, k.Top, k.Bottom},
		{k.Calendar, k.Forecast, k.Durations, k.InCronJob.PreviousMonth, k.InCronJob.NextMonth, k.Schedule},
		{k.Enter, k.Logs, k.Previous, k.Describe, k.YAML, k.Back},
		{k.Trigger, k.Suspend, k.Delete},
	}
}
