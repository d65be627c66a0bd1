// Package calendar is the screen that shows, month by month, how many runs of all CronJobs begin on each day, and who runs when
// on the selected one.
//
// Slots are counted in commands, never while drawing; an answer to a question that is no longer asked is dropped.
package calendar

import (
	"time"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/kronoscope/kronoscope/tui/screen"
	"github.com/kronoscope/kronoscope/tui/widget"
)

// Screen is the calendar of all CronJobs.
type Screen struct {
	env  *screen.Env
	keys keys

	width, height int

	day    date // the selected one
	placed bool // day was set
	today  date
	mode   zoneMode

	items     []item
	version   int // of the items, 0 until they are known
	suspended int

	month    *monthAnswer // nil until counted
	dayPlan  *dayAnswer
	monthAsk asked
	dayAsk   asked

	inList bool // keys move in the day's list
	cursor int
	first  int // of the list, in view
}

// New is the calendar. env is shared.
func New(env *screen.Env) *Screen { return &Screen{env: env, keys: newKeys(env.Keys)} }

// Init does nothing: counting begins with the first snapshot.
func (s *Screen) Init() tea.Cmd { return nil }

// SetSize tells the cells to fill.
func (s *Screen) SetSize(width, height int) {
	s.width, s.height = max(width, 0), max(height, 0)
	s.keepInView()
}

// Title names the screen.
func (s *Screen) Title() string { return "Calendar" }

// Typing is never so: the calendar takes no text.
func (s *Screen) Typing() bool { return false }

// Close gives up what is being counted.
func (s *Screen) Close() {
	s.monthAsk.giveUp()
	s.dayAsk.giveUp()
}

// Update handles a message.
func (s *Screen) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case screen.ChangedMsg:
		return s.changed()
	case screen.TickMsg:
		return s.ticked()
	case monthMsg:
		if msg.owner == s && msg.question == s.monthAsk.question {
			s.month = &msg.answer
		}
	case dayMsg:
		if msg.owner == s && msg.question == s.dayAsk.question {
			s.dayPlan = &msg.answer
			s.keepInView()
		}
	case tea.KeyPressMsg:
		return s.pressed(msg)
	case tea.MouseClickMsg:
		return s.clicked(msg)
	case tea.MouseWheelMsg:
		return s.wheel(msg)
	}
	return nil
}

// changed counts anew when what fires when has changed, not when a run has.
func (s *Screen) changed() tea.Cmd {
	items, suspended := collect(s.env)
	s.suspended = suspended
	if s.version == 0 || !sameItems(items, s.items) {
		s.items = items
		s.version++
	}
	return tea.Batch(s.ticked(), s.ask())
}

// ticked follows the clock; the selection follows it until the user has moved it.
func (s *Screen) ticked() tea.Cmd {
	if s.env.Now.IsZero() {
		return nil
	}
	today := dateOf(s.env.Now.In(s.mode.display(s.env)))
	if today == s.today {
		return nil
	}
	follows := !s.placed || s.day == s.today
	s.today, s.placed = today, true
	if follows {
		s.day = today
		return s.ask()
	}
	return nil
}

func (s *Screen) pressed(msg tea.KeyPressMsg) tea.Cmd {
	k := s.keys
	switch {
	case key.Matches(msg, k.shared.Back):
		if s.inList {
			s.inList = false
			return nil
		}
		return screen.Ask(screen.BackMsg{})
	case key.Matches(msg, k.Zone):
		s.mode = (s.mode + 1) % zoneModes
		s.today = dateOf(s.env.Now.In(s.mode.display(s.env)))
		return s.ask()
	case key.Matches(msg, k.Today):
		return s.move(s.today)
	case key.Matches(msg, k.PreviousMonth):
		return s.move(s.day.addMonths(-1))
	case key.Matches(msg, k.NextMonth):
		return s.move(s.day.addMonths(1))
	case s.inList:
		return s.pressedInList(msg)
	case key.Matches(msg, k.shared.Enter):
		s.inList = s.dayPlan != nil && len(s.dayPlan.runs) > 0
	case key.Matches(msg, k.Left):
		return s.move(s.day.addDays(-1))
	case key.Matches(msg, k.Right):
		return s.move(s.day.addDays(1))
	case key.Matches(msg, k.shared.Up):
		return s.move(s.day.addDays(-7))
	case key.Matches(msg, k.shared.Down):
		return s.move(s.day.addDays(7))
	case key.Matches(msg, k.shared.Top):
		return s.move(date{s.day.year, s.day.month, 1})
	case key.Matches(msg, k.shared.Bottom):
		return s.move(date{s.day.year, s.day.month + 1, 0}.normal())
	case key.Matches(msg, k.shared.PageDown):
		s.scroll(s.listRows())
	case key.Matches(msg, k.shared.PageUp):
		s.scroll(-s.listRows())
	}
	return nil
}

