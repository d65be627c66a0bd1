package workload

import (
	batchv1 "k8s.io/api/batch/v1"
	"k8s.io/apimachinery/pkg/types"

	"github.com/kronoscope/kronoscope/scheduler"
)

const (
	// MaxPast is how many runs of one CronJob are remembered whose Jobs have been deleted.
	MaxPast    = 200
	maxAllPast = 20_000 // the same of all CronJobs
)

// pastRuns remembers the finished runs of CronJobs whose Jobs have been deleted since the watch began. The history limits leave about
// three Jobs in the cluster, but the timeline needs more. When a Job finished and was deleted between two snapshots, the last state
// that the watch delivered counts.
type pastRuns struct {
	runs  map[types.UID][]Run // by CronJob, in the order in which the Jobs were deleted
	total int
}

// remember keeps the run of a deleted Job if it had finished. The Job of the last snapshot is known; it may be nil, or older.
func (p *pastRuns) remember(of *batchv1.CronJob, obj *batchv1.Job, known *Job) {
	if known == nil || known.Trimmed.UID != obj.UID || known.Trimmed.ResourceVersion != obj.ResourceVersion {
		job := &Job{Trimmed: obj}
		if known != nil && known.Trimmed.UID == obj.UID {
			job.Pods = known.Pods
		}
		describeState(job, nil)
		known = job
	}
	run := RunOf(known, of)
	if !run.State.Finished() || p.knows(of.UID, run) {
		return
	}
	run.JobDeleted = true
	runs := append(p.runs[of.UID], run)
	p.total++
	if len(runs) > MaxPast || p.total > maxAllPast {
		runs = runs[1:] // earlier snapshots share the array: do not move its elements
		p.total--
	}
	if p.runs == nil {
		p.runs = map[types.UID][]Run{}
	}
	p.runs[of.UID] = runs
}

// knows reports whether the run is already remembered: a deletion may arrive twice, from the watch and from a relist.
func (p *pastRuns) knows(cronJob types.UID, run Run) bool {
	for i := range p.runs[cronJob] {
		if known := &p.runs[cronJob][i]; known.Key == run.Key && known.Created.Equal(run.Created) {
			return true
		}
	}
	return false
}

// forget drops the runs of a deleted CronJob.
func (p *pastRuns) forget(cronJob types.UID) {
	p.total -= len(p.runs[cronJob])
	delete(p.runs, cronJob)
}

// finalState returns how a finished Job ended that is being deleted.
func finalState(obj *batchv1.Job) JobState {
	if scheduler.JobCondition(obj, batchv1.JobFailed) != nil {
		return JobFailed
	}
	return JobComplete
}
