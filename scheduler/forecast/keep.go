package forecast

import (
	"cmp"
	"math"
	"slices"
	"time"

	batchv1 "k8s.io/api/batch/v1"
	"k8s.io/utils/ptr"

	"github.com/kronoscope/kronoscope/scheduler"
)

// lifetime is how long a Job exists, in Unix seconds.
type lifetime struct {
	from, to int64
	// outlives is set when the Job still existed as the Jobs of its last second were created.
	outlives bool
}

// The history limits that the API server fills in.
const (
	successesKept = 3
	failuresKept  = 1
)

// keeper deletes finished Jobs as the CronJob's history limits and the Jobs' TTL ask for.
type keeper struct {
	spec      *batchv1.CronJobSpec
	lifetimes []lifetime
	succeeded []int // the finished Jobs that exist, as indexes of lifetimes, by start
	failed    []int
}

// lifetimes are those of all Jobs of a CronJob: of those that had finished when the objects were read, and of the runs that were played,
// before any are trimmed. Of failures only those are known that activeDeadlineSeconds bring about.
func (sim *simulation) lifetimes(w Workload) []lifetime {
	k := &keeper{spec: &w.CronJob.Spec}
	if !sim.span.Seen.After(sim.span.From) {
		k.takeOver(w.Jobs)
	}
	type ending struct {
		at     int64
		place  int
		failed bool
	}
	var endings []ending
	for _, run := range sim.out.Runs {
		place := k.begin(run.Start)
		switch {
		case run.Fate == Replaced:
			k.lifetimes[place].to = run.End.Unix()
		case !run.End.IsZero():
			endings = append(endings, ending{run.End.Unix(), place, run.Fate == Exceeds})
		}
	}
	slices.SortStableFunc(endings, func(a, b ending) int { return cmp.Compare(a.at, b.at) })
	for _, e := range endings {
		k.finish(e.place, e.at, e.failed)
	}
	return k.lifetimes
}

// takeOver begins with the Jobs that had finished when the objects were read.
func (k *keeper) takeOver(jobs []*batchv1.Job) {
	for _, job := range keptJobs(jobs) {
		end := scheduler.JobFinished(job)
		k.finish(k.begin(startOf(job)), end.LastTransitionTime.Unix(), end.Type == batchv1.JobFailed)
	}
}

// keptJobs are the Jobs that have finished and still exist, by their end.
func keptJobs(jobs []*batchv1.Job) []*batchv1.Job {
	finished := slices.DeleteFunc(slices.Clone(jobs), func(job *batchv1.Job) bool {
		return scheduler.JobFinished(job) == nil || job.DeletionTimestamp != nil
	})
	slices.SortStableFunc(finished, func(a, b *batchv1.Job) int {
		return scheduler.JobFinished(a).LastTransitionTime.Compare(scheduler.JobFinished(b).LastTransitionTime.Time)
	})
	return finished
}

// begin adds a Job, which exists until it is deleted.
func (k *keeper) begin(at time.Time) (place int) {
	k.lifetimes = append(k.lifetimes, lifetime{from: at.Unix(), to: math.MaxInt64})
	return len(k.lifetimes) - 1
}

// finish records that a Job has finished, and deletes those beyond the history limit: the oldest by start.
func (k *keeper) finish(place int, at int64, failed bool) {
	kept, limit := &k.succeeded, ptr.Deref(k.spec.SuccessfulJobsHistoryLimit, successesKept)
	if failed {
		kept, limit = &k.failed, ptr.Deref(k.spec.FailedJobsHistoryLimit, failuresKept)
	}
	if ttl := k.spec.JobTemplate.Spec.TTLSecondsAfterFinished; ttl != nil {
		k.lifetimes[place].to = at + int64(*ttl)
		*kept = slices.DeleteFunc(*kept, func(older int) bool { return k.lifetimes[older].to <= at })
	}
	i := len(*kept)
	for i > 0 && k.lifetimes[(*kept)[i-1]].from > k.lifetimes[place].from {
		i--
	}
	*kept = slices.Insert(*kept, i, place)
	for len(*kept) > int(max(limit, 0)) {
		if oldest := &k.lifetimes[(*kept)[0]]; at < oldest.to {
			oldest.to, oldest.outlives = at, k.lifetimes[place].from == at
		}
		*kept = (*kept)[1:]
	}
}
