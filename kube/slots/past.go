package slots

import (
	"context"
	"maps"
	"slices"
	"time"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/kube/workload"
	"github.com/kronoscope/kronoscope/scheduler"
)

// DayPast is what became of a day so far. It is immutable.
type DayPast struct {
	Total    Tally
	By       map[kube.Key]*Tally
	CronJobs []CronJobSlots // those of the day, with the runs that stand for none of its slots

	minutes     map[Minute]*Tally
	offSchedule map[Minute]int
}

// OffSchedule is how many runs in a part of the day stand for none of its slots: made by hand, for another schedule, or before the CronJob
// was suspended.
func (p *DayPast) OffSchedule(w Window) int {
	n := 0
	for m := w.From; m < w.To; m++ {
		n += p.offSchedule[m]
	}
	return n
}

// Tally is what became of a part of the day.
func (p *DayPast) Tally(w Window) Tally {
	var sum Tally
	for m := w.From; m < w.To; m++ {
		if t := p.minutes[m]; t != nil {
			sum.Add(t)
		}
	}
	return sum
}

// Past tells what became of a day's slots up to the present, and of the runs that stand for none.
func (d *Day) Past(ctx context.Context, cronJobs []*workload.CronJob, at scheduler.Observation) (p *DayPast, ok bool) {
	p = &DayPast{By: map[kube.Key]*Tally{}, minutes: map[Minute]*Tally{}, offSchedule: map[Minute]int{}}
	places := d.byKey()
	beside := map[kube.Key]CronJobSlots{}
	for _, c := range cronJobs {
		if ctx.Err() != nil {
			return nil, false
		}
		f := places[c.Key()]
		if dl := d.zoneDay(d.zone.Of(c.Schedule)); at.Now.Before(dl.start) || f == nil && len(c.Jobs)+len(c.Past) == 0 {
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
			run := beside[e.Key]
			if run.Count++; run.Count == 1 || e.At.Before(run.First) {
				run.Key, run.First, run.Words = e.Key, e.At, c.Schedule.Words()
			}
			beside[e.Key] = run
		})
	}
	p.CronJobs = d.cronJobsWith(beside)
	return p, true
}

// cronJobsWith are the day's lines, with what there is beside the slots.
func (d *Day) cronJobsWith(beside map[kube.Key]CronJobSlots) []CronJobSlots {
	if len(beside) == 0 {
		return d.CronJobs
	}
	runs := slices.Clone(d.CronJobs)
	for i := range runs {
		if more, some := beside[runs[i].Key]; some {
			runs[i].Count += more.Count
			if more.First.Before(runs[i].First) {
				runs[i].First = more.First
			}
			delete(beside, more.Key)
		}
	}
	runs = slices.AppendSeq(runs, maps.Values(beside))
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

// DateTally is what became of a date's runs; Beside of them stand for none of its slots.
type DateTally struct {
	Tally
	OffSchedule int
}

// MonthPast tells for each day of a month what ran, and what of the agenda was missed or skipped, as far as the CronJobs know at
// present. What is unknown, gone or suspended is not counted. Slots are counted by arithmetic, and only from when on a CronJob's Jobs
// tell.
func (a *Counter) MonthPast(ctx context.Context, date Date, zone Zone, cronJobs []*workload.CronJob, at scheduler.Observation) (days []DateTally, ok bool) {
	first := date.First()
	days = make([]DateTally, first.Days())
	on := make(map[kube.Key]bool, len(a.items))
	for _, it := range a.items {
		on[it.Key] = true
	}
	for _, c := range cronJobs {
		if ctx.Err() != nil {
			return nil, false
		}
		in := zone.Of(c.Schedule)
		dayOf := func(slot time.Time) *DateTally {
			if d := DateOf(slot.In(in)); d.First() == first {
				return &days[d.Day-1]
			}
			return nil
		}
		ran := func(slot time.Time, state workload.JobState, forSlot bool) {
			day := dayOf(slot)
			if day == nil {
				return
			}
			day.Tally[outcomeOfState(state)]++
			if !forSlot || !on[c.Key()] || !c.Schedule.PossibleSlot(slot) {
				day.OffSchedule++
			}
		}
		for _, job := range c.Jobs {
			slot, forSlot := slotOf(c, job)
			ran(slot, job.State, forSlot)
		}
		past := pastOf(c, at)
		for i := range c.Past {
			run := &c.Past[i]
			slot, forSlot := slotOfRun(run)
			ran(slot, run.State, forSlot)
			// A slot whose Job was deleted by hand is counted among those that had none.
			if fact := past.At(slot); forSlot && on[c.Key()] && c.Schedule.Has(slot) && fact.State == scheduler.SlotMissed {
				if day := dayOf(slot); day != nil {
					day.Tally[outcomeOf(fact, nil)]--
				}
			}
		}
		if on[c.Key()] {
			countMissed(days, first, in, past, at.Now)
		}
	}
	return days, true
}

// countMissed adds the slots of a CronJob that passed without a Job.
func countMissed(days []DateTally, first Date, in *time.Location, past *scheduler.Past, now time.Time) {
	from, to := DateOf(past.Since.In(in)), DateOf(now.In(in))
	if from.Before(first) {
		from = first
	}
	if last := first.Last(); last.Before(to) {
		to = last
	}
	for d := from; !to.Before(d); d = d.AddDays(1) {
		missed, skipped := past.Missed(d.Start(in).Add(-1), d.AddDays(1).Start(in).Add(-1))
		days[d.Day-1].Tally[Missed] += missed
		days[d.Day-1].Tally[Skipped] += skipped
	}
}
