package calendar

import (
	"time"

	"github.com/kronoscope/kronoscope/tui/screen"
)

// date is a civil date, of no zone.
type date struct {
	year  int
	month time.Month
	day   int
}

func dateOf(t time.Time) date {
	y, m, d := t.Date()
	return date{y, m, d}
}

// normal turns the 31st of June into the 1st of July.
func (d date) normal() date { return dateOf(time.Date(d.year, d.month, d.day, 0, 0, 0, 0, time.UTC)) }

func (d date) addDays(n int) date { return date{d.year, d.month, d.day + n}.normal() }

// addMonths keeps the day of the month, or takes the last one of a shorter month.
func (d date) addMonths(n int) date {
	first := date{d.year, d.month + time.Month(n), 1}.normal()
	first.day = min(d.day, first.days())
	return first
}

// days is how many days the month has.
func (d date) days() int { return date{d.year, d.month + 1, 0}.normal().day }

// zoneMode says in which zone days begin and times are told.
type zoneMode int

const (
	zoneLocal zoneMode = iota // the user's
	zoneOwn                   // of each CronJob its own
	zoneUTC
	zoneModes
)

// of is the zone for a schedule in zone own.
func (m zoneMode) of(own, local *time.Location) *time.Location {
	switch m {
	case zoneOwn:
		return own
	case zoneUTC:
		return time.UTC
	}
	return local
}

// display is the zone in which "today" is reckoned.
func (m zoneMode) display(env *screen.Env) *time.Location { return m.of(env.Zone, env.Zone) }

func (m zoneMode) words(env *screen.Env) string {
	switch m {
	case zoneOwn:
		return "each in its own zone"
	case zoneUTC:
		return "UTC"
	}
	return env.Zone.String()
}
