package forecast

import (
	"time"

	batchv1 "k8s.io/api/batch/v1"

	"github.com/kronoscope/kronoscope/scheduler"
)

// recordSkips tells why the slots from the last one told to another, that one left out, started nothing.
func (p *simulation) recordSkips(before time.Time) {
	for slot := range p.anchored.Between(p.accounted, before.Add(-1)) {
		reason, by := p.whySkipped(slot)
		p.out.Skips = append(p.out.Skips, Skip{slot, reason, by})
		p.accounted = slot
	}
}

func (p *simulation) whySkipped(slot time.Time) (SkipReason, int) {
	if limit := p.rules.Deadline; limit != nil && scheduler.Seconds(*limit) <= 0 {
		return PastDue, -1 // every slot is, whatever else is in its way
	}
	for i := len(p.out.Runs) - 1; i >= 0; i-- {
		run := p.out.Runs[i]
		if run.Manual {
			continue
		}
		if minuteOf(run.Slot) == minuteOf(slot) {
			return SameMinute, i
		}
		if p.rules.Policy == batchv1.ForbidConcurrent && !run.Start.After(slot) && (run.End.IsZero() || !run.End.Before(slot)) {
			return InTheWay, i
		}
		if !run.InProgress {
			break // of those it started itself, only the last can be in the way
		}
	}
	if p.rules.Deadline != nil {
		return PastDue, -1
	}
	return Lost, -1
}

// markWaiting is for the latest slot of all: the run in its way may end in time, after the span.
func (p *simulation) markWaiting() {
	n := len(p.out.Skips)
	if n == 0 || len(p.active) == 0 {
		return
	}
	last := &p.out.Skips[n-1]
	if !last.Slot.After(p.progress.Last) {
		return
	}
	if limit := p.rules.Deadline; last.Reason == InTheWay && (limit == nil || last.Slot.Add(scheduler.Seconds(*limit)).After(p.span.To)) {
		last.Reason = Waiting
	}
}

// settle takes stock when all is played.
func (p *simulation) settle(w Workload) {
	if p.span.counts {
		p.out.jobs = p.lifetimes(w)
	}
	p.trim()
}

// trim leaves out what was over before the span began.
func (p *simulation) trim() {
	from := p.span.From
	place := make([]int, len(p.out.Runs))
	kept := p.out.Runs[:0]
	for i, run := range p.out.Runs {
		place[i] = -1
		over := run.End.Before(from) || run.End.Equal(from) && !run.InProgress
		if run.Start.Before(from) && !run.End.IsZero() && over {
			continue
		}
		place[i] = len(kept)
		kept = append(kept, run)
	}
	p.out.Runs = kept
	for i, skip := range p.out.Skips {
		if skip.By >= 0 {
			p.out.Skips[i].By = place[skip.By]
		}
	}
}
