package cron

import (
	"fmt"
	"time"
)

// DayStart is the first instant of a civil day in a zone, which need not be midnight; of a day that the zone skipped, the first
// instant after it. [Schedule.CountDays] begins its days there.
func DayStart(year int, month time.Month, day int, zone *time.Location) time.Time {
	return startOfDay(civilDay(time.Date(year, month, day, 0, 0, 0, 0, time.UTC)), zone)
}

// ZoneShifts are the changes of a zone's clocks after from, up to and including to, whatever they do to a schedule.
func ZoneShifts(zone *time.Location, from, to time.Time) []Shift {
	var shifts []Shift
	for p := periodAt(from, zone); p.end != noEnd && p.end <= to.Unix(); p = p.after() {
		if by := p.after().offset - p.offset; by != 0 {
			shifts = append(shifts, Shift{At: time.Unix(p.end, 0).In(zone), By: time.Duration(by) * time.Second})
		}
	}
	return shifts
}

// Words says what the change does to the clock on the wall: "02:00–02:59 comes twice, the clocks go back from 03:00 to 02:00".
func (sh Shift) Words() string {
	const form = "15:04"
	from, to := sh.ClockBefore(), wall(sh.At)
	if sh.By > 0 {
		return fmt.Sprintf("%s–%s does not exist, the clocks go forward from %s to %s",
			from.Format(form), to.Add(-time.Minute).Format(form), from.Format(form), to.Format(form))
	}
	return fmt.Sprintf("%s–%s comes twice, the clocks go back from %s to %s",
		to.Format(form), from.Add(-time.Minute).Format(form), from.Format(form), to.Format(form))
}
