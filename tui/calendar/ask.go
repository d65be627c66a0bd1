package calendar

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/kronoscope/kronoscope/kube/slots"
)

// answers are the questions that a calendar asks, each with its latest answer.
type answers struct {
	monthOf asked[question]
	baseOf  asked[question]
	daysOf  asked[question]
	pastOf  asked[pastQuestion]
	listOf  asked[entriesQuestion]
	seekOf  asked[seekQuestion]

	month     *slots.Month // nil until counted
	base      int          // the runs of a busy day, 0 until counted
	days      []*slots.Day
	daysFor   question
	past      []*slots.DayPast
	monthPast []slots.DateTally
	pastFor   pastQuestion
}

func (a *answers) giveUp() {
	a.monthOf.giveUp()
	a.baseOf.giveUp()
	a.daysOf.giveUp()
	a.pastOf.giveUp()
	a.listOf.giveUp()
	a.seekOf.giveUp()
}

type (
	monthMsg struct {
		owner    *Screen
		question question
		month    *slots.Month
	}
	baseMsg struct {
		owner    *Screen
		question question
		base     int
	}
	daysMsg struct {
		owner    *Screen
		question question
		days     []*slots.Day
	}
	pastMsg struct {
		owner    *Screen
		question pastQuestion
		days     []*slots.DayPast
		month    []slots.DateTally
	}
	entriesMsg struct {
		owner    *Screen
		question entriesQuestion
		entries  []slots.Entry
		more     int
	}
)

// ask counts what is in view, unless it is known or being counted.
func (s *Screen) ask() tea.Cmd {
	if !s.placed || s.version == 0 {
		return nil
	}
	s.refresh()
	return tea.Batch(s.askMonth(), s.askBase(), s.askDays(), s.askPast(), s.askEntries())
}

func (s *Screen) askMonth() tea.Cmd {
	if s.view != monthView {
		return nil
	}
	q := question{version: s.version, first: s.day.First(), zone: s.zone.of(s.env), local: s.env.Zone}
	ctx, fresh := s.asked.monthOf.turnTo(q)
	if !fresh {
		return nil
	}
	on := s.agenda
	return func() tea.Msg {
		month, ok := on.Month(ctx, q.first, q.zone, q.local)
		if !ok {
			return nil
		}
		return monthMsg{s, q, month}
	}
}

// askBase asks how busy a busy day is, these weeks: against that are the shades of every month, so that they mean the same in each.
func (s *Screen) askBase() tea.Cmd {
	if s.view != monthView {
		return nil
	}
	q := question{version: s.version, first: s.today.First(), zone: s.zone.of(s.env)}
	ctx, fresh := s.asked.baseOf.turnTo(q)
	if !fresh {
		return nil
	}
	on := s.agenda
	return func() tea.Msg {
		base, ok := on.Busiest(ctx, q.first, q.zone)
		if !ok {
			return nil
		}
		return baseMsg{s, q, base}
	}
}

// span is the first day in view and how many there are; of a month, the selected one.
func (s *Screen) span() (slots.Date, int) {
	if s.view == weekView {
		return s.day.Monday(), 7
	}
	return s.day, 1
}

func (s *Screen) askDays() tea.Cmd {
	first, n := s.span()
	q := question{s.version, first, n, s.zone.of(s.env), s.env.Zone}
	ctx, fresh := s.asked.daysOf.turnTo(q)
	if !fresh {
		return nil
	}
	on := s.agenda
	return func() tea.Msg {
		days := make([]*slots.Day, q.days)
		for i := range days {
			var ok bool
			if days[i], ok = on.Day(ctx, q.first.AddDays(i), q.zone, q.local); !ok {
				return nil
			}
		}
		return daysMsg{s, q, days}
	}
}

// askPast asks what became of the slots in view, once they are known; they may be counted anew meanwhile.
func (s *Screen) askPast() tea.Cmd {
	if !s.asked.daysFor.alike(s.asked.daysOf.question) {
		return nil
	}
	q := pastQuestion{slots: s.asked.daysFor, snapshot: s.env.Snapshot.Version, present: s.present()}
	if s.view == monthView {
		q.month = s.day.First()
	}
	ctx, fresh := s.asked.pastOf.turnTo(q)
	if !fresh {
		return nil
	}
	days, on, cronJobs, at := s.asked.days, s.agenda, s.cronJobs, s.env.Present()
	return func() tea.Msg {
		msg := pastMsg{owner: s, question: q}
		for _, day := range days {
			past, ok := day.Past(ctx, cronJobs, at)
			if !ok {
				return nil
			}
			msg.days = append(msg.days, past)
		}
		if q.month != (slots.Date{}) {
			var ok bool
			if msg.month, ok = on.MonthPast(ctx, q.month, q.slots.zone, cronJobs, at); !ok {
				return nil
			}
		}
		return msg
	}
}

// askEntries asks what happens in the selected part of the day; a month lists the runs of its day, which are known already.
func (s *Screen) askEntries() tea.Cmd {
	day, past := s.selected()
	if day == nil || s.view == monthView {
		return nil
	}
	q := entriesQuestion{s.asked.daysFor, s.day, s.listed(day, past), s.env.Snapshot.Version, s.present()}
	ctx, fresh := s.asked.listOf.turnTo(q)
	if !fresh {
		return nil
	}
	cronJobs, at := s.cronJobs, s.env.Present()
	return func() tea.Msg {
		entries, more, ok := day.Entries(ctx, q.window, cronJobs, at)
		if !ok {
			return nil
		}
		return entriesMsg{s, q, entries, more}
	}
}

// present is what of the present matters: slots fall on minutes.
func (s *Screen) present() present {
	return present{s.env.Now.Unix() / 60, int64((s.env.Lag + time.Minute - 1) / time.Minute)}
}

// answered takes an answer, if it is to what is still asked, and asks what could not be asked without it.
func (s *Screen) answered(msg tea.Msg) tea.Cmd {
	a := &s.asked
	switch msg := msg.(type) {
	case monthMsg:
		if msg.owner != s || !a.monthOf.take(msg.question) {
			return nil
		}
		a.month = msg.month
	case baseMsg:
		if msg.owner != s || !a.baseOf.take(msg.question) {
			return nil
		}
		a.base = msg.base
	case daysMsg:
		if msg.owner != s || !a.daysOf.take(msg.question) {
			return nil
		}
		a.days, a.daysFor = msg.days, msg.question
	case pastMsg:
		if msg.owner != s || !a.pastOf.take(msg.question) {
			return nil
		}
		a.past, a.monthPast, a.pastFor = msg.days, msg.month, msg.question
	case entriesMsg:
		if msg.owner != s || !a.listOf.take(msg.question) {
			return nil
		}
		s.list.set(msg)
	}
	return s.ask()
}

// dayAt is a day in view and what became of it, nil when it is not known yet. While the days are counted anew the old count stands.
func (s *Screen) dayAt(i int) (*slots.Day, *slots.DayPast) {
	a := &s.asked
	first, n := s.span()
	shown := func(q question) bool { return q.first == first && q.days == n && q.zone == s.zone.of(s.env) }
	switch {
	case !shown(a.daysFor) || i >= len(a.days):
		return nil, nil
	case !shown(a.pastFor.slots) || i >= len(a.past):
		return a.days[i], nil
	}
	return a.days[i], a.past[i]
}

// selected is the selected day and what became of it, nil when it is not known yet.
func (s *Screen) selected() (*slots.Day, *slots.DayPast) {
	first, _ := s.span()
	return s.dayAt(first.DaysTo(s.day))
}
