package strategy

import (
	"context"
	"maps"

	batchv1 "k8s.io/api/batch/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/kubernetes/pkg/apis/batch"
	"k8s.io/kubernetes/pkg/registry/batch/cronjob"
	"k8s.io/kubernetes/pkg/registry/batch/job"
)

// OrphanWarning is what a delete of Jobs warns of when it names no propagation policy: see WarnsOfOrphans.
const OrphanWarning = "child pods are preserved by default when jobs are deleted; " +
	"set propagationPolicy=Background to remove them or set propagationPolicy=Orphan to suppress this warning"

// WarnsOfOrphans reports whether a delete or deletecollection of the resource with these options deserves OrphanWarning
// (warning.AddWarning(ctx, "", OrphanWarning) in the Delete of the Job's REST, as upstream).
func (r Resource) WarnsOfOrphans(options *metav1.DeleteOptions) bool {
	//lint:ignore SA1019 old clients still send OrphanDependents
	return r.PropagationIsWarning && options != nil && options.PropagationPolicy == nil && options.OrphanDependents == nil
}

func jobs(b base) Resource {
	r := batchResource("Job", "jobs", "job")
	r.New, r.NewList = func() runtime.Object { return &batchv1.Job{} }, func() runtime.Object { return &batchv1.JobList{} }
	r.GetAttrs = jobKind.attrs(job.GetAttrs)
	r.PropagationIsWarning = true
	main := newRules(b, batchv1.SchemeGroupVersion, jobKind, job.Strategy, "")
	main.afterCreate = unshareLabels
	main.canonicalize = labelJob
	r.Strategy = main
	status := newRules(b, batchv1.SchemeGroupVersion, jobKind, job.StatusStrategy, "status")
	status.canonicalize = labelJob
	r.Status = jobStatusRules{status}
	return r
}

// jobStatusRules are those of jobs/status.
type jobStatusRules struct {
	rules[batchv1.Job, batch.Job, *batchv1.Job, *batch.Job]
}

// PrepareForUpdate also makes times one that are the same instant. Upstream compares these with ==, which serves where all
// were decoded, but minds the zone of those that the plane itself wrote.
func (r jobStatusRules) PrepareForUpdate(ctx context.Context, obj, old runtime.Object) {
	r.rules.PrepareForUpdate(ctx, obj, old)
	status, before := &obj.(*batchv1.Job).Status, &old.(*batchv1.Job).Status
	if status.StartTime.Equal(before.StartTime) {
		status.StartTime = before.StartTime
	}
	if status.CompletionTime.Equal(before.CompletionTime) {
		status.CompletionTime = before.CompletionTime
	}
}

// unshareLabels gives a new Job a map of its own: where defaulting gave it the template's, that one has the generated
// labels by now.
func unshareLabels(j *batchv1.Job) { j.Labels = maps.Clone(j.Labels) }

// labelJob gives a Job without any label those of its template, after validation: upstream defaults once more when it
// decodes the object from its storage.
func labelJob(j *batchv1.Job) {
	if len(j.Labels) == 0 {
		j.Labels = maps.Clone(j.Spec.Template.Labels)
	}
}

func cronJobs(b base) Resource {
	r := batchResource("CronJob", "cronjobs", "cronjob", "cj")
	r.New, r.NewList = func() runtime.Object { return &batchv1.CronJob{} }, func() runtime.Object { return &batchv1.CronJobList{} }
	r.GetAttrs = metadataAttrs
	r.Strategy = newRules(b, batchv1.SchemeGroupVersion, cronJobKind, cronjob.Strategy, "")
	r.Status = newRules(b, batchv1.SchemeGroupVersion, cronJobKind, cronjob.StatusStrategy, "status")
	return r
}
