package agenda

import (
	"context"
	"time"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/scheduler"
)

// DayPast is what became of a day so far. It is immutable.
type DayPast struct {
	Total Tally
	By    map[kube.Key]*Tally

	minutes map[Minute]*Tally
}

// Of is what became of a part of the day.
func (p *DayPast) Of(w Window) Tally {
	var sum Tally
	for m := w.From; m < w.To; m++ {
		if t := p.minutes[m]; t != nil {
			sum.add(t)
		}
	}
	return sum
}

// Past tells what became of a day's slots up to an instant, and of the runs that stand for none.
func (d *Day) Past(ctx context.Context, cronJobs []*kube.CronJob, now time.Time) (p *DayPast, ok bool) {
	p = &DayPast{By: map[kube.Key]*Tally{}, minutes: map[Minute]*Tally{}}
	places := d.byKey()
	for _, c := range cronJobs {
		if ctx.Err() != nil {
			return nil, false
		}
		f := places[c.Key()]
		if dl := d.dial(d.zone.Of(c.Schedule)); now.Before(dl.start) || f == nil && len(c.Jobs)+len(c.Past) == 0 {
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
		t := d.teller(c, f, now)
		t.slots(WholeDay, count)
		t.others(WholeDay, count)
	}
	return p, true
}

func tallyAt[K comparable](tallies map[K]*Tally, key K) *Tally {
	t := tallies[key]
	if t == nil {
		t = &Tally{}
		tallies[key] = t
	}
	return t
}

// MonthPast tells for each day of a month what ran, and what of the agenda was missed, as far as the CronJobs know at an instant. What
// is unknown, gone or suspended is not counted. Slots are counted by arithmetic, and only from when on a CronJob's Jobs tell.
func (a *Agenda) MonthPast(ctx context.Context, date Date, zone Zone, cronJobs []*kube.CronJob, now time.Time) (days []Tally, ok bool) {
	first := date.First()
	days = make([]Tally, first.Days())
	on := make(map[kube.Key]bool, len(a.items))
	for _, it := range a.items {
		on[it.Key] = true
	}
	for _, c := range cronJobs {
		if ctx.Err() != nil {
			return nil, false
		}
		in := zone.Of(c.Schedule)
		count := func(at time.Time, o Outcome, n int) {
			if on := DateOf(at.In(in)); on.First() == first {
				days[on.Day-1][o] += n
			}
		}
		for _, job := range c.Jobs {
			count(madeFor(c, job), outcomeOfState(job.State), 1)
		}
		past := pastOf(c, now)
		for i := range c.Past {
			run := &c.Past[i]
			count(timeOf(run), outcomeOfState(run.State), 1)
			if on[c.Key()] && past.At(run.Slot).Known == scheduler.SlotMissed { // its Job was deleted by hand
				count(run.Slot, Missed, -1)
			}
		}
		if on[c.Key()] {
			countMissed(days, first, in, past, now)
		}
	}
	return days, true
}

// countMissed adds the slots that a CronJob missed.
func countMissed(days []Tally, first Date, in *time.Location, past *scheduler.Past, now time.Time) {
	from, to := DateOf(past.Since.In(in)), DateOf(now.In(in))
	if from.Before(first) {
		from = first
	}
	if last := first.Last(); last.Before(to) {
		to = last
	}
	for d := from; !to.Before(d); d = d.AddDays(1) {
		days[d.Day-1][Missed] += past.Missed(d.Start(in).Add(-1), d.AddDays(1).Start(in).Add(-1))
	}
}
