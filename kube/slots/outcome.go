package slots

import (
	"github.com/kronoscope/kronoscope/kube/workload"
	"github.com/kronoscope/kronoscope/scheduler"
)

// Outcome is what became of a slot, or of a run that was triggered by hand.
type Outcome int

// The outcomes, by how much they matter: of several, the last one is shown.
const (
	Ahead     Outcome = iota // still to come
	Unknown                  // so long ago that its Job may have been deleted
	Gone                     // it ran, and its Job is gone
	Suspended                // nothing ran, the CronJob is suspended
	Complete
	Skipped // Forbid skipped it because an earlier run was under way
	Running // started, not finished
	Waiting // due, not started
	Missed  // it passed without a Job, for no known reason
	Failed
	outcomes
)

// outcomeOf is the outcome of a slot, given its Job as it is in the snapshot.
func outcomeOf(record scheduler.SlotRecord, job *workload.Job) Outcome {
	switch record.State {
	case scheduler.SlotRan:
		return outcomeOfState(job.State)
	case scheduler.SlotJobGone:
		return Gone
	case scheduler.SlotWaiting:
		return Waiting
	case scheduler.SlotMissed:
		if record.Job != nil {
			return Skipped
		}
		return Missed
	case scheduler.SlotSuspended:
		return Suspended
	case scheduler.SlotUnknown:
		return Unknown
	}
	return Ahead
}

func outcomeOfState(state workload.JobState) Outcome {
	switch state {
	case workload.JobComplete:
		return Complete
	case workload.JobFailed, workload.JobFailing:
		return Failed
	}
	return Running
}

// Tally counts outcomes.
type Tally [outcomes]int

// Worst returns the outcome that matters most of those counted, [Ahead] when there are none.
func (t *Tally) Worst() Outcome {
	for o := outcomes - 1; o > Ahead; o-- {
		if t[o] > 0 {
			return o
		}
	}
	return Ahead
}

// Add adds the counts of another tally.
func (t *Tally) Add(other *Tally) {
	for o, n := range other {
		t[o] += n
	}
}

// Sum returns how many outcomes are counted.
func (t *Tally) Sum() int {
	n := 0
	for _, k := range t {
		n += k
	}
	return n
}
