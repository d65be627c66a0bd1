package slots

import (
	"context"
	"time"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/kube/workload"
	"github.com/kronoscope/kronoscope/scheduler"
)

// DateTally counts a date's runs and missed slots by outcome. OffSchedule is how many of the runs are for none of its slots.
type DateTally struct {
	Tally
	OffSchedule int
}

// MonthPast counts for each day of a month what ran, and which slots were missed or skipped. Unknown, gone and suspended slots are not
// counted. Missed slots are counted by arithmetic, and only since a CronJob's Jobs are known to be complete.
func (ctr *Counter) MonthPast(ctx context.Context, date Date, zone Zone, cronJobs []*workload.CronJob, at scheduler.Observation) (days []DateTally, ok bool) {
	first := date.First()
	days = make([]DateTally, first.Days())
	on := make(map[kube.Key]bool, len(ctr.items))
	for _, it := range ctr.items {
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
			if record := past.At(slot); forSlot && on[c.Key()] && c.Schedule.Has(slot) && record.State == scheduler.SlotMissed {
				if day := dayOf(slot); day != nil {
					day.Tally[outcomeOf(record, nil)]--
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
