package calendar

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/kronoscope/kronoscope/kube/slots"
	"github.com/kronoscope/kronoscope/tui/async"
)

// answers holds the questions that a calendar asks, each with its latest answer.
type answers struct {
	monthOf async.Query[question, *slots.Month]
	baseOf  async.Query[question, int]
	daysOf  async.Query[question, []*slots.Day]
	pastOf  async.Query[pastQuestion, pastAnswer]
	listOf  async.Query[entriesQuestion, entriesAnswer]
	seekOf  async.Query[seekQuestion, seekAnswer]

	month     *slots.Month // nil until counted
	base      int          // the runs of a busy day, 0 until counted
	days      []*slots.Day
	daysFor   question
	past      []*slots.DayPast
	monthPast []slots.DateTally
	pastFor   pastQuestion
}

// pastAnswer holds the outcomes of the slots of some days, and of the days of a month if they were asked for.
type pastAnswer struct {
	days  []*slots.DayPast
	month []slots.DateTally
}

// entriesAnswer holds what happens in a part of a day, and how many entries were left out.
type entriesAnswer struct {
	entries []slots.Entry
	more    int
}

// The messages that bring the answers.
type (
	monthMsg   = async.Answer[*slots.Month]
	baseMsg    = async.Answer[int]
	daysMsg    = async.Answer[[]*slots.Day]
	pastMsg    = async.Answer[pastAnswer]
	entriesMsg = async.Answer[entriesAnswer]
)

// ask starts counting what is in view, unless it is known or being counted already.
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
	on := s.counter
	return s.asked.monthOf.Ask(s.ctx, q, func(ctx context.Context) *slots.Month {
		month, _ := on.Month(ctx, q.first, q.zone, q.local)
		return month
	})
}

// askBase asks how many runs a busy day has in the present weeks. Every month is shaded against that number, so that a shade means the
// same in each.
func (s *Screen) askBase() tea.Cmd {
	if s.view != monthView {
		return nil
	}
	q := question{version: s.version, first: s.today.First(), zone: s.zone.of(s.env)}
	on := s.counter
	return s.asked.baseOf.Ask(s.ctx, q, func(ctx context.Context) int {
		base, _ := on.Busiest(ctx, q.first, q.zone)
		return base
	})
}

// span returns the first day in view and the number of days; for a month, the selected day.
func (s *Screen) span() (slots.Date, int) {
	if s.view == weekView {
		return s.day.Monday(), 7
	}
	return s.day, 1
}

func (s *Screen) askDays() tea.Cmd {
	first, n := s.span()
	q := question{s.version, first, n, s.zone.of(s.env), s.env.Zone}
	on := s.counter
	return s.asked.daysOf.Ask(s.ctx, q, func(ctx context.Context) []*slots.Day {
		days := make([]*slots.Day, q.days)
		for i := range days {
			days[i], _ = on.Day(ctx, q.first.AddDays(i), q.zone, q.local)
		}
		return days
	})
}

// askPast asks for the outcomes of the slots in view once the slots are known. The slots may be counted again meanwhile.
func (s *Screen) askPast() tea.Cmd {
	if !s.asked.daysFor.Alike(s.asked.daysOf.Question()) {
		return nil
	}
	q := pastQuestion{slots: s.asked.daysFor, snapshot: s.env.Snapshot.Version, present: s.present()}
	if s.view == monthView {
		q.month = s.day.First()
	}
	days, on, cronJobs, at := s.asked.days, s.counter, s.cronJobs, s.env.Present()
	return s.asked.pastOf.Ask(s.ctx, q, func(ctx context.Context) pastAnswer {
		var answer pastAnswer
		for _, day := range days {
			past, _ := day.Past(ctx, cronJobs, at)
			answer.days = append(answer.days, past)
		}
		if q.month != (slots.Date{}) {
			answer.month, _ = on.MonthPast(ctx, q.month, q.slots.zone, cronJobs, at)
		}
		return answer
	})
}

// askEntries asks what happens in the selected part of the day. A month lists the runs of its selected day, which are known already.
func (s *Screen) askEntries() tea.Cmd {
	day, past := s.selected()
	if day == nil || s.view == monthView {
		return nil
	}
	q := entriesQuestion{s.asked.daysFor, s.day, s.listed(day, past), s.env.Snapshot.Version, s.present()}
	cronJobs, at := s.cronJobs, s.env.Present()
	return s.asked.listOf.Ask(s.ctx, q, func(ctx context.Context) entriesAnswer {
		entries, more, _ := day.Entries(ctx, q.window, cronJobs, at)
		return entriesAnswer{entries, more}
	})
}

// present returns the present to the minute: slots fall on minutes.
func (s *Screen) present() present {
	return present{s.env.Now.Unix() / 60, int64((s.env.SnapshotAge + time.Minute - 1) / time.Minute)}
}

// handleAnswer takes the answer to a question that is still open, then asks what depends on it.
func (s *Screen) handleAnswer(msg tea.Msg) tea.Cmd {
	a, taken := &s.asked, false
	switch msg := msg.(type) {
	case monthMsg:
		if month, ok := a.monthOf.Take(msg); ok {
			a.month, taken = month, true
		}
	case baseMsg:
		if base, ok := a.baseOf.Take(msg); ok {
			a.base, taken = base, true
		}
	case daysMsg:
		if days, ok := a.daysOf.Take(msg); ok {
			a.days, a.daysFor, taken = days, a.daysOf.Question(), true
		}
	case pastMsg:
		if past, ok := a.pastOf.Take(msg); ok {
			a.past, a.monthPast, a.pastFor, taken = past.days, past.month, a.pastOf.Question(), true
		}
	case entriesMsg:
		if answer, ok := a.listOf.Take(msg); ok {
			s.list.set(a.listOf.Question(), answer)
			taken = true
		}
	}
	if !taken {
		return nil
	}
	return s.ask()
}

// dayAt returns a day in view and its outcomes, nil while they are not known. The old count stays while the days are counted again.
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

// selected returns the selected day and its outcomes, nil while they are not known.
func (s *Screen) selected() (*slots.Day, *slots.DayPast) {
	first, _ := s.span()
	return s.dayAt(first.DaysTo(s.day))
}
