package strategy

import (
	"maps"

	batchv1 "k8s.io/api/batch/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apiserver/pkg/registry/rest"

	"github.com/kronoscope/kronoscope/kube/embedded/strategy/validate"
)

// OrphanWarning is what a delete of Jobs warns of when it names no propagation policy: see WarnsOfOrphans.
const OrphanWarning = "child pods are preserved by default when jobs are deleted; " +
	"set propagationPolicy=Background to remove them or set propagationPolicy=Orphan to suppress this warning"

// WarnsOfOrphans tells whether a delete or deletecollection of the resource with these options deserves OrphanWarning
// (warning.AddWarning(ctx, "", OrphanWarning) in the Delete of the Job's REST, as upstream).
func (r Resource) WarnsOfOrphans(options *metav1.DeleteOptions) bool {
	//lint:ignore SA1019 old clients still send OrphanDependents
	return r.PropagationIsWarning && options != nil && options.PropagationPolicy == nil && options.OrphanDependents == nil
}

func jobs(b base) Resource {
	r := batch("Job", "jobs", "job")
	r.New, r.NewList = func() runtime.Object { return &batchv1.Job{} }, func() runtime.Object { return &batchv1.JobList{} }
	r.GetAttrs = attrs(true, 1, jobFields)
	r.PropagationIsWarning = true
	main := rules[*batchv1.Job]{
		base: b, namespaced: true, resets: resets("batch/v1", path("status")), collect: rest.OrphanDependents,
		prepare: prepareJob,
		prepareUpdate: func(obj, old *batchv1.Job) {
			obj.Status = old.Status
			dropFromJob(&obj.Spec, &old.Spec)
			if !validate.SameJobSpec(&obj.Spec, &old.Spec) {
				obj.Generation = old.Generation + 1
			}
		},
		validate:     validate.Job,
		validateWith: validate.JobUpdate,
		canonicalize: labelJob,
		warn:         validate.JobWarnings,
		warnUpdate: func(obj, old *batchv1.Job) []string {
			if obj.Generation == old.Generation {
				return nil
			}
			return validate.JobSpecWarnings(&obj.Spec, "spec")
		},
	}
	r.Strategy = main
	status := main
	status.resets = resets("batch/v1", path("spec"))
	status.prepareUpdate = func(obj, old *batchv1.Job) { obj.Spec = old.Spec }
	status.validateWith = validate.JobStatusUpdate
	status.warnUpdate = nil
	r.Status = status
	return r
}

func prepareJob(j *batchv1.Job) {
	if j.Spec.ManualSelector == nil || !*j.Spec.ManualSelector {
		generateSelector(j)
	}
	j.Status = batchv1.JobStatus{}
	j.Generation = 1
	dropFromJob(&j.Spec, nil)
	// Where defaulting gave the Job the template's map, that map has the generated labels by now, and must be shared no longer.
	j.Labels = maps.Clone(j.Labels)
}

// labelJob gives a Job without any label those of its template, after validation: upstream defaults once more when it
// decodes the object from its storage.
func labelJob(j *batchv1.Job) {
	if len(j.Labels) == 0 {
		j.Labels = maps.Clone(j.Spec.Template.Labels)
	}
}

// generateSelector gives the template the labels that tie pods to this Job, and the Job a selector for them. What the
// user wrote in these labels is left alone: validation rejects it where it is wrong.
func generateSelector(j *batchv1.Job) {
	t := &j.Spec.Template
	if t.Labels == nil {
		t.Labels = make(map[string]string, 4)
	}
	for key, value := range map[string]string{
		validate.LegacyJobNameLabel: j.Name, batchv1.JobNameLabel: j.Name,
		validate.LegacyControllerUIDLabel: string(j.UID), batchv1.ControllerUidLabel: string(j.UID),
	} {
		if _, ok := t.Labels[key]; !ok {
			t.Labels[key] = value
		}
	}
	if j.Spec.Selector == nil {
		j.Spec.Selector = &metav1.LabelSelector{}
	}
	if j.Spec.Selector.MatchLabels == nil {
		j.Spec.Selector.MatchLabels = make(map[string]string, 1)
	}
	if _, ok := j.Spec.Selector.MatchLabels[batchv1.ControllerUidLabel]; !ok {
		j.Spec.Selector.MatchLabels[batchv1.ControllerUidLabel] = string(j.UID)
	}
}

func cronJobs(b base) Resource {
	r := batch("CronJob", "cronjobs", "cronjob", "cj")
	r.New, r.NewList = func() runtime.Object { return &batchv1.CronJob{} }, func() runtime.Object { return &batchv1.CronJobList{} }
	r.GetAttrs = attrs[*batchv1.CronJob](true, 0, nil)
	main := rules[*batchv1.CronJob]{
		base: b, namespaced: true, resets: resets("batch/v1", path("status")),
		prepare: func(c *batchv1.CronJob) {
			c.Status = batchv1.CronJobStatus{}
			c.Generation = 1
			dropFromJob(&c.Spec.JobTemplate.Spec, nil)
		},
		prepareUpdate: func(obj, old *batchv1.CronJob) {
			obj.Status = old.Status
			dropFromJob(&obj.Spec.JobTemplate.Spec, &old.Spec.JobTemplate.Spec)
			if !validate.SameCronJobSpec(&obj.Spec, &old.Spec) {
				obj.Generation = old.Generation + 1
			}
		},
		validate:     validate.CronJob,
		validateWith: validate.CronJobUpdate,
		warn:         validate.CronJobWarnings,
		warnUpdate:   validate.CronJobUpdateWarnings,
	}
	r.Strategy = main
	status := main
	status.resets = resets("batch/v1", path("spec"))
	status.prepareUpdate = func(obj, old *batchv1.CronJob) { obj.Spec = old.Spec }
	status.validateWith, status.warnUpdate = nil, nil
	r.Status = status
	return r
}
