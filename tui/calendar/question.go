package calendar

import (
	"context"
	"time"

	"github.com/kronoscope/kronoscope/kube/slots"
)

// question is what slots depend on: those of a month, or of so many days.
type question struct {
	version int // of the agenda
	first   slots.Date
	days    int // 0 for the month
	zone    slots.Zone
	local   *time.Location
}

// alike says that two questions are of the same days, whatever has become of the schedules between them.
func (q question) alike(other question) bool {
	q.version = other.version
	return q == other
}

// present is the minute of the present since 1970, and how many minutes what is known may lag behind it, rounded up.
type present struct{ minute, lag int64 }

// pastQuestion is what became of the slots of some days, and of a month.
type pastQuestion struct {
	slots    question
	month    slots.Date // the zero date for none
	snapshot uint64
	present  present
}

func (q pastQuestion) alike(other pastQuestion) bool {
	return q.slots.alike(other.slots) && q.month == other.month
}

// entriesQuestion is what happens in a part of a day.
type entriesQuestion struct {
	slots    question
	day      slots.Date
	window   slots.Window
	snapshot uint64
	present  present
}

// part is the part of a day of which a list is.
type part struct {
	zone   slots.Zone
	day    slots.Date
	window slots.Window
}

func (q entriesQuestion) part() part { return part{q.slots.zone, q.day, q.window} }

func (q entriesQuestion) alike(other entriesQuestion) bool { return q.part() == other.part() }

// askable is a question. Those are alike that differ in nothing but what time and the cluster bring.
type askable[Q any] interface {
	comparable
	alike(other Q) bool
}

// asked is the question under way, or answered.
type asked[Q askable[Q]] struct {
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

// turnTo gives up the question before and returns the context of the new one; false when it is the same, or when it has to wait for
// the answer to one like it: news that gave that up would keep a long count from ever ending on a busy cluster.
func (a *asked[Q]) turnTo(q Q) (context.Context, bool) {
	if a.cancel != nil && q == a.question || a.under() && q.alike(a.question) {
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
