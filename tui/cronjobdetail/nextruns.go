package cronjobdetail

import (
	"slices"
	"time"

	"github.com/kronoscope/kronoscope/kube/workload"
	"github.com/kronoscope/kronoscope/tui/display"
)

// maxNext is how many future runs are computed.
const maxNext = 12

// handleChanged takes the CronJob from the latest snapshot. One that is gone stays in view as it last was.
func (s *Screen) handleChanged() {
	c := s.env.Snapshot.CronJob(s.key)
	if c == nil {
		s.gone = s.cronJob != nil
		return
	}
	s.gone = false
	if c == s.cronJob {
		return
	}
	cursor := 0
	if at := s.table.Cursor(); at > 0 && at < len(s.jobs) { // at the top the cursor stays with the latest run
		for i, job := range c.Jobs {
			if job.Key() == s.jobs[at].Key() {
				cursor = i
			}
		}
	}
	s.cronJob, s.jobs = c, c.Jobs
	s.runs = slices.DeleteFunc(c.Runs(), func(r workload.Run) bool { return r.Start.IsZero() })
	s.spread = workload.RunTimesOfRuns(s.runs)
	s.table.Columns = columns(c.Jobs)
	s.table.Layout()
	s.table.SetRows(len(s.jobs), cursor)
	s.next, s.of = nil, monthKey{}
	s.plan()
}

// monthKey holds what a month's counts depend on.
type monthKey struct {
	expr        string
	zone        *time.Location
	year        int
	month       time.Month
	day, offset int
}

// plan computes the future runs and the month in view when the time or the schedule has moved on. It takes microseconds: slots of a month
// are counted by arithmetic.
func (s *Screen) plan() {
	c := s.cronJob
	if c == nil || c.ScheduleErr != nil || s.env.Now.IsZero() {
		s.next = nil
		return
	}
	if len(s.next) == 0 || !s.next[0].After(s.env.Now) {
		s.next = s.next[:0]
		for at := c.Schedule.After(s.env.Now); !at.IsZero() && len(s.next) < maxNext; at = c.Schedule.Next(at) {
			s.next = append(s.next, at)
		}
	}
	zone := c.Schedule.Location()
	today := s.env.Now.In(zone)
	of := monthKey{c.Schedule.String(), zone, today.Year(), today.Month(), today.Day(), s.offset}
	if of != s.of {
		s.of = of
		s.month, s.total = display.MonthOf(c, s.env.Now, s.offset)
	}
}
