package workload

import (
	"math"
	"slices"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/utils/ptr"

	"github.com/kronoscope/kronoscope/scheduler"
)

// nearlyDone is the highest fraction before the pod has ended.
const nearlyDone = 0.99

// Progress is how much of a pod's work is done.
type Progress struct {
	// Known is false when there is nothing to estimate from: draw an indeterminate bar.
	Known bool
	// Fraction is the share that is done, from 0 to 1.
	Fraction float64
	// Estimated reports whether Fraction is the elapsed time over the expected one, not a count.
	Estimated bool
	// Init reports whether Fraction counts init containers because no main container has started.
	Init bool
}

// Progress returns how much of the pod's work is done at an instant of the cluster's time. The expected run time comes from
// [Job.Expected]; 0 when it is unknown. The fraction is 1 only when the pod has ended.
func (p *Pod) Progress(now time.Time, expected time.Duration) Progress {
	switch p.Trimmed.Status.Phase {
	case corev1.PodSucceeded, corev1.PodFailed:
		return Progress{Known: true, Fraction: 1}
	}
	if p.Started.IsZero() {
		if p.InitTotal == 0 {
			return Progress{Known: true} // it has not started: nothing is done
		}
		return Progress{Known: true, Init: true, Fraction: min(float64(p.InitDone)/float64(p.InitTotal), nearlyDone)}
	}
	if expected <= 0 {
		return Progress{}
	}
	elapsed := max(now.Sub(p.Started), 0)
	return Progress{Known: true, Estimated: true, Fraction: min(float64(elapsed)/float64(expected), nearlyDone)}
}

// runTime returns how long the main containers of a successful pod ran: at least a second, the resolution of timestamps.
func (p *Pod) runTime() (time.Duration, bool) {
	if p.Trimmed.Status.Phase != corev1.PodSucceeded || p.Started.IsZero() || p.Ended.Before(p.Started) {
		return 0, false
	}
	return max(p.Ended.Sub(p.Started), time.Second), true
}

// median returns the median of ascending durations, the lower of two in the middle; 0 of none.
func median(sorted []time.Duration) time.Duration {
	if len(sorted) == 0 {
		return 0
	}
	return sorted[(len(sorted)-1)/2]
}

// Completions returns how many pods have succeeded, and how many must; total is 0 for a work queue, which sets no number.
func (j *Job) Completions() (done, total int) {
	return int(j.Trimmed.Status.Succeeded), int(ptr.Deref(j.Trimmed.Spec.Completions, 0))
}

// Fraction returns the share of completions reached, from 0 to 1. It is not known for a work queue before it is complete.
func (j *Job) Fraction() (fraction float64, known bool) {
	done, total := j.Completions()
	switch {
	case j.State == JobComplete:
		return 1, true
	case total == 0:
		return 0, false
	}
	return min(float64(done)/float64(total), 1), true
}

// Duration is how long the Job has taken: to its end, or to now while it runs. Unknown until it has started.
func (j *Job) Duration(now time.Time) (time.Duration, bool) {
	start := j.Trimmed.Status.StartTime
	if start == nil {
		return 0, false
	}
	if end := j.Finished(); !end.IsZero() {
		now = end
	}
	return max(now.Sub(start.Time), 0), true
}

// Finished returns when the Job completed or failed; zero when it has not.
func (j *Job) Finished() time.Time {
	if t := j.Trimmed.Status.CompletionTime; t != nil {
		return t.Time
	}
	if c := scheduler.JobFinished(j.Trimmed); c != nil {
		return c.LastTransitionTime.Time
	}
	return time.Time{}
}

// ETA returns how long the running Job will still take if every pod takes [Job.Expected] and none fails. It is not known without
// history, for work queues, and while the Job is not running.
func (j *Job) ETA(now time.Time) (time.Duration, bool) {
	done, total := j.Completions()
	if j.State != JobRunning || j.Expected <= 0 || total == 0 {
		return 0, false
	}
	slots := min(int(ptr.Deref(j.Trimmed.Spec.Parallelism, 1)), total-done)
	if slots <= 0 {
		return 0, false
	}
	// How long each busy slot is still taken, the first to become free first. Slots without a pod are only counted: there may be a
	// billion.
	var left []time.Duration
	for _, pod := range activePods(j.Pods) {
		if len(left) == slots {
			break
		}
		if pod.Started.IsZero() {
			left = append(left, j.Expected)
		} else {
			left = append(left, max(j.Expected-max(now.Sub(pod.Started), 0), 0))
		}
	}
	slices.Sort(left)
	// Pods that do not exist yet take turns in the slots, starting with the free ones.
	waiting := max(total-done-len(left), 0)
	rounds, rest := waiting/slots, waiting%slots
	if time.Duration(rounds) > math.MaxInt64/j.Expected-2 {
		return 0, false // too long for a duration
	}
	free := slots - len(left)
	freeAfter := func(slot int) time.Duration {
		if slot < free {
			return 0
		}
		return left[slot-free]
	}
	end := freeAfter(slots-1) + time.Duration(rounds)*j.Expected
	if rest > 0 {
		end = max(end, freeAfter(rest-1)+time.Duration(rounds+1)*j.Expected)
	}
	return end, true
}
