package schedule

import (
	"strings"
	"time"

	batchv1 "k8s.io/api/batch/v1"
	"k8s.io/utils/ptr"

	"github.com/kronoscope/kronoscope/kube/workload"
	"github.com/kronoscope/kronoscope/scheduler"
	"github.com/kronoscope/kronoscope/scheduler/cron"
	"github.com/kronoscope/kronoscope/tui/display"
	"github.com/kronoscope/kronoscope/tui/widget"
)

// runsShown is the number of runs in the list.
const runsShown = 6

// answer holds everything that follows from a timing.
type answer struct {
	at      time.Time // when it was computed
	timing  workload.Timing
	problem *cron.Problem // why the API server would refuse the schedule
	zoneErr error         // why it would refuse the zone
	zone    string        // remarks about the zone
	zones   []suggestion

	before, after outlook
	warnings      []string
	shared        []sharing // by run
	month         widget.Month
	total         int // runs in the month
	rate          rate
	edit          scheduler.EditOutlook
}

// outlook says how one timing reads and when it is due.
type outlook struct {
	schedule cron.Schedule
	words    string // "" when it cannot be read
	where    string // the zone's name
	next     time.Time
	runs     []cron.Slot // only for the timing being edited
}

// ready reports whether the API server would accept the timing.
func (a *answer) ready() bool { return a.problem == nil && a.zoneErr == nil }

// evaluate computes the answer.
func (q question) evaluate() answer {
	sought := q.timing.TimeZone
	if q.browse {
		sought = ""
	}
	a := answer{at: q.now, timing: q.timing, zones: matchZones(sought, q.local, q.now)}
	a.problem = q.check()
	location := time.UTC
	if name := q.timing.TimeZone; name == "" {
		a.zone = "none: the controller's own, which is UTC on nearly every cluster"
	} else if errs := cron.CheckTimeZone(name); len(errs) > 0 {
		a.zoneErr = errs[0]
	} else {
		location, _ = time.LoadLocation(name) // it was just loaded
		a.zone = zoneWords(location, q.now)
	}
	if q.object != nil {
		a.before = q.before()
	}
	if a.problem != nil {
		return a
	}
	a.after = q.outlook(q.timing.Schedule, location)
	if a.zoneErr != nil {
		a.after = outlook{words: a.after.words} // when, but not in which zone
		return a
	}
	s := a.after.schedule
	var warnings []cron.Warning
	if q.includeNow {
		a.after.runs, warnings = s.SlotsFrom(q.now, runsShown), s.WarningsFrom(q.now, q.average)
	} else {
		a.after.runs, warnings = s.Slots(q.now, runsShown), s.Warnings(q.now, q.average)
	}
	a.shared = sharedWith(q.others, q.object, a.after.runs)
	for _, w := range warnings {
		a.warnings = append(a.warnings, w.Text)
	}
	of := &workload.CronJob{Trimmed: &batchv1.CronJob{}, Schedule: s}
	if q.object != nil {
		of.Trimmed = q.object
	}
	a.month, a.total = display.MonthOf(of, q.now, q.months)
	if a.before.words != "" {
		a.rate = rateOf(a.before.schedule, s, q.now)
	}
	if q.object != nil {
		a.edit = scheduler.AfterEdit(q.edited(), time.UTC, q.now)
	}
	return a
}

// check returns what the API server would object to in the schedule. A zone inside the expression may stay if it was there before: such
// CronJobs are older than the field.
func (q question) check() *cron.Problem {
	p := cron.Check(q.timing.Schedule)
	if p != nil && strings.Contains(q.present.Schedule, "TZ") && q.timing.TimeZone == "" {
		if _, err := cron.Parse(q.timing.Schedule, nil); err == nil {
			return nil
		}
	}
	return p
}

// before returns the outlook of the present timing, empty when it cannot be read.
func (q question) before() outlook {
	location := time.UTC
	if name := q.present.TimeZone; name != "" {
		loaded, err := time.LoadLocation(name)
		if err != nil {
			return outlook{}
		}
		location = loaded
	}
	return q.outlook(q.present.Schedule, location)
}

// outlook reads an expression as the controller would for this CronJob: @every counts from its last run, else from now.
func (q question) outlook(expr string, location *time.Location) outlook {
	s, err := cron.Parse(expr, location)
	if err != nil {
		return outlook{}
	}
	if q.object != nil {
		anchor := q.object.CreationTimestamp
		if last := q.object.Status.LastScheduleTime; last != nil {
			anchor = *last
		}
		if !anchor.IsZero() {
			s = s.WithAnchor(anchor.Time)
		}
	}
	s = s.WithDefaultAnchor(q.now)
	after := q.now
	if q.includeNow {
		after = after.Add(-1)
	}
	return outlook{schedule: s, words: s.Words(), where: s.Location().String(), next: s.After(after)}
}

// edited returns the CronJob with the edit applied.
func (q question) edited() *batchv1.CronJob {
	edited := *q.object
	edited.Spec.Schedule, edited.Spec.TimeZone = q.timing.Schedule, nil
	if q.timing.TimeZone != "" {
		edited.Spec.TimeZone = ptr.To(q.timing.TimeZone)
	}
	return &edited
}

// rate is how often two schedules run in the same length of time.
type rate struct {
	period        string
	before, after int
}

// rateOf counts over a week, or over the shortest longer time in which both run.
func rateOf(before, after cron.Schedule, now time.Time) rate {
	const day = 24 * time.Hour
	var r rate
	for _, p := range []struct {
		name string
		span time.Duration
	}{{"a week", 7 * day}, {"in 30 days", 30 * day}, {"a year", 365 * day}} {
		r = rate{p.name, before.Count(now, now.Add(p.span)), after.Count(now, now.Add(p.span))}
		if r.before > 0 && r.after > 0 {
			break
		}
	}
	return r
}