func (s *Screen) pressedInList(msg tea.KeyPressMsg) tea.Cmd {
	k := s.keys
	n := 0
	if s.dayPlan != nil {
		n = len(s.dayPlan.runs)
	}
	switch {
	case n == 0:
	case key.Matches(msg, k.shared.Enter):
		return screen.Ask(screen.ShowMsg{Ref: s.dayPlan.runs[s.cursor].ref(), As: screen.Details})
	case key.Matches(msg, k.shared.Up):
		s.cursor--
	case key.Matches(msg, k.shared.Down):
		s.cursor++
	case key.Matches(msg, k.shared.PageUp):
		s.cursor -= s.listRows()
	case key.Matches(msg, k.shared.PageDown):
		s.cursor += s.listRows()
	case key.Matches(msg, k.shared.Top):
		s.cursor = 0
	case key.Matches(msg, k.shared.Bottom):
		s.cursor = n - 1
	}
	s.keepInView()
	return nil
}

// move selects a day, and counts its month if it is another one.
func (s *Screen) move(to date) tea.Cmd {
	if to == s.day || to.year < 1971 || to.year > 2199 {
		return nil
	}
	s.day, s.placed = to, true
	return s.ask()
}

func (s *Screen) clicked(msg tea.MouseClickMsg) tea.Cmd {
	l := s.layout()
	if day := s.view().DayAt(msg.X, msg.Y-1, l.monthWidth, l.monthHeight); day > 0 && msg.X < l.monthWidth && msg.Y <= l.monthHeight {
		s.inList = false
		return s.move(date{s.day.year, s.day.month, day})
	}
	return nil
}

func (s *Screen) wheel(msg tea.MouseWheelMsg) tea.Cmd {
	l := s.layout()
	by := map[tea.MouseButton]int{tea.MouseWheelUp: -1, tea.MouseWheelDown: 1}[msg.Button]
	if msg.X < l.monthWidth && msg.Y <= l.monthHeight {
		return s.move(s.day.addMonths(by))
	}
	s.scroll(3 * by)
	return nil
}

// scroll moves the day's list without its cursor.
func (s *Screen) scroll(by int) {
	n := 0
	if s.dayPlan != nil {
		n = len(s.dayPlan.runs)
	}
	s.first = min(max(s.first+by, 0), max(n-s.listRows(), 0))
	s.cursor = min(max(s.cursor, s.first), max(s.first+s.listRows()-1, s.first))
}

func (s *Screen) keepInView() {
	n := 0
	if s.dayPlan != nil {
		n = len(s.dayPlan.runs)
	}
	s.cursor = min(max(s.cursor, 0), max(n-1, 0))
	rows := s.listRows()
	s.first = min(max(s.first, s.cursor-rows+1), s.cursor)
	s.first = min(max(s.first, 0), max(n-rows, 0))
	s.inList = s.inList && n > 0
}

// view is the month as the widget takes it.
func (s *Screen) view() widget.Month {
	m := widget.Month{Year: s.day.year, Month: s.day.month, Selected: s.day.day}
	if s.today.year == s.day.year && s.today.month == s.day.month {
		m.Today = s.today.day
	}
	if a := s.month; a != nil && a.year == s.day.year && a.month == s.day.month && a.mode == s.mode {
		m.Counts, m.Shifted = a.counts, a.shifted
	}
	return m
}

// midday is an instant that lies on a date whatever the zone does at its ends.
func (d date) midday(zone *time.Location) time.Time {
	return time.Date(d.year, d.month, d.day, 12, 0, 0, 0, zone)
}
