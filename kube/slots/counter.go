// Package slots counts and lists the slots of CronJobs by month, day, hour and minute in a zone: which CronJobs fire, and what became
// of the slots that have passed. Work that grows with the number of CronJobs takes a context and stops, with ok false, when that ends.
//
// It is given CronJobs and an instant. It never reads a clock or a cluster.
package slots

import (
	"slices"
	"time"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/kube/workload"
	"github.com/kronoscope/kronoscope/scheduler"
	"github.com/kronoscope/kronoscope/scheduler/cron"
)

// Counter counts the slots of a set of CronJobs. It is immutable.
type Counter struct {
	items []Item
}

// Item is what counting needs of a CronJob.
type Item struct {
	Key      kube.Key
	Schedule cron.Schedule
	Created  time.Time // only slots after it count
	// Recorded are the slots of an @every schedule that had a run. Those before the run that it is counted from cannot be computed.
	Recorded []time.Time
}

// New returns a counter of the CronJobs whose schedule can be read. Suspended ones are left out, unless suspended is set: they count as
// if they were not then.
func New(cronJobs []*workload.CronJob, suspended bool) *Counter {
	ctr := &Counter{}
	for _, c := range cronJobs {
		if c.ScheduleErr == nil && (suspended || !c.Suspended()) {
			ctr.items = append(ctr.items, Item{c.Key(), c.Schedule, c.Trimmed.CreationTimestamp.Time, RecordedSlots(c)})
		}
	}
	return ctr
}

// RecordedSlots returns the slots of an @every schedule that the CronJob's status, its Jobs and the remembered runs have on record,
// oldest first. Slots that the schedule itself has are left out, and other schedules have none.
func RecordedSlots(c *workload.CronJob) []time.Time {
	if _, every := c.Schedule.Every(); !every {
		return nil
	}
	var ran []time.Time
	add := func(slot time.Time) {
		if !slot.IsZero() && !c.Schedule.Has(slot) {
			ran = append(ran, slot)
		}
	}
	if last := c.Trimmed.Status.LastScheduleTime; last != nil {
		add(last.Time)
	}
	for _, job := range c.Jobs {
		if slot, ok := scheduler.JobSlot(c.Trimmed, job.Trimmed); ok {
			add(slot)
		}
	}
	for i := range c.Past {
		add(c.Past[i].Slot)
	}
	slices.SortFunc(ran, time.Time.Compare)
	return slices.CompactFunc(ran, time.Time.Equal)
}

// Same reports whether two counters count the same slots.
func (ctr *Counter) Same(other *Counter) bool {
	return other != nil && slices.EqualFunc(ctr.items, other.items, func(a, b Item) bool {
		return a.Key == b.Key && a.Created.Equal(b.Created) && a.Schedule.String() == b.Schedule.String() &&
			a.Schedule.Location().String() == b.Schedule.Location().String() && a.Schedule.Anchor().Equal(b.Schedule.Anchor()) &&
			slices.EqualFunc(a.Recorded, b.Recorded, time.Time.Equal)
	})
}

// group is a schedule and all CronJobs that have it.
type group struct {
	schedule cron.Schedule
	created  time.Time // zero when all of them are older than what is counted
	recorded []time.Time
	keys     []kube.Key
}

// groups puts CronJobs with the same schedule together, in the order of their first ones, so that it is counted once. An @every
// schedule is counted from its CronJob's last run, so it is a group of its own. CronJobs created after from share a group only if they
// were created in the same second.
func (ctr *Counter) groups(from time.Time) []group {
	type identity struct {
		expr, zone string
		created    int64
		lone       int
	}
	places := make(map[identity]int, len(ctr.items))
	groups := make([]group, 0, len(ctr.items))
	for i, it := range ctr.items {
		id, g := identity{expr: it.Schedule.String(), zone: it.Schedule.Location().String()}, group{schedule: it.Schedule}
		if _, every := it.Schedule.Every(); every {
			id.lone, g.recorded = i+1, it.Recorded
		}
		if it.Created.After(from) {
			id.created, g.created = it.Created.Unix(), it.Created
		}
		at, known := places[id]
		if !known {
			at = len(groups)
			places[id] = at
			groups = append(groups, g)
		}
		groups[at].keys = append(groups[at].keys, it.Key)
	}
	return groups
}
