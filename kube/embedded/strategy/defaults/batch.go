package defaults

import (
	"math"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
)

// Job fills in a Job. Where it has no labels of its own it shares the template's map, as upstream: labels that the server
// adds to the template then show on the Job too.
func Job(j *batchv1.Job) {
	s := &j.Spec
	if s.Parallelism == nil {
		if s.Completions == nil {
			fillPtr(&s.Completions, 1)
		}
		fillPtr(&s.Parallelism, 1)
	}
	if s.BackoffLimitPerIndex != nil {
		fillPtr(&s.BackoffLimit, math.MaxInt32)
	}
	fillPtr(&s.BackoffLimit, 6)
	if len(j.Labels) == 0 && s.Template.Labels != nil {
		j.Labels = s.Template.Labels
	}
	fillPtr(&s.CompletionMode, batchv1.NonIndexedCompletion)
	fillPtr(&s.Suspend, false)
	if s.PodFailurePolicy != nil {
		fillPtr(&s.PodReplacementPolicy, batchv1.Failed)
	}
	fillPtr(&s.PodReplacementPolicy, batchv1.TerminatingOrFailed)
	fillPtr(&s.ManualSelector, false)
	failurePolicy(s.PodFailurePolicy)
	PodSpec(&s.Template.Spec)
}

// CronJob fills in a CronJob. The Job it would make gets its own defaults only when it is made.
func CronJob(c *batchv1.CronJob) {
	s := &c.Spec
	fill(&s.ConcurrencyPolicy, batchv1.AllowConcurrent)
	fillPtr(&s.Suspend, false)
	fillPtr(&s.SuccessfulJobsHistoryLimit, 3)
	fillPtr(&s.FailedJobsHistoryLimit, 1)
	failurePolicy(s.JobTemplate.Spec.PodFailurePolicy)
	PodSpec(&s.JobTemplate.Spec.Template.Spec)
}

func failurePolicy(p *batchv1.PodFailurePolicy) {
	if p == nil {
		return
	}
	for i := range p.Rules {
		for j := range p.Rules[i].OnPodConditions {
			fill(&p.Rules[i].OnPodConditions[j].Status, corev1.ConditionTrue)
		}
	}
}
