package cron

import (
	"math/bits"
	"time"
)

// search looks for the next slot in the steps that robfig/cron takes, because the steps matter where a zone changes its offset: months
// and days are stepped by the calendar, hours and minutes by real time, and a new day is recognised by its hour 0. It is
// faster, and it ends where upstream's search loops for ever: at a day that a zone skipped.
type search struct {
	fields fields
	t      time.Time
	moved  bool // t is no longer where the search began: all units smaller than the step start from zero
}

// nextSlot is the first slot after t, in t's zone; zero when there is none in that year and the next five.
func (f fields) nextSlot(t time.Time) time.Time {
	s := search{fields: f, t: t.Add(time.Second - time.Duration(t.Nanosecond()))}
	limit := s.t.Year() + yearsSought
	for s.t.Year() <= limit {
		if s.month() && s.day() && s.hour() && s.minute() && s.second() {
			return s.t
		}
	}
	return time.Time{}
}

// Each step moves on to a value that matches and reports whether it stayed within the year, month, day, hour or minute. If
// not, the larger units must be checked again.

func (s *search) month() bool {
	for s.fields.months&(1<<s.t.Month()) == 0 {
		s.start(func(year int, month time.Month, _, _ int) time.Time {
			return time.Date(year, month, 1, 0, 0, 0, 0, s.t.Location())
		})
		s.t = s.t.AddDate(0, 1, 0)
		if s.t.Month() == time.January {
			return false
		}
	}
	return true
}

func (s *search) day() bool {
	for !s.fields.matchDay(s.t.Day(), s.t.Weekday()) {
		s.start(func(year int, month time.Month, day, _ int) time.Time {
			return time.Date(year, month, day, 0, 0, 0, 0, s.t.Location())
		})
		s.t = s.nextDay()
		if s.t.Day() == 1 {
			return false
		}
	}
	return true
}

// nextDay is midnight of the day after, or as near to it as whole hours get where midnight does not exist.
func (s *search) nextDay() time.Time {
	next := s.t.AddDate(0, 0, 1)
	if hour := next.Hour(); hour > 12 {
		next = next.Add(time.Duration(24-hour) * time.Hour)
	} else {
		next = next.Add(-time.Duration(hour) * time.Hour)
	}
	if !next.After(s.t) {
		_, next = s.t.ZoneBounds() // there is no day after: the zone crossed the date line
	}
	return next
}

func (s *search) hour() bool {
	for s.fields.hours&(1<<s.t.Hour()) == 0 {
		s.start(func(year int, month time.Month, day, hour int) time.Time {
			return time.Date(year, month, day, hour, 0, 0, 0, s.t.Location())
		})
		s.t = s.t.Add(time.Hour)
		if s.t.Hour() == 0 {
			return false
		}
	}
	return true
}

func (s *search) minute() bool {
	for {
		minute := s.t.Minute()
		if s.fields.minutes&(1<<minute) != 0 {
			return true
		}
		if !s.moved {
			s.t, s.moved = s.t.Truncate(time.Minute), true
		}
		// Leap to the next match or the end of the hour, if the clocks do not change before it.
		leap := 60 - minute
		if later := s.fields.minutes >> minute; later != 0 {
			leap = bits.TrailingZeros64(later)
		}
		next := s.t.Add(time.Duration(leap) * time.Minute)
		if next.Minute() != (s.t.Minute()+leap)%60 {
			next = s.t.Add(time.Minute)
		}
		s.t = next
		if s.t.Minute() == 0 {
			return false
		}
	}
}

func (s *search) second() bool {
	for {
		second := s.t.Second()
		if second == 0 {
			return true
		}
		if !s.moved {
			s.t, s.moved = s.t.Truncate(time.Second), true
		}
		next := s.t.Add(time.Duration(60-second) * time.Second)
		if next.Second() != 0 {
			next = s.t.Add(time.Second)
		}
		s.t = next
		if s.t.Second() == 0 {
			return false
		}
	}
}

// start goes back to the start of the unit that is stepped, before the first step only.
func (s *search) start(of func(year int, month time.Month, day, hour int) time.Time) {
	if s.moved {
		return
	}
	year, month, day := s.t.Date()
	s.t, s.moved = of(year, month, day, s.t.Hour()), true
}
