package cron

import (
	"fmt"
	"strings"
	"time"
)

// Slot is a slot with what people should know of it.
type Slot struct {
	At   time.Time // in the schedule's zone
	Note string    // what a change of the clocks does to the slot, or did since the one before, in English; usually ""
}

// Slots returns the next slots after an instant, at most count of them.
func (s Schedule) Slots(from time.Time, count int) []Slot {
	var runs []Slot
	for at := s.After(from); !at.IsZero() && len(runs) < count; at = s.Next(at) {
		runs = append(runs, Slot{At: at})
	}
	if len(runs) == 0 {
		return nil
	}
	// The first of two may be the last that is listed, and the second the first.
	const longestRepeat = 3 * time.Hour
	shifts := s.Shifts(from.Add(-longestRepeat), runs[len(runs)-1].At.Add(longestRepeat))
	before := from
	for i := range runs {
		runs[i].Note = clockNotes(shifts, before, runs[i].At)
		before = runs[i].At
	}
	return runs
}

// SlotsFrom is [Schedule.Slots] with a slot at the instant itself included. An @every schedule without an anchor is counted from there.
func (s Schedule) SlotsFrom(from time.Time, count int) []Slot {
	return s.WithDefaultAnchor(from).Slots(from.Add(-1), count)
}

// clockNotes describes what changes of the clocks do to a slot, or did between it and the one before. Of several changes in between it
// describes one that skipped a slot, or else the last; the others are counted.
func clockNotes(shifts []Shift, before, at time.Time) string {
	var notes []string
	var shown *Shift
	passed := 0
	for i, sh := range shifts {
		switch {
		case contains(sh.Repeated, at):
			notes = append(notes, at.Format("15:04")+" again: the clocks went back")
		case contains(sh.Repeated, at.Add(-sh.By)):
			notes = append(notes, "first of two at "+at.Format("15:04")+": the clocks go back")
		case before.Before(sh.At) && !sh.At.After(at):
			if passed++; shown == nil || len(shown.Skipped) == 0 {
				shown = &shifts[i]
			}
		}
	}
	if shown != nil {
		notes = append(notes, shown.passedBefore(at))
	}
	if passed > 1 {
		notes = append(notes, plural(passed-1, "more change"))
	}
	return strings.Join(notes, "; ")
}

// passedBefore describes what a change did between a slot and the one before it.
func (sh Shift) passedBefore(run time.Time) string {
	if len(sh.Skipped) > 0 {
		return fmt.Sprintf("none at %s on %s: the clocks went forward", timesOfDay(sh.Skipped), ShortDate(sh.Skipped[0], run))
	}
	return fmt.Sprintf("the clocks went from %s to %s on %s", sh.ClockBefore().Format("15:04"), sh.At.Format("15:04"), ShortDate(sh.At, run))
}

func contains(times []time.Time, t time.Time) bool {
	for _, other := range times {
		if other.Equal(t) {
			return true
		}
	}
	return false
}
