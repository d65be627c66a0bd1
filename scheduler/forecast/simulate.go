package forecast

import (
	"context"
	"slices"
	"time"

	batchv1 "k8s.io/api/batch/v1"
	"k8s.io/utils/ptr"

	"github.com/kronoscope/kronoscope/scheduler"
	"github.com/kronoscope/kronoscope/scheduler/cron"
)

// Outlook works out what one CronJob will do. CronJobs do not know of each other, so each is played alone. The error is the
// context's.
func (s Span) Outlook(ctx context.Context, w Workload) (Outlook, error) {
	s = s.normal()
	cj := w.CronJob
	out := Outlook{
		CronJob: cj, Suspended: ptr.Deref(cj.Spec.Suspend, false), PodsPerRun: podsAtOnce(&cj.Spec.JobTemplate.Spec),
		perRun: resourcesPerRun(&cj.Spec.JobTemplate.Spec),
	}
	p := &simulation{span: s, job: &cj.Spec.JobTemplate.Spec, durations: w.Durations, out: &out}
	if len(p.durations) == 0 {
		var takes time.Duration
		if takes, out.Annotated = annotated(p.job); out.Annotated {
			p.durations = []time.Duration{takes}
		}
	}
	out.Unknown = len(p.durations) == 0
	if s.Seen.After(s.From) {
		p.span.Seen = s.From
	} else {
		p.takeOver(w)
		out.finishedJobs = len(keptJobs(w.Jobs))
	}
	rules, err := scheduler.RulesOf(cj, s.Local)
	if err != nil {
		out.Err = err
		p.settle(w)
		return out, nil
	}
	if last := cj.Status.LastScheduleTime; last != nil && !s.Seen.After(s.From) {
		p.progress.Last = last.Time
	}
	if rules.Created.IsZero() || s.Seen.After(s.From) {
		rules.Created = p.span.Seen
		if _, counted := rules.Schedule.Every(); !counted {
			rules.Created = rules.Created.Add(-time.Second) // so that a slot at the very start counts; @every has none there
		}
	}
	p.rules = rules
	p.anchor()
	out.Schedule = p.anchored
	out.Slots = p.anchored.Count(s.From.Add(-1), s.To.Add(-1))
	out.Runs = slices.Grow(out.Runs, out.Slots)
	if !out.Suspended && cj.DeletionTimestamp == nil {
		err = p.run(ctx)
	}
	p.settle(w)
	return out, err
}

// simulation is one CronJob on its way through the span.
type simulation struct {
	span      Span
	rules     scheduler.CronJobRules
	job       *batchv1.JobSpec
	durations []time.Duration
	out       *Outlook

	now       time.Time
	wake      time.Time // when the controller looks at it next by itself; zero for never
	progress  scheduler.CronJobProgress
	active    []activeRun // those that policies see
	started   int
	anchored  cron.Schedule // the slots from the last one acted upon
	accounted time.Time     // the slots up to here are accounted for
	minute    int64         // in the name of the Job started last
}

// activeRun is a run under way. Its end is exact; that in the outlook is in whole seconds.
type activeRun struct {
	place  int // in the outlook
	end    time.Time
	minute int64 // in its Job's name
}

// run plays until the end of the span.
func (p *simulation) run(ctx context.Context) error {
	p.progress.ActiveFor = p.activeFor
	p.accounted = p.span.From.Add(-1)
	if since := p.since(); since.After(p.accounted) {
		p.accounted = since
	}
	p.wake = p.span.Seen
	for turn := 0; ; turn++ {
		if turn%1024 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if !p.moveOn() || !p.now.Before(p.span.To) {
			break
		}
		decision, err := p.rules.Decide(p.progress, p.now)
		if err != nil {
			return nil // it never fires
		}
		if decision.Verdict == scheduler.StartJob {
			p.start(decision.Slot)
		}
		p.wake = time.Time{}
		if wait := p.rules.Wait(p.progress.Last, p.now); wait > 0 {
			p.wake = p.now.Add(wait)
		}
	}
	p.now = p.span.To
	p.recordSkips(p.span.To)
	p.markWaiting()
	return nil
}

// moveOn goes to the next end of a run, or to when the controller looks again; it says false when nothing happens any more.
func (p *simulation) moveOn() bool {
	ends := -1
	for i, a := range p.active {
		if !a.end.IsZero() && (ends < 0 || a.end.Before(p.active[ends].end)) {
			ends = i
		}
	}
	switch {
	case ends >= 0 && (p.wake.IsZero() || !p.active[ends].end.After(p.wake)):
		p.now = p.active[ends].end
		p.active = slices.Delete(p.active, ends, ends+1)
		p.progress.Active = len(p.active)
	case p.wake.IsZero():
		return false
	default:
		p.now = p.wake
	}
	return true
}

// activeFor says whether the Job that a slot names is under way.
func (p *simulation) activeFor(slot time.Time) bool {
	return slices.ContainsFunc(p.active, func(a activeRun) bool { return a.minute == minuteOf(slot) })
}

// start acts upon a slot.
func (p *simulation) start(slot time.Time) {
	p.recordSkips(slot)
	p.progress.Last = slot
	p.anchor()
	tell := p.accounted.Before(slot) // else it is before the span
	if tell {
		p.accounted = slot
	}
	if minuteOf(slot) == p.minute { // the Job of that name exists, and is taken for this slot's
		if tell {
			p.out.Skips = append(p.out.Skips, Skip{slot, SameMinute, len(p.out.Runs) - 1})
		}
		return
	}
	p.minute = minuteOf(slot)
	if p.rules.Policy == batchv1.ReplaceConcurrent {
		for _, a := range p.active {
			run := &p.out.Runs[a.place]
			run.End, run.Fate = p.now.Truncate(time.Second), Replaced
		}
		p.active = p.active[:0]
	}
	p.begin(PlannedRun{Slot: slot, Overlapping: len(p.active), Overdue: slot.Before(p.span.Seen) && p.now.Equal(p.span.Seen)}, p.now)
}

// begin adds a run that started at an instant, and notes when it ends.
func (p *simulation) begin(run PlannedRun, at time.Time) {
	end, fate := p.endOf(at)
	run.Start, run.End, run.Fate = at.Truncate(time.Second), end.Truncate(time.Second), fate
	if !run.Manual {
		p.active = append(p.active, activeRun{place: len(p.out.Runs), end: end, minute: minuteOf(run.Slot)})
		p.progress.Active = len(p.active)
	}
	p.out.Runs = append(p.out.Runs, run)
	p.started++
}

// since is up to where slots are done with.
func (p *simulation) since() time.Time {
	if p.progress.Last.IsZero() {
		return p.rules.Created
	}
	return p.progress.Last
}

// anchor takes the slots of @every from the last one acted upon, as the controller counts them.
func (p *simulation) anchor() { p.anchored = p.rules.Schedule.WithAnchor(p.since()) }

func minuteOf(slot time.Time) int64 { return slot.Unix() / 60 }
