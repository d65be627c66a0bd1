package main

import (
	"fmt"
	"strings"
	"time"

	"github.com/kronoscope/kronoscope/scheduler"
)

// outlook is what follows for a schedule from an instant on.
type outlook struct {
	subject
	from     time.Time
	runs     []outlookRun
	warnings []scheduler.Warning
}

type outlookRun struct {
	at   time.Time // in the schedule's zone
	note string    // about a change of the clocks
}

// look lists the next runs, with a note at those that a change of the clocks concerns.
func look(s subject, from time.Time, count int) *outlook {
	o := &outlook{subject: s, from: from.In(s.schedule.Location()), warnings: s.schedule.Warnings(from, 0)}
	for at := s.schedule.Next(from); !at.IsZero() && len(o.runs) < count; at = s.schedule.Next(at) {
		o.runs = append(o.runs, outlookRun{at: at})
	}
	if len(o.runs) == 0 {
		return o
	}
	const longestRepeat = 3 * time.Hour // the first of two may be the last that is listed
	shifts := s.schedule.Shifts(from, o.runs[len(o.runs)-1].at.Add(longestRepeat))
	before := from
	for i := range o.runs {
		run := &o.runs[i]
		run.note = clockNotes(shifts, before, run.at)
		before = run.at
	}
	return o
}

// clockNotes says what changes of the clocks do to a run, or did between it and the one before.
func clockNotes(shifts []scheduler.Shift, before, at time.Time) string {
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
				scheduler.Times(sh.Skipped), sh.Skipped[0].Format("Mon 2 Jan")))
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

// title is the CronJob's name, if there is one.
func (o *outlook) title() string {
	if o.namespace != "" {
		return o.namespace + "/" + o.name
	}
	return o.name
}
