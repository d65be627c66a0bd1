package cron

import (
	"strconv"
	"strings"
	"time"
)

// dayOrWeekday warns of expressions that give both days: people read "Friday the 13th", cron reads "Fridays, and the 13th".
func (w *warner) dayOrWeekday() {
	f := w.s.fields
	if f.anyDay || f.dom == 0 || f.dow == 0 {
		return
	}
	const days = 100 // days that fire: among so many, one matches the date or the weekday alone
	slot := w.s.After(w.after)
	for range days {
		if slot.IsZero() {
			return
		}
		byDate, byWeekday := f.dom&(1<<slot.Day()) != 0, f.dow&(1<<slot.Weekday()) != 0
		if byDate != byWeekday {
			because := "weekday"
			if byDate {
				because = "date"
			}
			w.add(WarnDayOrWeekday, slot, "It fires when either the date or the weekday matches, not only when both do: on %s because of the %s alone.",
				onDay(slot), because)
			return
		}
		slot = w.s.After(startOfDay(civilDay(slot)+1, w.s.loc).Add(-1))
	}
}

// shortMonths warns of days given by number that some of the months lack. A range that begins earlier, such as 28-31, is
// left out: that is how people write the end of every month.
func (w *warner) shortMonths() {
	days := w.s.lateDays()
	if days == 0 {
		return
	}
	first := time.Date(w.now.Year(), w.now.Month(), 1, 0, 0, 0, 0, time.UTC)
	for i := range 12 * 5 { // five years hold at least one leap year
		month := first.AddDate(0, i, 0)
		length := daysIn(month.Year(), month.Month())
		if w.s.fields.months&(1<<month.Month()) == 0 {
			continue
		}
		for day := length + 1; day <= 31; day++ {
			if days&(1<<day) == 0 {
				continue
			}
			last := time.Date(month.Year(), month.Month(), length, 0, 0, 0, 0, w.s.loc)
			w.add(WarnShortMonths, last, "Some months lack the date: there is no %d %s, and no run takes its place.", day, month.Format("January 2006"))
			return
		}
	}
}

// lateDays are the days from the 29th on that the expression names, alone or in a range that begins with one of them.
func (s Schedule) lateDays() (days uint64) {
	texts := s.fieldTexts()
	if texts == nil {
		return 0
	}
	for item := range strings.SplitSeq(texts[2], ",") {
		low, high, isRange := strings.Cut(item, "-")
		first, err := strconv.Atoi(low)
		if err != nil || first < 29 {
			continue
		}
		last := first
		if isRange {
			if last, err = strconv.Atoi(high); err != nil {
				continue
			}
		}
		for day := first; day <= min(last, 31); day++ {
			days |= 1 << day
		}
	}
	return days
}

// fieldTexts are the five fields as written; nil for a macro.
func (s Schedule) fieldTexts() []string {
	_, rest, _ := cutZone(s.expr)
	texts := strings.Fields(rest)
	if len(texts) != 5 {
		return nil
	}
	return texts
}

// shifts warns of the first change that skips a slot and of the first that repeats one.
func (w *warner) shifts() {
	var skipped, twice bool
	for _, sh := range w.s.Shifts(w.after, w.now.Add(yearAhead)) {
		from, to := sh.ClockBefore(), sh.At
		switch {
		case len(sh.Skipped) > 0 && !skipped:
			skipped = true
			w.add(WarnSkipped, sh.At, "No run at %s on %s: the clocks of %s go from %s to %s.",
				timesOfDay(sh.Skipped), onDay(sh.Skipped[0]), w.s.loc, from.Format("15:04"), to.Format("15:04"))
		case len(sh.Repeated) > 0 && !twice:
			twice = true
			w.add(WarnRepeated, sh.Repeated[0], "Two runs at %s on %s: the clocks of %s go back from %s to %s.",
				timesOfDay(sh.Repeated), onDay(sh.Repeated[0]), w.s.loc, from.Format("15:04"), to.Format("15:04"))
		}
	}
}
