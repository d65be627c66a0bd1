package calendar

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/scheduler"
	"github.com/kronoscope/kronoscope/tui/screen"
)

// item is a CronJob that fires.
type item struct {
	key      kube.Key
	schedule scheduler.Schedule
}

// collect picks the CronJobs in view that fire, and counts those that would if they were not suspended.
func collect(env *screen.Env) (items []item, suspended int) {
	for _, c := range env.Snapshot.CronJobs {
		switch {
		case !env.Shows(c.Object.Namespace), c.ScheduleErr != nil:
		case c.Suspended():
			suspended++
		default:
			items = append(items, item{c.Key(), c.Schedule})
		}
	}
	return items, suspended
}

func sameItems(a, b []item) bool {
	return slices.EqualFunc(a, b, func(a, b item) bool {
		return a.key == b.key && a.schedule.String() == b.schedule.String() &&
			a.schedule.Location() == b.schedule.Location() && a.schedule.Anchor().Equal(b.schedule.Anchor())
	})
}

// monthAnswer is a month's counts.
type monthAnswer struct {
	year    int
	month   time.Month
	mode    zoneMode
	counts  []int
	shifted []bool
}

// dayAnswer is who fires on a day.
type dayAnswer struct {
	day    date
	runs   []run // by first slot, then name
	hours  [24]int
	total  int
	minute int // of the day, the busiest
	most   int // slots in it
}

// run is a CronJob's runs of a day, times told in the zone of the mode.
type run struct {
	key         kube.Key
	first, last time.Time
	count       int
	words       string
}

func (r run) ref() screen.Ref { return screen.Ref{Kind: screen.KindCronJob, Key: r.key} }

// countMonth counts the slots of each day of a month. Schedules that many CronJobs share are counted once.
func countMonth(ctx context.Context, items []item, of date, mode zoneMode, local *time.Location) (monthAnswer, bool) {
	a := monthAnswer{year: of.year, month: of.month, mode: mode, counts: make([]int, of.days()), shifted: make([]bool, of.days())}
	first := date{of.year, of.month, 1}
	zones := map[*time.Location]bool{}
	for _, g := range group(items) {
		if ctx.Err() != nil {
			return a, false
		}
		zone := mode.of(g.schedule.Location(), local)
		zones[zone] = true
		for i, n := range g.schedule.CountDays(first.midday(zone), len(a.counts), zone) {
			a.counts[i] += n * len(g.keys)
		}
	}
	if len(zones) == 0 {
		zones[mode.of(local, local)] = true
	}
	for zone := range zones {
		for i := range a.shifted {
			_, before := first.addDays(i - 1).midday(zone).Zone()
			_, after := first.addDays(i).midday(zone).Zone()
			a.shifted[i] = a.shifted[i] || before != after
		}
	}
	return a, true
}

// planDay finds who fires on a day, and its busiest minute.
func planDay(ctx context.Context, items []item, day date, mode zoneMode, local *time.Location) (dayAnswer, bool) {
	a := dayAnswer{day: day}
	var minutes [24 * 60]int
	for _, g := range group(items) {
		if ctx.Err() != nil {
			return a, false
		}
		zone := mode.of(g.schedule.Location(), local)
		from, to := startOf(day, zone), startOf(day.addDays(1), zone)
		r := run{}
		for t := range g.schedule.Between(from.Add(-1), to.Add(-1)) {
			t = t.In(zone)
			if r.count == 0 {
				r.first = t
			}
			r.last = t
			r.count++
			hour, minute, _ := t.Clock()
			minutes[hour*60+minute] += len(g.keys)
			a.hours[hour] += len(g.keys)
		}
		if r.count == 0 {
			continue
		}
		a.total += r.count * len(g.keys)
		r.words = g.schedule.Words()
		for _, k := range g.keys {
			r.key = k
			a.runs = append(a.runs, r)
		}
	}
	slices.SortFunc(a.runs, func(x, y run) int {
		return cmp.Or(
			cmp.Compare(clock(x.first), clock(y.first)), cmp.Compare(x.count, y.count),
			cmp.Compare(x.key.Namespace, y.key.Namespace), cmp.Compare(x.key.Name, y.key.Name),
		)
	})
	for m, n := range minutes {
		if n > a.most {
			a.minute, a.most = m, n
		}
	}
	return a, true
}

// clock is the time of day as it is told.
func clock(t time.Time) string { return t.Format("15:04:05") }

// startOf is the first instant of a day in a zone, also where midnight does not exist.
func startOf(d date, zone *time.Location) time.Time {
	t := time.Date(d.year, d.month, d.day, 0, 0, 0, 0, zone)
	for dateOf(t) != d && t.Before(d.midday(zone)) {
		t = t.Add(15 * time.Minute)
	}
	return t
}

// shared is a schedule with all CronJobs that have it.
type shared struct {
	schedule scheduler.Schedule
	keys     []kube.Key
}

// group puts CronJobs of the same schedule together, in the order of their first ones. An @every schedule is its CronJob's
// own: it is counted from the last run.
func group(items []item) []shared {
	type identity struct {
		expr string
		zone *time.Location
		lone int
	}
	places := map[identity]int{}
	var groups []shared
	for i, it := range items {
		id := identity{it.schedule.String(), it.schedule.Location(), 0}
		if _, every := it.schedule.Every(); every {
			id.lone = i + 1
		}
		at, known := places[id]
		if !known {
			at = len(groups)
			places[id] = at
			groups = append(groups, shared{schedule: it.schedule})
		}
		groups[at].keys = append(groups[at].keys, it.key)
	}
	return groups
}
