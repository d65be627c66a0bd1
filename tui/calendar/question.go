package calendar

import (
	"time"

	"github.com/kronoscope/kronoscope/kube/slots"
)

// question is what a count of slots depends on: of a month, or of a number of days.
type question struct {
	version int // of the counter
	first   slots.Date
	days    int // 0 for the month
	zone    slots.Zone
	local   *time.Location
}

// Alike reports whether both questions are about the same days, even if schedules changed in between.
func (q question) Alike(other question) bool {
	q.version = other.version
	return q == other
}

// present is the present minute, counted from 1970, and how many minutes our knowledge may lag behind it, rounded up.
type present struct{ minute, lag int64 }

// pastQuestion asks for the outcomes of the slots of some days, and of a month.
type pastQuestion struct {
	slots    question
	month    slots.Date // the zero date for no month
	snapshot uint64
	present  present
}

// Alike reports whether both questions are about the same days.
func (q pastQuestion) Alike(other pastQuestion) bool {
	return q.slots.Alike(other.slots) && q.month == other.month
}

// entriesQuestion asks what happens in a part of a day.
type entriesQuestion struct {
	slots    question
	day      slots.Date
	window   slots.Window
	snapshot uint64
	present  present
}

// part is the part of a day that a list covers.
type part struct {
	zone   slots.Zone
	day    slots.Date
	window slots.Window
}

func (q entriesQuestion) part() part { return part{q.slots.zone, q.day, q.window} }

// Alike reports whether both questions are about the same part of a day.
func (q entriesQuestion) Alike(other entriesQuestion) bool { return q.part() == other.part() }
