// Package calendar is the screen that shows when CronJobs run: by month, by week, or by day down to the minute. It also shows how past
// runs went and what a future run would do.
//
// Slots are counted in commands, never while drawing. The answer to a question that is no longer open is dropped.
package calendar

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/kube/slots"
	"github.com/kronoscope/kronoscope/kube/workload"
	"github.com/kronoscope/kronoscope/tui/screen"
	"github.com/kronoscope/kronoscope/tui/widget"
)

// Screen is a calendar. It is changed only on the event loop.
type Screen struct {
	ctx context.Context // ends when the screen leaves the stack
	env *screen.Env

	width, height int

	scope scope
	zone  zoneChoice

	view   view
	day    slots.Date   // the selected day
	at     slots.Minute // the selected minute of that day; a month selects whole days
	placed bool         // reports whether day was set
	today  slots.Date
	back   []view // views that esc returns to

	cronJobs  []*workload.CronJob // of the scope, as the snapshot has them
	counter   *slots.Counter
	version   int // of the counter, 0 until known
	suspended int // CronJobs left out because they are suspended

	asked answers
	month widget.Month
	grid  widget.HeatGrid
	rows  []row // of the grid

	list    list
	shown   slots.Tally  // outcomes of what is in view
	shifted bool         // reports whether the clocks change in view
	busiest []slots.Busy // busiest minutes of the days in view
	panel   *panel       // what is known of a slot that has no Job to show
	prompt  *prompt      // a question to the user that takes the keys
}

// view is the length of time on the screen.
type view int

const (
	monthView view = iota
	weekView
	dayView
	views
)

// New returns the calendar of all CronJobs in view. ctx ends with the screen; env is shared.
func New(ctx context.Context, env *screen.Env) *Screen {
	return &Screen{ctx: ctx, env: env}
}

// NewOf returns the calendar of some CronJobs.
func NewOf(ctx context.Context, env *screen.Env, cronJobs []kube.Key) *Screen {
	s := New(ctx, env)
	s.scope.pick(cronJobs)
	return s
}

// Init returns nil: counting begins with the first snapshot.
func (s *Screen) Init() tea.Cmd { return nil }

// SetSize sets the size to fill, in cells.
func (s *Screen) SetSize(width, height int) {
	s.width, s.height = max(width, 0), max(height, 0)
	s.refresh()
}

// Title returns the name of the screen.
func (s *Screen) Title() string { return s.scope.title() }

// Typing reports whether a filter, a date or a zone is being typed.
func (s *Screen) Typing() bool { return s.prompt != nil }

// Status shows the filter.
func (s *Screen) Status(width int) string {
	return widget.Clip(s.scope.status(s.env.Styles, len(s.cronJobs)), width)
}

// Update handles a message.
func (s *Screen) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case screen.ChangedMsg:
		return s.handleChanged()
	case screen.TickMsg:
		return s.handleTick()
	case monthMsg, baseMsg, daysMsg, pastMsg, entriesMsg:
		return s.handleAnswer(msg)
	case seekAnswerMsg:
		return s.handleSeek(msg)
	case tea.PasteMsg:
		if s.prompt != nil {
			return s.prompt.edit(s, msg)
		}
	case tea.KeyPressMsg:
		if s.prompt != nil {
			return s.prompt.handleKey(s, msg)
		}
		return s.handleKey(msg)
	case tea.MouseClickMsg:
		return s.handleClick(msg)
	case tea.MouseWheelMsg:
		return s.handleWheel(msg)
	}
	return nil
}

// handleChanged adopts the snapshot. It counts again when schedules have changed, not when only runs have.
func (s *Screen) handleChanged() tea.Cmd {
	s.cronJobs, s.suspended = s.scope.of(s.env)
	counted := slots.New(s.cronJobs, s.scope.countsSuspended(s.cronJobs))
	if s.version == 0 || !counted.Same(s.counter) {
		s.counter = counted
		s.version++
	}
	return tea.Batch(s.handleTick(), s.ask())
}

// forecast asks the root for a forecast of the CronJobs in the calendar.
func (s *Screen) forecast() {
	var keys []kube.Key
	for _, c := range s.cronJobs {
		keys = append(keys, c.Key())
	}
	s.env.Forecast(keys, s.scope.chosen())
}

// handleTick follows the clock. The selection follows it too, until the user has moved it.
func (s *Screen) handleTick() tea.Cmd {
	if s.env.Now.IsZero() {
		return nil
	}
	follows := !s.placed || s.day == s.today && s.view == monthView
	s.today = slots.DateOf(s.now())
	if !s.placed {
		s.at = s.nowMinute()
	}
	s.placed = true
	if follows {
		s.day = s.today
	}
	return s.ask() // the minute may have changed, and with it what is past
}

// now returns the present in the zone in which days begin.
func (s *Screen) now() time.Time { return s.env.Now.In(s.zone.display(s.env)) }

// nowMinute returns the present minute of today.
func (s *Screen) nowMinute() slots.Minute { return slots.MinuteOf(s.env.Now, s.zone.display(s.env)) }
