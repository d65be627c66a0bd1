package calendar

import (
	"context"
	"time"

	"github.com/kronoscope/kronoscope/kube/agenda"
)

// question is what slots depend on: those of a month, or of so many days.
type question struct {
	version int // of the agenda
	first   agenda.Date
	days    int // 0 for the month
	zone    agenda.Zone
	local   *time.Location
}

// present is the minute of the present since 1970, and how many minutes what is known may lag behind it, rounded up.
type present struct{ minute, lag int64 }

// pastQuestion is what became of the slots of some days, and of a month.
type pastQuestion struct {
	slots    question
	month    agenda.Date // the zero date for none
	snapshot uint64
	present  present
}

// entriesQuestion is what happens in a part of a day.
type entriesQuestion struct {
	slots    question
	day      agenda.Date
	window   agenda.Window
	snapshot uint64
	present  present
}

// part is the part of a day of which a list is.
type part struct {
	zone   agenda.Zone
	day    agenda.Date
	window agenda.Window
}

func (q entriesQuestion) part() part { return part{q.slots.zone, q.day, q.window} }

// asked is the question under way, or answered.
type asked[Q comparable] struct {
	question Q
	answered bool
	cancel   context.CancelFunc
}

func (a *asked[Q]) giveUp() {
	if a.cancel != nil {
		a.cancel()
	}
}

// under says that a question is being answered.
func (a *asked[Q]) under() bool { return a.cancel != nil && !a.answered }

// turnTo gives up the question before and returns the context of the new one; false when it is the same.
func (a *asked[Q]) turnTo(q Q) (context.Context, bool) {
	if a.cancel != nil && q == a.question {
		return nil, false
	}
	a.giveUp()
	ctx, cancel := context.WithCancel(context.Background())
	*a = asked[Q]{question: q, cancel: cancel}
	return ctx, true
}

// take says whether an answer is to the present question.
func (a *asked[Q]) take(q Q) bool {
	if q != a.question {
		return false
	}
	a.answered = true
	return true
}
