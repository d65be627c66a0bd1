package workload

import (
	batchv1 "k8s.io/api/batch/v1"
	"k8s.io/apimachinery/pkg/types"

	"github.com/kronoscope/kronoscope/scheduler"
)

// How many runs are remembered whose Jobs are gone: of one CronJob, and of all.
const (
	MaxPast    = 200
	maxAllPast = 20_000
)

// pastRuns remembers the finished runs of CronJobs whose Jobs have been deleted since the watch began: the history limits leave
// three of them in the cluster, a chart of time wants more. Of a Job that both finished and went between two looks, the last state that
// the watch told of counts.
type pastRuns struct {
	runs  map[types.UID][]Run // by the CronJob, in the order in which the Jobs went
	total int
}

// remember keeps what is known of a Job that has gone.
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
		runs = runs[1:] // snapshots hold the same array, and see what they saw
		p.total--
	}
	if p.runs == nil {
		p.runs = map[types.UID][]Run{}
	}
	p.runs[of.UID] = runs
}

// knows says that the run is remembered already: a deletion may be told twice, by the watch and by a relist.
func (p *pastRuns) knows(cronJob types.UID, run Run) bool {
	for i := range p.runs[cronJob] {
		if known := &p.runs[cronJob][i]; known.Key == run.Key && known.Created.Equal(run.Created) {
			return true
		}
	}
	return false
}

// forget drops the runs of a CronJob that has gone itself.
func (p *pastRuns) forget(cronJob types.UID) {
	p.total -= len(p.runs[cronJob])
	delete(p.runs, cronJob)
}

// finalState is how a Job that is being deleted had ended.
func finalState(obj *batchv1.Job) JobState {
	if scheduler.JobCondition(obj, batchv1.JobFailed) != nil {
		return JobFailed
	}
	return JobComplete
}
