package scheduler

import (
	"fmt"
	"strings"
	"time"
)

// Run is a slot to come.
type Run struct {
	At   time.Time // in the schedule's zone
	Note string    // what a change of the clocks does to it, or did between it and the one before; "" for nothing
}

// Runs are the next slots after an instant, at most so many.
func (s Schedule) Runs(from time.Time, count int) []Run {
	var runs []Run
	for at := s.Next(from); !at.IsZero() && len(runs) < count; at = s.Next(at) {
		runs = append(runs, Run{At: at})
	}
	if len(runs) == 0 {
		return nil
	}
	const longestRepeat = 3 * time.Hour // the first of two may be the last that is listed
	shifts := s.Shifts(from, runs[len(runs)-1].At.Add(longestRepeat))
	before := from
	for i := range runs {
		runs[i].Note = clockNotes(shifts, before, runs[i].At)
		before = runs[i].At
	}
	return runs
}

// clockNotes says what changes of the clocks do to a run, or did between it and the one before.
func clockNotes(shifts []Shift, before, at time.Time) string {
	var notes []string
	for _, sh := range shifts {
		passed := before.Before(sh.At) && !sh.At.After(at)
		switch {
		case contains(sh.Twice, at):
			notes = append(notes, at.Format("15:04")+" again: the clocks went back")
		case contains(sh.Twice, at.Add(-sh.By)):
			notes = append(notes, "first of two at "+at.Format("15:04")+": the clocks go back")
		case passed && len(sh.Skipped) > 0:
			notes = append(notes, fmt.Sprintf("none at %s on %s: the clocks went forward",
				Times(sh.Skipped), sh.Skipped[0].Format("Mon 2 Jan")))
		case passed:
			notes = append(notes, fmt.Sprintf("the clocks went from %s to %s on %s",
				sh.Before().Format("15:04"), sh.At.Format("15:04"), sh.At.Format("Mon 2 Jan")))
		}
	}
	return strings.Join(notes, "; ")
}

func contains(times []time.Time, t time.Time) bool {
	for _, other := range times {
		if other.Equal(t) {
			return true
		}
	}
	return false
}
