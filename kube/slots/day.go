package slots

import (
	"cmp"
	"context"
	"slices"
	"sort"
	"time"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/scheduler/cron"
)

// Day is which CronJobs fire when on a day. It is immutable.
type Day struct {
	Date     Date
	Hours    []Hour         // 24, or 25 where one comes twice
	Shifts   []cron.Shift   // of the zones that are shown
	Total    int            // slots
	CronJobs []CronJobSlots // a line for each CronJob that fires, by first slot, then name
	Busiest  []Busy         // the minutes with the most slots, at most three, none with a single one

	zone     Zone
	counts   [DayEnd]int
	zoneDays map[string]*zoneDay // by name of the zone
	firing   []firing
}

// CronJobSlots sums up a CronJob's slots of a day, in the zone of the day.
type CronJobSlots struct {
	Key   kube.Key
	First time.Time // slot
	Count int
	Words string // when its schedule fires
}

// firing is a group that fires on the day.
type firing struct {
	group
	zoneDay *zoneDay
	slots   []slot
}

type slot struct {
	at     time.Time
	minute Minute
}

// Count is how many slots lie in a part of the day.
func (d *Day) Count(w Window) int {
	n := 0
	for m := max(w.From, 0); m < min(w.To, DayEnd); m++ {
		n += d.counts[m]
	}
	return n
}

// Next returns the first minute with a slot from a minute on or, backwards, the last one up to it; false when there is none.
func (d *Day) Next(from Minute, backwards bool) (Minute, bool) {
	step := Minute(1)
	if backwards {
		step = -1
	}
	for m := from; m >= 0 && m < DayEnd; m += step {
		if d.counts[m] > 0 {
			return m, true
		}
	}
	return 0, false
}

// MinuteOf returns the minute of the day of an instant in a zone; false when it is on another day.
func (d *Day) MinuteOf(t time.Time, zone *time.Location) (Minute, bool) {
	zd := d.zoneDay(zone)
	return zd.minute(t), zd.has(t)
}

func (d *Day) zoneDay(zone *time.Location) *zoneDay {
	if zd := d.zoneDays[zone.String()]; zd != nil {
		return zd
	}
	return newZoneDay(d.Date, zone)
}

// Day finds which CronJobs fire on a date. local is the zone of the day when there are no CronJobs.
func (ctr *Counter) Day(ctx context.Context, date Date, zone Zone, local *time.Location) (d *Day, ok bool) {
	d = &Day{Date: date, zone: zone, zoneDays: map[string]*zoneDay{}}
	var zoneDays []*zoneDay
	for _, in := range ctr.Zones(zone, local) {
		zd := newZoneDay(date, in)
		d.zoneDays[in.String()] = zd
		zoneDays = append(zoneDays, zd)
		d.Shifts = append(d.Shifts, date.Shifts(in)...)
	}
	d.Hours = hoursOf(zoneDays)
	for _, g := range ctr.groups(date.AddDays(-1).Start(time.UTC)) {
		if ctx.Err() != nil {
			return nil, false
		}
		d.add(g)
	}
	sortCronJobs(d.CronJobs)
	d.Busiest = d.busiest()
	return d, true
}

// add finds a group's slots on the day.
func (d *Day) add(g group) {
	f := firing{group: g, zoneDay: d.zoneDay(d.zone.Of(g.schedule))}
	from := f.zoneDay.start.Add(-1)
	if g.created.After(from) {
		from = g.created
	}
	add := func(at time.Time) {
		minute := f.zoneDay.minute(at)
		f.slots = append(f.slots, slot{at, minute})
		d.counts[minute] += len(g.keys)
	}
	for _, at := range g.recorded {
		if f.zoneDay.has(at) {
			add(at)
		}
	}
	for at := range g.schedule.Between(from, f.zoneDay.end.Add(-1)) {
		add(at)
	}
	if len(f.slots) == 0 {
		return
	}
	if len(f.zoneDay.repeats) > 0 { // where clocks go back by two hours, later slots may have earlier minutes
		slices.SortStableFunc(f.slots, func(a, b slot) int { return int(a.minute - b.minute) })
	}
	d.firing = append(d.firing, f)
	d.Total += len(f.slots) * len(g.keys)
	run := CronJobSlots{
		First: f.slots[0].at.In(f.zoneDay.zone),
		Count: len(f.slots), Words: g.schedule.Words(),
	}
	for _, run.Key = range g.keys {
		d.CronJobs = append(d.CronJobs, run)
	}
}

func sortCronJobs(runs []CronJobSlots) {
	slices.SortFunc(runs, func(x, y CronJobSlots) int {
		return cmp.Or(
			cmp.Compare(timeOfDay(x.First), timeOfDay(y.First)), cmp.Compare(x.Count, y.Count),
			cmp.Compare(x.Key.Namespace, y.Key.Namespace), cmp.Compare(x.Key.Name, y.Key.Name),
		)
	})
}

// within are the slots that lie in a part of the day.
func (f firing) within(w Window) []slot {
	from := sort.Search(len(f.slots), func(i int) bool { return f.slots[i].minute >= w.From })
	to := sort.Search(len(f.slots), func(i int) bool { return f.slots[i].minute >= w.To })
	return f.slots[from:max(from, to)]
}

// timeOfDay is the time of day as it is shown.
func timeOfDay(t time.Time) string { return t.Format("15:04:05") }

// byKey finds the group in which a CronJob fires.
func (d *Day) byKey() map[kube.Key]*firing {
	places := make(map[kube.Key]*firing, len(d.CronJobs))
	for i := range d.firing {
		for _, key := range d.firing[i].keys {
			places[key] = &d.firing[i]
		}
	}
	return places
}

// has reports whether an instant is one of the slots.
func (f *firing) has(at time.Time) bool {
	m := f.zoneDay.minute(at)
	return slices.ContainsFunc(f.within(Window{m, m + 1}), func(s slot) bool { return s.at.Equal(at) })
}
