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
	Slots     int          // how many there are in the span, whether or not they start a Job
	Runs      []PlannedRun // by start; those in progress at the start of the span first
	Skips     []Skip       // by slot
	// Annotated is set when no duration was given and the annotations of the pods say how long runs take. Unknown is set when neither
	// does.
	Annotated, Unknown bool
	// PodsPerRun is how many pods a run has at once.
	PodsPerRun int64

	perRun       map[resourceName]int64 // by a run, in the resource's own steps; of what is counted, by a Job as long as it exists
	jobs         []lifetime             // of its Jobs, the finished ones too
	finishedJobs int                    // how many Jobs it had when the objects were read
}

// PlannedRun is one Job of a CronJob. Times are whole seconds, as Kubernetes keeps them.
type PlannedRun struct {
	Slot  time.Time // that it was started for; of a manual run, its start
	Start time.Time
	End   time.Time // expected; zero when it never ends
	Fate  Fate
	// Overlapping is how many runs of the same CronJob were under way when it started.
	Overlapping int
	// InProgress is set when it was running as the objects were read. Manual is set when it was started by hand, so that policies
	// ignore it.
	InProgress, Manual bool
	// Overdue is set when its slot had passed as the objects were read and nothing was in its way: the controller was about to look,
	// or had not been running for a while.
	Overdue bool
}

// lateFrom is the delay from which a start counts as late: less is the time that a controller needs, not a slot that was held up.
const lateFrom = time.Minute

// Late returns how long after its slot a run starts because another one was in its way; 0 below a minute.
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
	Completes Fate = "completes" // it ends after its duration, perhaps in failure: a forecast cannot know
	Replaced  Fate = "replaced"  // its Job is deleted for the next one
	Exceeds   Fate = "exceeds"   // activeDeadlineSeconds pass first, and the Job fails
	Endless   Fate = "endless"   // nothing ends it: its Job is created suspended, or without parallelism
)

// Skip is a slot that starts no Job.
type Skip struct {
	Slot   time.Time
	Reason SkipReason
	By     int // index in [Outlook.Runs] of the run in the way; −1 for none
}

// SkipReason is why a slot starts no Job, in a word for scripts.
type SkipReason string

// The reasons.
const (
	InTheWay   SkipReason = "forbid"      // policy Forbid, and a run is under way
	Waiting    SkipReason = "waiting"     // the same at the end of the span: it may still start late
	PastDue    SkipReason = "deadline"    // startingDeadlineSeconds passed before the controller looked
	SameMinute SkipReason = "same-minute" // a Job's name has the minute of its slot, and that name is taken
	Lost       SkipReason = "lost"        // overtaken by a later slot, or lost in upstream's estimate of what was missed
)

// rules reads a CronJob's rules; ok is false when it cannot start anything.
func (s Span) rules(cj *batchv1.CronJob) (rules scheduler.CronJobRules, ok bool) {
	rules, err := scheduler.RulesOf(cj, s.Local)
	return rules, err == nil && !ptr.Deref(cj.Spec.Suspend, false)
}
