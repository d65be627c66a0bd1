package cron

import (
	"strconv"
	"strings"
	"time"
)

// unit is what a field counts, and the larger unit with which its steps start again.
type unit struct {
	name, within string
	min, max     int
}

var units = [5]unit{
	{"minute", "hour", 0, 59}, {"hour", "day", 0, 23}, {"day", "month", 1, 31}, {"month", "year", 1, 12}, {"weekday", "week", 0, 6},
}

// step is one step of an expression that runs to the end of its field, as in */7, which people read as "every 7 minutes".
type step struct {
	field       int // 0 for minutes to 4 for weekdays
	unit        unit
	first, size int
}

// last is the highest value that the step reaches, given the highest value of the field.
func (st step) last(highest int) int { return st.first + (highest-st.first)/st.size*st.size }

// wrap is the distance from the last value to the first one of the next hour, day, year or week.
func (st step) wrap() int { return st.unit.max + 1 - st.unit.min - st.last(st.unit.max) + st.first }

func (w *warner) steps() {
	for _, st := range w.s.openSteps() {
		if st.size > st.unit.max-st.first {
			next := w.s.After(w.after)
			w.add(WarnStepTooLarge, next, "A step of %s leaves only %s %d of each %s: it fires next at %s.",
				plural(st.size, st.unit.name), st.unit.name, st.first, st.unit.within, atTime(next))
			continue
		}
		switch {
		case st.field == 2:
			w.restartOfDays(st)
		case st.wrap() == st.size:
		case st.field < 2:
			w.restartOfTime(st)
		case st.field == 3:
			w.restartOfMonths(st)
		default:
			w.restartOfWeekdays(st)
		}
	}
}

// openSteps are the steps above 1 that run to the end of their field. A range that ends before is left out: it is meant as a window.
func (s Schedule) openSteps() (steps []step) {
	for i, text := range s.fieldTexts() {
		for item := range strings.SplitSeq(text, ",") {
			part, size, ok := strings.Cut(item, "/")
			n, err := strconv.Atoi(size)
			if !ok || err != nil || n <= 1 {
				continue
			}
			if first, ok := Field(i).openFrom(part); ok {
				steps = append(steps, step{field: i, unit: units[i], first: first, size: n})
			}
		}
	}
	return steps
}

// openFrom is the first value of a range that runs to the field's end, as *, 7 and 7-59 do before a step.
func (f Field) openFrom(part string) (first int, ok bool) {
	from, to, ranged := strings.Cut(part, "-")
	if from == "*" || from == "?" {
		return fieldRules[f].min, true // whatever comes after it
	}
	if ranged {
		if last, ok := f.number(to); !ok || last != fieldRules[f].max {
			return 0, false
		}
	}
	return f.number(from)
}

func (w *warner) restarts(st step, at time.Time, before, after, gap string) {
	w.add(WarnStepRestarts, at, "Every %s starts again with each %s: after %s comes %s, %s later.",
		plural(st.size, st.unit.name), st.unit.within, before, after, gap)
}

// restartOfTime warns of a slot at the step's first minute or hour that follows, in real time, one at its last.
func (w *warner) restartOfTime(st step) {
	size := time.Minute
	value := time.Time.Minute
	if st.field == 1 {
		size, value = time.Hour, time.Time.Hour
	}
	gap := time.Duration(st.wrap()) * size
	slot := w.s.After(w.after)
	for range maxExamples {
		if slot.IsZero() || slot.Sub(w.now) > 5*yearAhead {
			return
		}
		if before := slot.Add(-gap); value(slot) == st.first && value(before) == st.last(st.unit.max) && w.s.matches(before) {
			w.restarts(st, slot, atTime(before), slot.Format("15:04"), plural(st.wrap(), st.unit.name))
			return
		}
		slot = w.s.Next(slot)
	}
}

// restartOfDays warns of a month at whose end the step's days are unevenly spaced.
func (w *warner) restartOfDays(st step) {
	first := time.Date(w.now.Year(), w.now.Month(), 1, 0, 0, 0, 0, time.UTC)
	for i := range 12 * 5 {
		month := first.AddDate(0, i, 0)
		last := st.last(daysIn(month.Year(), month.Month()))
		before := month.AddDate(0, 0, last-1)
		after := month.AddDate(0, 1, st.first-1)
		gap := int(after.Sub(before).Hours()) / 24
		if gap == st.size || before.Month() != month.Month() || !w.inMonths(before, after) {
			continue
		}
		at := startOfDay(civilDay(after), w.s.loc)
		w.restarts(st, at, onDay(before), onDay(after), plural(gap, "day"))
		return
	}
}

func (w *warner) restartOfMonths(st step) {
	year := w.now.Year()
	if int(w.now.Month()) >= st.first {
		year++
	}
	after := time.Date(year, time.Month(st.first), 1, 0, 0, 0, 0, w.s.loc)
	before := time.Date(year-1, time.Month(st.last(st.unit.max)), 1, 0, 0, 0, 0, w.s.loc)
	w.restarts(st, after, before.Format("January 2006"), after.Format("January 2006"), plural(st.wrap(), "month"))
}

func (w *warner) restartOfWeekdays(st step) {
	today := civilDay(w.now)
	for day := today + 1; day < today+400; day++ {
		after := time.Unix(day*secondsOfDay, 0).UTC()
		before := after.AddDate(0, 0, -st.wrap())
		if int(after.Weekday()) == st.first && w.inMonths(before, after) {
			w.restarts(st, startOfDay(day, w.s.loc), onDay(before), onDay(after), plural(st.wrap(), "day"))
			return
		}
	}
}

// inMonths reports whether the schedule has the months of both dates.
func (w *warner) inMonths(a, b time.Time) bool {
	return w.s.fields.months&(1<<a.Month()) != 0 && w.s.fields.months&(1<<b.Month()) != 0
}
