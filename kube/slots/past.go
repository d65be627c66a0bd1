package slots

import (
	"context"
	"maps"
	"slices"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/kube/workload"
	"github.com/kronoscope/kronoscope/scheduler"
)

// DayPast is what became of a day so far. It is immutable.
type DayPast struct {
	Total    Tally
	By       map[kube.Key]*Tally // by CronJob
	CronJobs []CronJobSlots      // those of the day, with the runs that are for none of its slots

	minutes     map[Minute]*Tally
	offSchedule map[Minute]int
}

// OffSchedule returns how many runs in a part of the day are for none of its slots: triggered by hand, started by an earlier schedule, or
// before the CronJob was suspended.
func (p *DayPast) OffSchedule(w Window) int {
	n := 0
	for m := w.From; m < w.To; m++ {
		n += p.offSchedule[m]
	}
	return n
}

// Tally counts what became of a part of the day.
func (p *DayPast) Tally(w Window) Tally {
	var sum Tally
	for m := w.From; m < w.To; m++ {
		if t := p.minutes[m]; t != nil {
			sum.Add(t)
		}
	}
	return sum
}

// Past works out what became of a day's slots so far, and of the runs that are for none of them.
func (d *Day) Past(ctx context.Context, cronJobs []*workload.CronJob, at scheduler.Observation) (p *DayPast, ok bool) {
	p = &DayPast{By: map[kube.Key]*Tally{}, minutes: map[Minute]*Tally{}, offSchedule: map[Minute]int{}}
	places := d.byKey()
	offSchedule := map[kube.Key]CronJobSlots{}
	for _, c := range cronJobs {
		if ctx.Err() != nil {
			return nil, false
		}
		f := places[c.Key()]
		if zd := d.zoneDay(d.zone.Of(c.Schedule)); at.Now.Before(zd.start) || f == nil && len(c.Jobs)+len(c.Past) == 0 {
			continue
		}
		count := func(e Entry) {
			if e.Outcome == Ahead {
				return
			}
			tallyAt(p.minutes, e.Minute)[e.Outcome]++
			tallyAt(p.By, e.Key)[e.Outcome]++
			p.Total[e.Outcome]++
		}
		t := d.cronJobDay(c, f, at)
		t.slots(WholeDay, count)
		t.offSchedule(WholeDay, func(e Entry) {
			count(e)
			p.offSchedule[e.Minute]++
			run := offSchedule[e.Key]
			if run.Count++; run.Count == 1 || e.At.Before(run.First) {
				run.Key, run.First, run.Words = e.Key, e.At, c.Schedule.Words()
			}
			offSchedule[e.Key] = run
		})
	}
	p.CronJobs = d.cronJobsWith(offSchedule)
	return p, true
}

// cronJobsWith are the day's CronJobs, with their runs that are off the schedule added.
func (d *Day) cronJobsWith(offSchedule map[kube.Key]CronJobSlots) []CronJobSlots {
	if len(offSchedule) == 0 {
		return d.CronJobs
	}
	runs := slices.Clone(d.CronJobs)
	for i := range runs {
		if more, some := offSchedule[runs[i].Key]; some {
			runs[i].Count += more.Count
			if more.First.Before(runs[i].First) {
				runs[i].First = more.First
			}
			delete(offSchedule, more.Key)
		}
	}
	runs = slices.AppendSeq(runs, maps.Values(offSchedule))
	sortCronJobs(runs)
	return runs
}

func tallyAt[K comparable](tallies map[K]*Tally, key K) *Tally {
	t := tallies[key]
	if t == nil {
		t = &Tally{}
		tallies[key] = t
	}
	return t
}
