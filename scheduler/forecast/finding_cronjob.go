package forecast

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/kronoscope/kronoscope/scheduler"
	"github.com/kronoscope/kronoscope/scheduler/cron"
)

// cronJobFindings are what stands out about one CronJob.
func (f *Forecast) cronJobFindings(i int) (found []Finding) {
	o := &f.CronJobs[i]
	add := func(code FindingCode, grave bool, at time.Time, format string, args ...any) {
		found = append(found, Finding{code, grave, i, o.CronJob.Namespace, at, fmt.Sprintf(format, args...)})
	}
	t := o.Tally()
	switch {
	case o.Err != nil:
		add(Unusable, true, time.Time{}, "It starts nothing: %s.", o.Err)
		return found
	case o.Suspended && o.Slots == 0:
		return found
	case o.Suspended:
		add(IsSuspended, false, time.Time{}, "Suspended: %s %s by.", counted(o.Slots, "slot"), verb(o.Slots, "passes", "pass"))
		return found
	case o.Slots == 0 && o.Schedule.Next(f.From).IsZero():
		add(NeverFires, true, time.Time{}, "It never fires: no date matches in the five years that Kubernetes looks ahead.")
		return found
	}
	o.endFindings(t, add)
	for _, kind := range []struct {
		reasons []SkipReason
		code    FindingCode
		grave   bool
		because string
	}{
		{[]SkipReason{InTheWay, Waiting}, SkipsSlots, false, "because a run is still under way (Forbid)" + o.durationClause(t)},
		{[]SkipReason{PastDue}, MissesDeadline, true, tooLate(o.CronJob.Spec.StartingDeadlineSeconds)},
		{[]SkipReason{SameMinute}, NamedAlike, false, "because a Job is named after its minute, and that name is taken"},
		{[]SkipReason{Lost}, MissesDeadline, true, "because a later slot overtakes it"},
	} {
		if n, first := o.skipped(kind.reasons); n > 0 {
			add(kind.code, kind.grave, first, "%d of %s %s nothing, the first at %s, %s.", n, counted(o.Slots, "slot"),
				verb(n, "starts", "start"), o.in(first), kind.because)
		}
	}
	if t.Late > 0 {
		add(StartsLate, false, o.first(func(r PlannedRun) bool { return r.Late() > 0 }), "%s late, up to %s, when the run before has ended.",
			counted(t.Late, "run")+verb(t.Late, " starts", " start"), cron.DurationWords(t.MaxDelay))
	}
	return found
}

type adder func(code FindingCode, grave bool, at time.Time, format string, args ...any)

// endFindings are about runs that never end, are ended early or overlap.
func (o *Outlook) endFindings(t Tally, add adder) {
	fated := func(fate Fate) func(PlannedRun) bool { return func(r PlannedRun) bool { return r.Fate == fate } }
	if at := o.first(fated(Endless)); !at.IsZero() {
		add(NeverCompletes, true, at, "Its Jobs never end: they are created suspended, or without parallelism.")
	}
	if t.Exceeds > 0 {
		add(BeyondDeadline, true, o.first(fated(Exceeds)), "%s fail%s %s.", counted(t.Exceeds, "run"), verb(t.Exceeds, "s", ""),
			failsWhen(*o.CronJob.Spec.JobTemplate.Spec.ActiveDeadlineSeconds))
	}
	switch at := o.first(fated(Replaced)); {
	case t.Replaced > 1 && t.Replaced >= len(o.Runs)-1:
		add(NeverCompletes, true, at, "No run completes: each is replaced by the next, after %s at most.", cron.DurationWords(o.longestReplaced()))
	case t.Replaced > 0:
		add(ReplacesRuns, false, at, "%d of %s %s replaced before %s, the first at %s.", t.Replaced, counted(len(o.Runs), "run"),
			verb(t.Replaced, "is", "are"), verb(t.Replaced, "it ends", "they end"), o.in(at))
	}
	if t.Overlaps > 0 {
		add(RunsOverlap, false, o.first(func(r PlannedRun) bool { return r.Overlapping > 0 }), "%s while an earlier one is under way, up to %d at once%s.",
			counted(t.Overlaps, "run")+verb(t.Overlaps, " starts", " start"), t.AtOnce, o.durationClause(t))
	}
}

func (o *Outlook) longestReplaced() (longest time.Duration) {
	for _, run := range o.Runs {
		if run.Fate == Replaced {
			longest = max(longest, run.End.Sub(run.Start))
		}
	}
	return longest
}

func (o *Outlook) first(is func(PlannedRun) bool) time.Time {
	for _, run := range o.Runs {
		if is(run) {
			return run.Start
		}
	}
	return time.Time{}
}

func (o *Outlook) skipped(reasons []SkipReason) (n int, first time.Time) {
	for _, skip := range o.Skips {
		if !slices.Contains(reasons, skip.Reason) {
			continue
		}
		if n++; first.IsZero() {
			first = skip.Slot
		}
	}
	return n, first
}

func (o *Outlook) durationClause(t Tally) string {
	if words := cron.DurationWords(t.Longest); words != "" {
		return ": a run takes " + words
	}
	return ""
}

func (o *Outlook) in(t time.Time) string { return Stamp(t.In(o.Schedule.Location()), findingLayout) }

// failsWhen is when and why activeDeadlineSeconds end runs.
func failsWhen(seconds int64) string {
	const field = "activeDeadlineSeconds"
	after := "at once"
	if words := cron.DurationWords(scheduler.Seconds(seconds)); words != "" {
		after = "after " + words
	}
	if scheduler.SecondsOverflow(seconds) {
		return after + ": " + scheduler.OverflowText(field, seconds)
	}
	return after + ": " + field + " pass before a run is done"
}

// tooLate is why slots miss their startingDeadlineSeconds.
func tooLate(seconds *int64) string {
	return "because " + cmp.Or(scheduler.ImpossibleDeadline(seconds), "startingDeadlineSeconds have passed before the controller looks")
}
