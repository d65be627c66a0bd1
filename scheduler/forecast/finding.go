package forecast

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"

	"github.com/kronoscope/kronoscope/scheduler/annotation"
	"github.com/kronoscope/kronoscope/scheduler/cron"
)

// Finding is one thing that people should know of a forecast.
type Finding struct {
	Code      FindingCode
	Grave     bool // something will not be done as asked
	CronJob   int  // place in the forecast; −1 when it is about the namespace, or all of it
	Namespace string
	At        time.Time // when it shows first; zero where that means nothing
	Text      string    // a sentence without the name of what it is about
}

// FindingCode names a kind of finding for scripts. A code never changes its meaning.
type FindingCode string

// The codes.
const (
	OverQuota         FindingCode = "over-quota"       // the runs ask for more than a quota leaves
	Unusable          FindingCode = "unusable"         // schedule or time zone cannot be read
	NeverFires        FindingCode = "never-fires"      // no slot in the span, nor after it
	NeverCompletes    FindingCode = "never-completes"  // every run is replaced, or has no end
	BeyondDeadline    FindingCode = "exceeds-deadline" // runs take longer than activeDeadlineSeconds
	MissesDeadline    FindingCode = "misses-deadline"  // slots are beyond startingDeadlineSeconds when they are looked at
	SkipsSlots        FindingCode = "skips"            // Forbid leaves slots out
	StartsLate        FindingCode = "late"             // Forbid starts a slot when the run before it has ended
	ReplacesRuns      FindingCode = "replaces"         // Replace ends runs early
	RunsOverlap       FindingCode = "overlaps"         // Allow lets runs of a CronJob run beside each other
	NamedAlike        FindingCode = "same-minute"      // more slots than Jobs can have names
	IsSuspended       FindingCode = "suspended"        // slots pass while it is suspended
	UnknownDuration   FindingCode = "unknown-duration" // how long runs take is assumed
	DurationAnnotated FindingCode = "as-annotated"     // how long runs take is what an annotation says
	ScopedQuota       FindingCode = "scoped-quota"     // a quota that the forecast does not hold runs against
)

// findingLayout is how findings tell an instant.
const findingLayout = "Mon 2 Jan 15:04 MST"

// findings are what stands out, the grave ones first, else in the order of CronJobs.
func findings(f *Forecast, quotas []*corev1.ResourceQuota) []Finding {
	var all []Finding
	for i := range f.CronJobs {
		all = append(all, f.cronJobFindings(i)...)
	}
	all = append(all, f.quotaFindings(quotas)...)
	all = append(all, f.durationFindings()...)
	slices.SortStableFunc(all, func(a, b Finding) int { return cmp.Compare(rank(a), rank(b)) })
	return all
}

func rank(finding Finding) int {
	switch {
	case finding.Code == OverQuota:
		return 0
	case finding.Grave:
		return 1
	}
	return 2
}

// cronJobFindings is what stands out of one CronJob.
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
		{[]SkipReason{SameMinute}, NamedAlike, false, "because a Job is named by its minute, and there is one of that name"},
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

// endFindings is for runs that do not end by themselves, or not alone.
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
		add(RunsOverlap, false, o.first(func(r PlannedRun) bool { return r.Overlapping > 0 }), "%s beside an earlier one, up to %d at once%s.",
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

// durationFindings tells whose runs take as long as an annotation says, and whose nobody knows how long.
func (f *Forecast) durationFindings() (found []Finding) {
	if names := f.namesOf(func(o *Outlook) bool { return o.Annotated }); names != "" {
		found = append(found, Finding{
			Code: DurationAnnotated, CronJob: -1,
			Text: fmt.Sprintf("Runs of %s are taken to last as the annotation %s has it, the middle of a range: none is known that completed.",
				names, annotation.Duration),
		})
	}
	if names := f.namesOf(func(o *Outlook) bool { return o.Unknown }); names != "" {
		assumed := "as if they took no time"
		if words := cron.DurationWords(f.Default); words != "" {
			assumed = "as taking " + words
		}
		found = append(found, Finding{
			Code: UnknownDuration, CronJob: -1,
			Text: fmt.Sprintf("Nobody knows how long runs of %s take: they are counted %s.", names, assumed),
		})
	}
	return found
}

// namesOf are the names of CronJobs of a kind that have runs, the first few of them; "" for none.
func (f *Forecast) namesOf(kind func(*Outlook) bool) string {
	var names []string
	for i := range f.CronJobs {
		if o := &f.CronJobs[i]; kind(o) && len(o.Runs) > 0 {
			names = append(names, f.Name(i))
		}
	}
	const told = 4
	list := strings.Join(names[:min(len(names), told)], ", ")
	if more := len(names) - told; more > 0 {
		list += fmt.Sprintf(" and %d more", more)
	}
	return list
}

func counted(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

func verb(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}
