package forecast

import (
	"time"

	batchv1 "k8s.io/api/batch/v1"
	"k8s.io/utils/ptr"

	"github.com/kronoscope/kronoscope/scheduler"
	"github.com/kronoscope/kronoscope/scheduler/cron"
)

// Outlook is what a CronJob will do.
type Outlook struct {
	CronJob   *batchv1.CronJob
	Schedule  cron.Schedule
	Err       error // why nothing can start: the schedule or the time zone
	Suspended bool
	Slots     int          // in the span, whether or not they start a Job
	Runs      []PlannedRun // by start; those in progress at the start of the span first
	Skips     []Skip       // by slot
	// Annotated says that no duration was given, and runs take what the annotations of their pods say; Unknown that these say nothing
	// either.
	Annotated, Unknown bool
	// PodsPerRun are the pods that a run has at once.
	PodsPerRun int64

	perRun       map[resourceName]int64 // by a run, in the resource's own steps; of what is counted, by a Job as long as it exists
	jobs         []lifetime             // of its Jobs, the finished ones too
	finishedJobs int                    // how many Jobs it had when the objects were read
}

// PlannedRun is one Job of a CronJob. Times are whole seconds, as Kubernetes keeps them.
type PlannedRun struct {
	Slot  time.Time // the one it is for
	Start time.Time
	End   time.Time // expected; zero when it never ends
	Fate  Fate
	// Overlapping is how many runs of the same CronJob were under way when it started.
	Overlapping int
	// InProgress says that it ran when the objects were read; Manual that somebody started it by hand, so that no policy sees it.
	InProgress, Manual bool
	// Overdue says that its slot had passed when the objects were read, and nothing was in its way: the controller was about to look,
	// or had not run for a while.
	Overdue bool
}

// lateFrom is when a start is told as late: that of a slot that was held up, not of a controller that takes its moment.
const lateFrom = time.Minute

// Late is how long after its slot a run starts because another was in its way.
func (r PlannedRun) Late() time.Duration {
	if late := r.Start.Sub(r.Slot); late >= lateFrom && !r.InProgress && !r.Overdue {
		return late
	}
	return 0
}

// Fate is how a run ends, in a word for scripts.
type Fate string

// The fates.
const (
	Completes Fate = "completes" // after its duration; or fails then: the forecast cannot know
	Replaced  Fate = "replaced"  // its Job is deleted for the next one
	Exceeds   Fate = "exceeds"   // activeDeadlineSeconds pass first, and the Job fails
	Endless   Fate = "endless"   // nothing ends it: its Job is created suspended, or without parallelism
)

// Skip is a slot that starts no Job.
type Skip struct {
	Slot   time.Time
	Reason SkipReason
	By     int // place in Runs of the run in the way; −1 for none
}

// SkipReason says why a slot starts no Job, in a word for scripts.
type SkipReason string

// The reasons.
const (
	InTheWay   SkipReason = "forbid"      // policy Forbid, and a run is under way
	Waiting    SkipReason = "waiting"     // the same at the end of the span: it may still start late
	PastDue    SkipReason = "deadline"    // startingDeadlineSeconds have passed before it could be looked at
	SameMinute SkipReason = "same-minute" // Jobs are named by the minute, and there is one of that name
	Lost       SkipReason = "lost"        // overtaken by a later slot, or lost in upstream's estimate of what was missed
)

// rules reads a CronJob's rules; it says false for one that can start nothing.
func (s Span) rules(cj *batchv1.CronJob) (scheduler.CronJobRules, bool) {
	rules, err := scheduler.RulesOf(cj, s.Local)
	return rules, err == nil && !ptr.Deref(cj.Spec.Suspend, false)
}
