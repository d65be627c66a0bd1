package slots

import (
	"time"

	"github.com/kronoscope/kronoscope/scheduler/cron"
)

// Date is a civil date, without a zone.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// DateOf returns the date of an instant in its own zone.
func DateOf(t time.Time) Date {
	y, m, d := t.Date()
	return Date{y, m, d}
}

// normal turns the 31st of June into the 1st of July.
func (d Date) normal() Date { return DateOf(d.utc()) }

func (d Date) utc() time.Time { return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC) }

// AddDays returns the date n days later.
func (d Date) AddDays(n int) Date { return Date{d.Year, d.Month, d.Day + n}.normal() }

// AddMonths returns the same day of the month n months later, or the last day of a shorter month.
func (d Date) AddMonths(n int) Date {
	first := Date{d.Year, d.Month + time.Month(n), 1}.normal()
	first.Day = min(d.Day, first.Days())
	return first
}

// First is the first day of the date's month.
func (d Date) First() Date { return Date{d.Year, d.Month, 1} }

// Last is the last day of the date's month.
func (d Date) Last() Date { return Date{d.Year, d.Month, d.Days()} }

// Days is how many days the date's month has.
func (d Date) Days() int { return Date{d.Year, d.Month + 1, 0}.normal().Day }

// Weekday is the day of the week.
func (d Date) Weekday() time.Weekday { return d.utc().Weekday() }

// Week is the ISO 8601 number of the date's week.
func (d Date) Week() int {
	_, week := d.utc().ISOWeek()
	return week
}

// Monday is the first day of the date's week.
func (d Date) Monday() Date { return d.AddDays(-(int(d.Weekday()) + 6) % 7) }

// Before reports whether the date is earlier than the other one.
func (d Date) Before(other Date) bool { return d.utc().Before(other.utc()) }

// DaysTo is how many days later the other date is; negative when it is earlier.
func (d Date) DaysTo(other Date) int { return int(other.utc().Sub(d.utc()) / (24 * time.Hour)) }

// Format is that of [time.Time], for layouts without a time of day.
func (d Date) Format(layout string) string { return d.utc().Format(layout) }

// Start is the first instant of the date in a zone, which need not be midnight.
func (d Date) Start(zone *time.Location) time.Time {
	return cron.DayStart(d.Year, d.Month, d.Day, zone)
}

// noon is an instant that is on the date, whatever the zone does at its ends.
func (d Date) noon(zone *time.Location) time.Time {
	return time.Date(d.Year, d.Month, d.Day, 12, 0, 0, 0, zone)
}

// Shifts are the changes of a zone's clocks on the date.
func (d Date) Shifts(zone *time.Location) []cron.Shift {
	start, end := d.Start(zone), d.AddDays(1).Start(zone)
	return cron.ZoneShifts(zone, start.Add(-1), end.Add(-1))
}
