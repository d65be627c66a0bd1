package calendar

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"
)

// question is all that an answer depends on.
type question struct {
	version int // of the items
	day     date
	mode    zoneMode
	local   *time.Location
}

// asked is the question under way, or answered.
type asked struct {
	question question
	cancel   context.CancelFunc
}

func (a *asked) giveUp() {
	if a.cancel != nil {
		a.cancel()
	}
}

// turnTo gives up the question before and returns the context of the new one; false when it is the same.
func (a *asked) turnTo(q question) (context.Context, bool) {
	if a.cancel != nil && q == a.question {
		return nil, false
	}
	a.giveUp()
	ctx, cancel := context.WithCancel(context.Background())
	*a = asked{q, cancel}
	return ctx, true
}

type (
	monthMsg struct {
		owner    *Screen
		question question
		answer   monthAnswer
	}
	dayMsg struct {
		owner    *Screen
		question question
		answer   dayAnswer
	}
)

// ask counts the selected day and its month in commands, unless they are known or being counted: what changes nothing of a
// question must not start it again, or a busy cluster would keep a long count from ever ending.
func (s *Screen) ask() tea.Cmd {
	if !s.placed {
		return nil
	}
	var cmds []tea.Cmd
	items, day := s.items, question{s.version, s.day, s.mode, s.env.Zone}
	month := day
	month.day.day = 1
	if ctx, fresh := s.monthAsk.turnTo(month); fresh {
		cmds = append(cmds, func() tea.Msg {
			answer, ok := countMonth(ctx, items, month.day, month.mode, month.local)
			if !ok {
				return nil
			}
			return monthMsg{s, month, answer}
		})
	}
	if ctx, fresh := s.dayAsk.turnTo(day); fresh {
		cmds = append(cmds, func() tea.Msg {
			answer, ok := planDay(ctx, items, day.day, day.mode, day.local)
			if !ok {
				return nil
			}
			return dayMsg{s, day, answer}
		})
	}
	return tea.Batch(cmds...)
}
