package scheduler

import (
	"slices"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/types"
)

// reconcileActive compares status.active with the Jobs that exist, and updates the time of the latest success.
func (p *CronJobPlan) reconcileActive() {
	known := map[types.UID]bool{}
	for _, job := range p.in.Jobs {
		known[job.UID] = true
		p.noteJob(job)
	}
	for _, ref := range slices.Clone(p.Status.Active) {
		exists := slices.ContainsFunc(p.in.Others, func(job *batchv1.Job) bool {
			return job.Namespace == ref.Namespace && job.Name == ref.Name
		})
		if known[ref.UID] || exists {
			continue
		}
		p.note("MissingJob", "Active job went missing: %s", ref.Name)
		ForgetJob(&p.Status, ref.UID)
		p.Changed = true
	}
}

func (p *CronJobPlan) noteJob(job *batchv1.Job) {
	active, end := isActive(&p.Status, job.UID), JobFinished(job)
	if end == nil {
		if !active {
			p.warn("UnexpectedJob", "Saw a job that the controller did not create or forgot: %s", job.Name)
		}
		return
	}
	if active {
		ForgetJob(&p.Status, job.UID)
		p.note("SawCompletedJob", "Saw completed job: %s, condition: %s", job.Name, end.Type)
		p.Changed = true
	}
	last, completed := p.Status.LastSuccessfulTime, job.Status.CompletionTime
	if end.Type == batchv1.JobComplete && completed != nil && (last == nil || completed.After(last.Time)) {
		p.Status.LastSuccessfulTime = completed
		p.Changed = true
	}
}

// ForgetJob removes a Job from status.active.
func ForgetJob(status *batchv1.CronJobStatus, uid types.UID) {
	status.Active = slices.DeleteFunc(slices.Clone(status.Active), func(ref corev1.ObjectReference) bool { return ref.UID == uid })
}

func isActive(status *batchv1.CronJobStatus, uid types.UID) bool {
	return slices.ContainsFunc(status.Active, func(ref corev1.ObjectReference) bool { return ref.UID == uid })
}
