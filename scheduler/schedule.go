// Package scheduler is the pure core: cron schedules and what a Job, a CronJob or a TTL wants next. Objects and the
// present instant go in, a plan comes out; it does no I/O, starts no goroutine and reads no clock.
package scheduler

import (
	"fmt"
	"iter"
	"time"

	"github.com/robfig/cron/v3"
)

// Schedule is a parsed cron expression in a time zone.
type Schedule struct {
	expr string
	loc  *time.Location
	spec cron.Schedule
}

// ParseSchedule reads an expression as Kubernetes does (five fields, or a macro such as @daily or @every 90m), in a zone.
func ParseSchedule(expr string, loc *time.Location) (Schedule, error) {
	spec, err := cron.ParseStandard(expr)
	if err != nil {
		return Schedule{}, fmt.Errorf("schedule %q: %w", expr, err)
	}
	return Schedule{expr: expr, loc: loc, spec: spec}, nil
}

// String is the expression as written.
func (s Schedule) String() string { return s.expr }

// Location is the zone that the expression is read in.
func (s Schedule) Location() *time.Location { return s.loc }

// Next is the first slot after t, in the schedule's zone; zero when the schedule never fires again.
func (s Schedule) Next(t time.Time) time.Time { return s.spec.Next(t.In(s.loc)) }

// Between yields the slots after from, up to and including to.
func (s Schedule) Between(from, to time.Time) iter.Seq[time.Time] {
	return func(yield func(time.Time) bool) {
		for t := s.Next(from); !t.IsZero() && !t.After(to); t = s.Next(t) {
			if !yield(t) {
				return
			}
		}
	}
}

// Count is how many slots [Schedule.Between] yields.
func (s Schedule) Count(from, to time.Time) int {
	n := 0
	for range s.Between(from, to) {
		n++
	}
	return n
}

// Words says in English when the schedule fires, such as "every day at 02:00".
func (s Schedule) Words() string { return s.expr }
