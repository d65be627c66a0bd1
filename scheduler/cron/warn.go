package cron

import (
	"fmt"
	"strings"
	"time"
)

// Warning is one thing about a schedule that people do not expect.
type Warning struct {
	Code WarningCode
	Text string    // a sentence in English, with the date on which it shows next
	At   time.Time // that instant or the start of that day, in the schedule's zone; zero where there is none
}

// WarningCode names a kind of warning for scripts. A code never changes its meaning.
type WarningCode string

// The codes.
const (
	WarnZoneInSchedule WarningCode = "zone-in-schedule"     // TZ= in the expression, which Kubernetes refuses
	WarnNever          WarningCode = "never"                // no date matches
	WarnBeyondSearch   WarningCode = "beyond-search"        // no slot within the five years that Kubernetes looks ahead
	WarnDayOrWeekday   WarningCode = "day-or-weekday"       // day of month and day of week are both given: either is enough
	WarnStepRestarts   WarningCode = "step-restarts"        // a step that does not divide its hour, day … evenly
	WarnStepTooLarge   WarningCode = "step-too-large"       // a step that leaves a single value
	WarnShortMonths    WarningCode = "short-months"         // a 29th, 30th or 31st that some months lack
	WarnSkipped        WarningCode = "dst-skipped"          // a time that does not exist when the clocks go forward
	WarnRepeated       WarningCode = "dst-twice"            // a time that comes twice when the clocks go back
	WarnEveryLastRun   WarningCode = "every-from-last-run"  // @every follows the last run, not the time of day
	WarnEveryZone      WarningCode = "every-ignores-zone"   // @every ignores the time zone
	WarnEveryShort     WarningCode = "every-under-a-minute" // @every with more slots than Jobs can have names
	WarnEveryRounded   WarningCode = "every-rounded"        // @every with parts of a second, or less than one
	WarnFasterThanRun  WarningCode = "faster-than-run"      // a slot comes before the run of the previous slot ends
	WarnMidnight       WarningCode = "midnight"             // once a day at 00:00, as many others
)

const (
	yearAhead   = 366 * 24 * time.Hour // how far ahead changes of the clocks are looked for
	maxExamples = 5000                 // how many slots are searched for one that shows what is meant
)

// Warnings returns what is surprising about the schedule after an instant, the most serious first. run is how
// long a run takes, 0 when that is not known. Changes of the clocks are looked for in the year that follows.
func (s Schedule) Warnings(now time.Time, run time.Duration) []Warning {
	return s.warnings(now, now, run)
}

// WarningsFrom is [Schedule.Warnings] with a slot at the instant itself included, as in [Schedule.SlotsFrom].
func (s Schedule) WarningsFrom(from time.Time, run time.Duration) []Warning {
	return s.WithDefaultAnchor(from).warnings(from, from.Add(-1), run)
}

func (s Schedule) warnings(now, after time.Time, run time.Duration) []Warning {
	w := &warner{s: s, now: now.In(s.Location()), after: after.In(s.Location())}
	w.zoneInSchedule()
	switch _, every := s.Every(); {
	case s.neverMatches():
		w.never()
		return w.found
	case every:
		w.every()
	case s.After(after).IsZero():
		w.add(WarnBeyondSearch, time.Time{}, "It does not fire in the five years after %s, and Kubernetes looks no further.", onDay(w.now))
		return w.found
	default:
		w.dayOrWeekday()
		w.steps()
		w.shortMonths()
		w.shifts()
	}
	w.fasterThan(run)
	w.midnight()
	return w.found
}

// warner collects the warnings of a schedule.
type warner struct {
	s     Schedule
	now   time.Time // in the schedule's zone
	after time.Time // slots after this count: now, or just before it
	found []Warning
}

func (w *warner) add(code WarningCode, at time.Time, format string, args ...any) {
	w.found = append(w.found, Warning{Code: code, Text: fmt.Sprintf(format, args...), At: at})
}

func (w *warner) zoneInSchedule() {
	zone, _, ok := cutZone(w.s.expr)
	if !ok {
		return
	}
	advice := "set timeZone to " + zone + " instead"
	switch {
	case zone == controllersZone:
		advice = "leave it out. Without timeZone the controller's own zone counts, which is what Local means, and timeZone cannot be Local"
	case zone == "": // which package time reads as UTC
		advice = "set timeZone to UTC instead"
	case len(CheckTimeZone(zone)) > 0:
		advice = "set timeZone to a name that it takes, such as Europe/Paris, instead"
	}
	w.add(WarnZoneInSchedule, time.Time{}, "Kubernetes refuses a time zone in the schedule itself: %s.", advice)
}

// cutZone splits the zone off an expression that begins with one.
func cutZone(expr string) (zone, rest string, ok bool) {
	for _, prefix := range []string{"TZ=", "CRON_TZ="} {
		if text, found := strings.CutPrefix(expr, prefix); found {
			zone, rest, _ = strings.Cut(text, " ")
			return zone, strings.TrimSpace(rest), true
		}
	}
	return "", expr, false
}

func (w *warner) never() {
	f := w.s.fields
	if f.empty() {
		w.add(WarnNever, time.Time{}, "It never fires: a field holds no value.")
		return
	}
	w.add(WarnNever, time.Time{}, "It never fires: there is no such date as the %s of %s.", list(f.dom, ordinal, "the "), monthWords(f.months))
}

// fasterThan warns of a slot that comes before the run of the previous slot has ended.
func (w *warner) fasterThan(run time.Duration) {
	run = run.Round(time.Second)
	if run <= 0 {
		return
	}
	before := w.s.After(w.after)
	for range maxExamples / 10 {
		next := w.s.Next(before)
		if next.IsZero() || next.Sub(w.now) > 5*yearAhead {
			return
		}
		if gap := next.Sub(before); gap < run {
			w.add(WarnFasterThanRun, next, "A run takes %s, but %s comes only %s after %s.",
				DurationWords(run), atTime(next, before), DurationWords(gap), atTime(before, next))
			return
		}
		before = next
	}
}

func (w *warner) midnight() {
	if w.s.fields.minutes != 1 || w.s.fields.hours != 1 {
		return
	}
	if next := w.s.After(w.after); !next.IsZero() {
		w.add(WarnMidnight, next, "Many schedules fire at 00:00, as this one does next on %s: another time spreads the load.", onDay(next))
	}
}

func onDay(t time.Time) string { return t.Format("Monday 2 January 2006") }

// atTime is a time and its day. It has seconds when it, or one of the others in the same sentence, is not on the minute.
func atTime(t time.Time, others ...time.Time) string {
	return t.Format(TimeOfDayLayout(append(others, t)...)) + " on " + onDay(t)
}
