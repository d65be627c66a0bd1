// Package forecast is the screen that shows what CronJobs will do in the days to come: their runs, the slots that start none, the
// resources that their namespaces need at once, and what to move. Forecasts are made in a command, never while drawing; the answer to a
// question that is no longer open is dropped.
package forecast

import (
	"context"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
	corev1 "k8s.io/api/core/v1"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/scheduler/forecast"
	"github.com/kronoscope/kronoscope/themes"
	"github.com/kronoscope/kronoscope/tui/screen"
	"github.com/kronoscope/kronoscope/tui/widget"
)

// Quotas reads the quotas of the cluster; it is called in a command.
type Quotas func(ctx context.Context) ([]*corev1.ResourceQuota, error)

// Screen is the forecast of all CronJobs in view, or of some.
type Screen struct {
	ctx    context.Context // ends when the screen leaves the stack
	env    *screen.Env
	quotas Quotas
	only   map[kube.Key]bool // nil for all
	chosen string            // how they were chosen

	width, height int
	layout        layout

	span     int // index in spans
	answered int // the span of the answer
	subject  subject
	asked    asked

	answer      *forecast.Forecast // nil until known
	err         error              // why there is no forecast, or no quotas in it
	rows        []row
	table       widget.Table
	places      []int          // index of each column in view among all columns
	notes       []string       // the lines below the table, fitted to the width
	notesStyles *themes.Styles // of notes
	first       int            // the first note in view
	large       bool           // the notes fill the screen
}

// New returns the requested forecast. ctx ends with the screen; quotas may be nil, for none.
func New(ctx context.Context, env *screen.Env, of screen.ForecastMsg, quotas Quotas) *Screen {
	s := &Screen{ctx: ctx, env: env, quotas: quotas, span: 1, chosen: of.Chosen}
	for _, k := range of.CronJobs {
		if s.only == nil {
			s.only = map[kube.Key]bool{}
		}
		s.only[k] = true
	}
	s.table.Sorted = -1
	return s
}

// Init returns nil: the work begins with the first snapshot.
func (s *Screen) Init() tea.Cmd { return nil }

// Title returns the name of the screen.
func (s *Screen) Title() string { return "Forecast" }

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
	case screen.ChangedMsg, screen.TickMsg:
		return s.ask(false)
	case answerMsg:
		s.handleAnswer(msg)
	case tea.KeyPressMsg:
		return s.handleKey(msg)
	case tea.MouseClickMsg:
		if row := s.table.RowAt(msg.Y - s.layout.head); row >= 0 && !s.large {
			s.table.SetRows(len(s.rows), row)
		}
	case tea.MouseWheelMsg:
		by := map[tea.MouseButton]int{tea.MouseWheelUp: -3, tea.MouseWheelDown: 3}[msg.Button]
		if s.large || msg.Y >= s.layout.head+s.layout.table {
			s.scroll(by)
		} else {
			s.table.Scroll(by)
		}
	}
	return nil
}

func (s *Screen) handleKey(msg tea.KeyPressMsg) tea.Cmd {
	k := s.env.Keys
	switch {
	case key.Matches(msg, k.Back):
		switch {
		case s.asked.task.Busy() && !s.asked.quiet:
			s.giveUp()
			return nil
		case s.large:
			s.enlarge()
			return nil
		}
		s.env.Ask(screen.BackMsg{})
	case key.Matches(msg, s.env.Keys.InForecast.Shorter):
		return s.setSpan(s.span - 1)
	case key.Matches(msg, s.env.Keys.InForecast.Longer):
		return s.setSpan(s.span + 1)
	case key.Matches(msg, k.Refresh):
		return s.ask(true)
	case key.Matches(msg, s.env.Keys.InForecast.Findings):
		s.enlarge()
	case s.large:
		s.scroll(k.MoveOf(msg, s.layout.notes, len(s.notes)))
	case key.Matches(msg, k.Up, k.Down, k.PageUp, k.PageDown, k.Top, k.Bottom):
		s.table.Move(k.MoveOf(msg, s.table.PageRows(), len(s.rows)))
	default:
		as, ok := s.env.ViewOf(msg)
		switch {
		case ok && s.table.Cursor() < len(s.rows):
			s.env.Ask(screen.ShowMsg{Ref: s.rows[s.table.Cursor()].ref(), As: as})
		case ok:
			s.env.Warn("there is no CronJob to open")
		}
	}
	return nil
}

func (s *Screen) setSpan(span int) tea.Cmd {
	s.span, s.first = min(max(span, 0), len(spans)-1), 0
	return s.ask(false)
}

// giveUp returns to the span of the answer in view, if there is one.
func (s *Screen) giveUp() {
	s.asked.task.Cancel()
	if s.answer != nil {
		s.span, s.asked.span = s.answered, s.answered
	}
}

func (s *Screen) enlarge() {
	s.large, s.first = !s.large, 0
	s.relayout()
}

func (s *Screen) scroll(by int) {
	s.first = min(max(s.first+by, 0), max(len(s.notes)-s.layout.notes, 0))
}
