package cronjobs

import (
	"errors"
	"strings"
	"time"

	"github.com/kronoscope/kronoscope/kube/workload"
	"github.com/kronoscope/kronoscope/tui/display"
	"github.com/kronoscope/kronoscope/tui/screen"
)

// row is a CronJob with what its line says, worked out once.
type row struct {
	*workload.CronJob
	schedule string
	words    string
	short    string   // words in fewer letters, for a narrow column
	others   []string // what a filter finds besides the name
	next     time.Time
	fresh    bool // next has been worked out
}

func newRow(c *workload.CronJob, zone *time.Location, now time.Time) *row {
	r := &row{CronJob: c, schedule: display.Clean(c.Trimmed.Spec.Schedule)}
	switch {
	case c.ScheduleErr != nil:
		err := c.ScheduleErr
		if cause := errors.Unwrap(err); cause != nil {
			err = cause // the expression itself stands beside it
		}
		r.words = "✗ " + display.Clean(err.Error())
	case c.Suspended():
		r.words = "suspended"
	default:
		r.words = c.Schedule.Words()
		// A time of day means nothing without its zone; a schedule that never fires tells none.
		if strings.Contains(r.words, ":") && !c.Schedule.Next(now).IsZero() {
			r.words += place(c.Schedule.Location(), zone, now)
		}
	}
	r.short = shorter.Replace(r.words)
	r.others = []string{strings.ToLower(r.words), r.schedule, c.Trimmed.Namespace}
	return r
}

// shorter says the names of days and units in as few letters as are read at a glance.
var shorter = strings.NewReplacer(
	"Monday to Friday", "Mon–Fri", "Monday to Saturday", "Mon–Sat", "Saturday and Sunday", "Sat+Sun",
	"Mondays", "Mon", "Tuesdays", "Tue", "Wednesdays", "Wed", "Thursdays", "Thu", "Fridays", "Fri", "Saturdays", "Sat", "Sundays", "Sun",
	"Monday", "Mon", "Tuesday", "Tue", "Wednesday", "Wed", "Thursday", "Thu", "Friday", "Fri", "Saturday", "Sat", "Sunday", "Sun",
	"minutes", "min",
)

// place names the schedule's zone when times are shown in another, by its city: " Paris".
func place(of, shown *time.Location, now time.Time) string {
	if of == nil || shown == nil || sameTime(of, shown, now) {
		return ""
	}
	name := of.String()
	return " " + strings.ReplaceAll(name[strings.LastIndexByte(name, '/')+1:], "_", " ")
}

// sameTime reports whether two zones, whatever their names, tell the same time now and half a year on.
func sameTime(a, b *time.Location, now time.Time) bool {
	for _, t := range []time.Time{now, now.AddDate(0, 6, 0)} {
		_, x := t.In(a).Zone()
		_, y := t.In(b).Zone()
		if x != y {
			return false
		}
	}
	return true
}

// refresh works out the next run when the last one worked out has come; it reports whether it did.
func (r *row) refresh(now time.Time) bool {
	if r.fresh && (r.next.IsZero() || now.Before(r.next)) {
		return false
	}
	r.next, r.fresh = r.NextRun(now), true
	return true
}

func (r *row) ref() screen.Ref { return screen.Ref{Kind: screen.KindCronJob, Key: r.Key()} }

// last is when the latest run began: that of its latest Job, else what the status remembers.
func (r *row) last() time.Time {
	if len(r.Jobs) > 0 {
		return r.Jobs[0].Trimmed.CreationTimestamp.Time
	}
	if t := r.Trimmed.Status.LastScheduleTime; t != nil {
		return t.Time
	}
	return time.Time{}
}
