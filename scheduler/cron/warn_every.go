package cron

import (
	"strings"
	"time"
)

// every warns of how @every differs from a schedule of five fields: it counts real time from the last run.
func (w *warner) every() {
	every, _ := w.s.Every()
	w.everyRounded(every)
	last := w.s.Previous(w.after)
	if last.IsZero() {
		if last = w.s.anchor; last.IsZero() {
			last = w.now
		}
	}
	last = last.In(w.s.loc)
	next := last.Add(every).Truncate(time.Second)
	w.add(WarnEveryLastRun, next, "It counts from the last run, not by the clock on the wall: after a run at %s comes one at %s.",
		atTime(last, next), atTime(next, last))
	if w.s.loc != time.UTC && w.s.loc.String() != "UTC" {
		w.everyZone()
	}
	if every < time.Minute {
		w.add(WarnEveryShort, next, "A Job is named after the minute it was due in, so of the runs due at %s and every %s from then on only one a minute starts.",
			atTime(next, next.Add(every)), rateWords(every))
	}
}

// everyRounded warns of durations that Kubernetes does not take as they are written.
func (w *warner) everyRounded(every time.Duration) {
	_, expr, _ := cutZone(w.s.expr)
	text := strings.TrimPrefix(expr, "@every ")
	switch written, err := time.ParseDuration(text); {
	case err != nil || written == every:
	case written < 0:
		w.add(WarnEveryRounded, time.Time{}, "%s is negative, which is surely a mistake: Kubernetes treats it as 1 second.", text)
	case written < time.Second:
		w.add(WarnEveryRounded, time.Time{}, "%s is less than a second, and Kubernetes treats it as 1 second.", text)
	default:
		w.add(WarnEveryRounded, time.Time{}, "Kubernetes drops parts of a second: of %s it keeps %s.", text, DurationWords(every))
	}
}

// everyZone warns that the time zone has no effect, and of the next change of the clocks, where that shows.
func (w *warner) everyZone() {
	shifts := w.s.Shifts(w.after, w.now.Add(yearAhead))
	if len(shifts) == 0 {
		w.add(WarnEveryZone, time.Time{}, "The time zone %s changes nothing: it counts real time.", w.s.loc)
		return
	}
	by, how := shifts[0].By, "later"
	if by < 0 {
		by, how = -by, "earlier"
	}
	w.add(WarnEveryZone, shifts[0].At, "The time zone %s changes nothing: it counts real time, which the clocks show %s %s from %s on.",
		w.s.loc, DurationWords(by), how, onDay(shifts[0].At))
}
