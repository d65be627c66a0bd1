package slots

import (
	"github.com/kronoscope/kronoscope/kube/workload"
	"github.com/kronoscope/kronoscope/scheduler"
)

// Outcome is what became of a slot, or of a run that somebody triggered.
type Outcome int

// The outcomes, the one that matters most last: of several it is the one to show.
const (
	Ahead     Outcome = iota // still to come
	Unknown                  // its Job need not be there any more
	Gone                     // it ran, and its Job is gone
	Suspended                // nothing ran, the CronJob is suspended
	Complete
	Skipped // Forbid let it pass, for a run before it was under way
	Running // begun, not finished
	Waiting // due, not begun
	Missed  // it passed without a Job, and nobody knows why
	Failed
	outcomes
)

// outcomeOf is the outcome that a fact stands for, given the Job as the snapshot has it.
func outcomeOf(fact scheduler.SlotRecord, job *workload.Job) Outcome {
	switch fact.State {
	case scheduler.SlotRan:
		return outcomeOfState(job.State)
	case scheduler.SlotJobGone:
		return Gone
	case scheduler.SlotWaiting:
		return Waiting
	case scheduler.SlotMissed:
		if fact.Job != nil {
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

// Worst is the outcome that matters most of those counted, Ahead when there are none.
func (t *Tally) Worst() Outcome {
	for o := outcomes - 1; o > Ahead; o-- {
		if t[o] > 0 {
			return o
		}
	}
	return Ahead
}

// Add counts what another one has counted.
func (t *Tally) Add(other *Tally) {
	for o, n := range other {
		t[o] += n
	}
}

// Sum is how many are counted.
func (t *Tally) Sum() int {
	n := 0
	for _, k := range t {
		n += k
	}
	return n
}
