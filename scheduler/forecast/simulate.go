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

// Outlook works out what one CronJob will do. CronJobs do not affect each other, so each is simulated alone. It fails only when the
// context ends.
func (s Span) Outlook(ctx context.Context, w Workload) (Outlook, error) {
	s = s.normal()
	cj := w.CronJob
	out := Outlook{
		CronJob: cj, Suspended: ptr.Deref(cj.Spec.Suspend, false), PodsPerRun: podsAtOnce(&cj.Spec.JobTemplate.Spec),
		perRun: resourcesPerRun(&cj.Spec.JobTemplate.Spec),
	}
	sim := &simulation{span: s, job: &cj.Spec.JobTemplate.Spec, durations: w.Durations, out: &out}
	if len(sim.durations) == 0 {
		var takes time.Duration
		if takes, out.Annotated = annotated(sim.job); out.Annotated {
			sim.durations = []time.Duration{takes}
		}
	}
	out.Unknown = len(sim.durations) == 0
	if s.Seen.After(s.From) {
		sim.span.Seen = s.From
	} else {
		sim.takeOver(w)
		out.finishedJobs = len(keptJobs(w.Jobs))
	}
	rules, err := scheduler.RulesOf(cj, s.Local)
	if err != nil {
		out.Err = err
		sim.finish(w)
		return out, nil
	}
	if last := cj.Status.LastScheduleTime; last != nil && !s.Seen.After(s.From) {
		sim.progress.Last = last.Time
	}
	if rules.Created.IsZero() || s.Seen.After(s.From) {
		rules.Created = sim.span.Seen
		if _, counted := rules.Schedule.Every(); !counted {
			rules.Created = rules.Created.Add(-time.Second) // a slot at the very start counts; @every has none there
		}
	}
	sim.rules = rules
	sim.anchor()
	out.Schedule = sim.anchored
	out.Slots = sim.anchored.Count(s.From.Add(-1), s.To.Add(-1))
	out.Runs = slices.Grow(out.Runs, out.Slots)
	if !out.Suspended && cj.DeletionTimestamp == nil {
		err = sim.run(ctx)
	}
	sim.finish(w)
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
	wake      time.Time // when the controller looks at it next without a change; zero for never
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
func (sim *simulation) run(ctx context.Context) error {
	sim.progress.ActiveFor = sim.activeFor
	sim.accounted = sim.span.From.Add(-1)
	if since := sim.since(); since.After(sim.accounted) {
		sim.accounted = since
	}
	sim.wake = sim.span.Seen
	for turn := 0; ; turn++ {
		if turn%1024 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if !sim.moveOn() || !sim.now.Before(sim.span.To) {
			break
		}
		decision, err := sim.rules.Decide(sim.progress, sim.now)
		if err != nil {
			return nil // it never fires
		}
		if decision.Verdict == scheduler.StartJob {
			sim.start(decision.Slot)
		}
		sim.wake = time.Time{}
		if wait := sim.rules.Wait(sim.progress.Last, sim.now); wait > 0 {
			sim.wake = sim.now.Add(wait)
		}
	}
	sim.now = sim.span.To
	sim.recordSkips(sim.span.To)
	sim.markWaiting()
	return nil
}

// moveOn goes to the next end of a run, or to when the controller looks again; false when nothing happens any more.
func (sim *simulation) moveOn() bool {
	ends := -1
	for i, a := range sim.active {
		if !a.end.IsZero() && (ends < 0 || a.end.Before(sim.active[ends].end)) {
			ends = i
		}
	}
	switch {
	case ends >= 0 && (sim.wake.IsZero() || !sim.active[ends].end.After(sim.wake)):
		sim.now = sim.active[ends].end
		sim.active = slices.Delete(sim.active, ends, ends+1)
		sim.progress.Active = len(sim.active)
	case sim.wake.IsZero():
		return false
	default:
		sim.now = sim.wake
	}
	return true
}

// activeFor reports whether the Job with the slot's name is under way.
func (sim *simulation) activeFor(slot time.Time) bool {
	return slices.ContainsFunc(sim.active, func(a activeRun) bool { return a.minute == minuteOf(slot) })
}

// start handles a slot whose Job may start.
func (sim *simulation) start(slot time.Time) {
	sim.recordSkips(slot)
	sim.progress.Last = slot
	sim.anchor()
	inSpan := sim.accounted.Before(slot)
	if inSpan {
		sim.accounted = slot
	}
	if minuteOf(slot) == sim.minute { // the Job of that name exists, and counts as this slot's
		if inSpan {
			sim.out.Skips = append(sim.out.Skips, Skip{slot, SameMinute, len(sim.out.Runs) - 1})
		}
		return
	}
	sim.minute = minuteOf(slot)
	if sim.rules.Policy == batchv1.ReplaceConcurrent {
		for _, a := range sim.active {
			run := &sim.out.Runs[a.place]
			run.End, run.Fate = sim.now.Truncate(time.Second), Replaced
		}
		sim.active = sim.active[:0]
	}
	sim.begin(PlannedRun{Slot: slot, Overlapping: len(sim.active), Overdue: slot.Before(sim.span.Seen) && sim.now.Equal(sim.span.Seen)}, sim.now)
}

// begin adds a run that started at an instant, and notes when it ends.
func (sim *simulation) begin(run PlannedRun, at time.Time) {
	end, fate := sim.endOf(at)
	run.Start, run.End, run.Fate = at.Truncate(time.Second), end.Truncate(time.Second), fate
	if !run.Manual {
		sim.active = append(sim.active, activeRun{place: len(sim.out.Runs), end: end, minute: minuteOf(run.Slot)})
		sim.progress.Active = len(sim.active)
	}
	sim.out.Runs = append(sim.out.Runs, run)
	sim.started++
}

// since is the instant after which slots count.
func (sim *simulation) since() time.Time {
	if sim.progress.Last.IsZero() {
		return sim.rules.Created
	}
	return sim.progress.Last
}

// anchor counts the slots of @every from the last one handled, as the controller does.
func (sim *simulation) anchor() { sim.anchored = sim.rules.Schedule.WithAnchor(sim.since()) }

func minuteOf(slot time.Time) int64 { return slot.Unix() / 60 }
