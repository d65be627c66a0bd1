package action

import (
	"context"
	"errors"
	"maps"
	"strings"

	batchv1 "k8s.io/api/batch/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/rand"
	"k8s.io/utils/ptr"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/scheduler"
)

const (
	// maxCronJobName and maxJobName are the longest names that the API server allows: 63, as for a label's value, and for a CronJob 11
	// less, which its controller appends.
	maxCronJobName = 52
	maxJobName     = 63
	// nameTries is how many random names are tried when they are taken.
	nameTries = 5
)

// Trigger creates a Job from a CronJob now, suspended or not, as kubectl create job --from does, and returns the Job's key. The CronJob
// owns the Job: it appears in the history, counts towards the history limits, and is deleted with the CronJob.
func (c *Client) Trigger(ctx context.Context, key kube.Key) (kube.Key, error) {
	var made kube.Key
	err := c.act(ctx, "triggering", kube.KindCronJob, key, func(ctx context.Context) error {
		cronJob, err := c.cluster.Client.BatchV1().CronJobs(key.Namespace).Get(ctx, key.Name, metav1.GetOptions{})
		if err != nil {
			return err
		}
		made, err = c.createJob(ctx, scheduler.JobFromCronJob(cronJob, ""), func() string { return manualName(cronJob.Name) })
		return err
	})
	return made, err
}

// Rerun creates a Job with the spec of a finished one, and returns its key. It leaves out what the API server generated for the old
// Job. It is an error when the old Job has not finished.
func (c *Client) Rerun(ctx context.Context, key kube.Key) (kube.Key, error) {
	var made kube.Key
	err := c.act(ctx, "rerunning", kube.KindJob, key, func(ctx context.Context) error {
		old, err := c.cluster.Client.BatchV1().Jobs(key.Namespace).Get(ctx, key.Name, metav1.GetOptions{})
		if err != nil {
			return err
		}
		if scheduler.JobFinished(old) == nil {
			return errors.New("it has not finished yet")
		}
		made, err = c.createJob(ctx, rerunOf(old), func() string { return rerunName(old.Name) })
		return err
	})
	return made, err
}

// generatedLabels are the labels that the API server sets on a Job's pod template. They identify the one Job.
var generatedLabels = []string{batchv1.ControllerUidLabel, batchv1.JobNameLabel, "controller-uid", "job-name"}

// rerunOf returns a Job to create with the spec, labels, annotations and owners of an old one.
func rerunOf(old *batchv1.Job) *batchv1.Job {
	job := &batchv1.Job{
		ObjectMeta: metav1.ObjectMeta{
			Namespace: old.Namespace, Labels: maps.Clone(old.Labels), Annotations: maps.Clone(old.Annotations),
			OwnerReferences: old.DeepCopy().OwnerReferences,
		},
		Spec: *old.Spec.DeepCopy(),
	}
	for i := range job.OwnerReferences {
		job.OwnerReferences[i].BlockOwnerDeletion = nil
	}
	for _, annotation := range []string{"kubectl.kubernetes.io/last-applied-configuration", batchv1.CronJobScheduledTimestampAnnotation} {
		delete(job.Annotations, annotation)
	}
	if metav1.GetControllerOf(job) != nil {
		if job.Annotations == nil {
			job.Annotations = map[string]string{}
		}
		job.Annotations["cronjob.kubernetes.io/instantiate"] = "manual"
	}
	if !ptr.Deref(job.Spec.ManualSelector, false) {
		job.Spec.Selector = nil
		for _, label := range generatedLabels {
			delete(job.Labels, label)
			delete(job.Spec.Template.Labels, label)
		}
	}
	job.Spec.Suspend = nil
	return job
}

// createJob creates a Job with a name from name, and tries a few more when it is taken.
func (c *Client) createJob(ctx context.Context, job *batchv1.Job, name func() string) (kube.Key, error) {
	for try := 1; ; try++ {
		job.Name = name()
		made, err := c.cluster.Client.BatchV1().Jobs(job.Namespace).Create(ctx, job, metav1.CreateOptions{})
		if apierrors.IsAlreadyExists(err) && try < nameTries {
			continue
		}
		if err != nil {
			return kube.Key{}, err
		}
		return kube.KeyOf(made), nil
	}
}

// manualName returns <CronJob>-manual-<random>, short enough for a Job.
func manualName(cronJob string) string {
	const infix, suffix = "-manual-", 3
	if len(cronJob) > maxCronJobName {
		cronJob = cronJob[:maxCronJobName]
	}
	return strings.TrimRight(cronJob, "-.") + infix + rand.String(suffix)
}

// rerunName returns <Job>-rerun-<random>, short enough for a Job. The ending of a Job that is itself a rerun is replaced.
func rerunName(job string) string {
	const infix, suffix = "-rerun-", 5
	if i := strings.LastIndex(job, infix); i > 0 && len(job)-i-len(infix) == suffix {
		job = job[:i]
	}
	if room := maxJobName - len(infix) - suffix; len(job) > room {
		job = job[:room]
	}
	return strings.TrimRight(job, "-.") + infix + rand.String(suffix)
}
