package forecast

import (
	"time"

	batchv1 "k8s.io/api/batch/v1"

	"github.com/kronoscope/kronoscope/scheduler"
)

// recordSkips records why the slots between the last one accounted for and an instant started nothing.
func (sim *simulation) recordSkips(before time.Time) {
	for slot := range sim.anchored.Between(sim.accounted, before.Add(-1)) {
		reason, by := sim.whySkipped(slot)
		sim.out.Skips = append(sim.out.Skips, Skip{slot, reason, by})
		sim.accounted = slot
	}
}

func (sim *simulation) whySkipped(slot time.Time) (SkipReason, int) {
	if limit := sim.rules.Deadline; limit != nil && scheduler.Seconds(*limit) <= 0 {
		return PastDue, -1 // as every slot, whatever else is in its way
	}
	for i := len(sim.out.Runs) - 1; i >= 0; i-- {
		run := sim.out.Runs[i]
		if run.Manual {
			continue
		}
		if minuteOf(run.Slot) == minuteOf(slot) {
			return SameMinute, i
		}
		if sim.rules.Policy == batchv1.ForbidConcurrent && !run.Start.After(slot) && (run.End.IsZero() || !run.End.Before(slot)) {
			return InTheWay, i
		}
		if !run.InProgress {
			break // of the runs started in the simulation, only the last can be in the way
		}
	}
	if sim.rules.Deadline != nil {
		return PastDue, -1
	}
	return Lost, -1
}

// markWaiting marks the latest slot of all as waiting if the run in its way may still end in time, after the span.
func (sim *simulation) markWaiting() {
	n := len(sim.out.Skips)
	if n == 0 || len(sim.active) == 0 {
		return
	}
	last := &sim.out.Skips[n-1]
	if !last.Slot.After(sim.progress.Last) {
		return
	}
	if limit := sim.rules.Deadline; last.Reason == InTheWay && (limit == nil || last.Slot.Add(scheduler.Seconds(*limit)).After(sim.span.To)) {
		last.Reason = Waiting
	}
}

// finish completes the outlook at the end of the simulation.
func (sim *simulation) finish(w Workload) {
	if sim.span.counts {
		sim.out.jobs = sim.lifetimes(w)
	}
	sim.trim()
}

// trim leaves out the runs that had ended before the span began.
func (sim *simulation) trim() {
	from := sim.span.From
	place := make([]int, len(sim.out.Runs))
	kept := sim.out.Runs[:0]
	for i, run := range sim.out.Runs {
		place[i] = -1
		over := run.End.Before(from) || run.End.Equal(from) && !run.InProgress
		if run.Start.Before(from) && !run.End.IsZero() && over {
			continue
		}
		place[i] = len(kept)
		kept = append(kept, run)
	}
	sim.out.Runs = kept
	for i, skip := range sim.out.Skips {
		if skip.By >= 0 {
			sim.out.Skips[i].By = place[skip.By]
		}
	}
}
