package scheduler

import (
	"fmt"
	"maps"
	"strconv"
	"strings"
	"time"

	batchv1 "k8s.io/api/batch/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/utils/ptr"
)

var cronJobKind = batchv1.SchemeGroupVersion.WithKind("CronJob")

// runName is the name of a slot's Job: the same in every attempt to create it, and for all slots of a minute.
func runName(cj *batchv1.CronJob, slot time.Time) string {
	return fmt.Sprintf("%s-%d", cj.Name, slot.Unix()/60)
}

// newCronJobRun makes the Job of a slot. Of the template's metadata only labels and annotations are kept.
func newCronJobRun(cj *batchv1.CronJob, slot time.Time) *batchv1.Job {
	zone := time.UTC
	if cj.Spec.TimeZone != nil {
		if loc, err := loadZone(*cj.Spec.TimeZone, time.UTC); err == nil {
			zone = loc
		}
	}
	annotations := map[string]string{}
	maps.Copy(annotations, cj.Spec.JobTemplate.Annotations)
	annotations[batchv1.CronJobScheduledTimestampAnnotation] = slot.In(zone).Format(time.RFC3339)
	return &batchv1.Job{
		ObjectMeta: metav1.ObjectMeta{
			Namespace:       cj.Namespace,
			Name:            runName(cj, slot),
			Labels:          maps.Clone(cj.Spec.JobTemplate.Labels),
			Annotations:     annotations,
			OwnerReferences: []metav1.OwnerReference{*metav1.NewControllerRef(cj, cronJobKind)},
		},
		Spec: *cj.Spec.JobTemplate.Spec.DeepCopy(),
	}
}

// JobFromCronJob makes a Job as kubectl create job --from does. It counts towards the CronJob's history limits, but is never one of
// its active Jobs, so concurrency policies ignore it.
func JobFromCronJob(cj *batchv1.CronJob, name string) *batchv1.Job {
	annotations := map[string]string{manualAnnotation: "manual"}
	maps.Copy(annotations, cj.Spec.JobTemplate.Annotations)
	return &batchv1.Job{
		TypeMeta: metav1.TypeMeta{APIVersion: batchv1.SchemeGroupVersion.String(), Kind: "Job"},
		ObjectMeta: metav1.ObjectMeta{
			Namespace:   cj.Namespace,
			Name:        name,
			Labels:      maps.Clone(cj.Spec.JobTemplate.Labels),
			Annotations: annotations,
			// Without blockOwnerDeletion, which would require permission on cronjobs/finalizers.
			OwnerReferences: []metav1.OwnerReference{{
				APIVersion: cronJobKind.GroupVersion().String(), Kind: cronJobKind.Kind,
				Name: cj.Name, UID: cj.UID, Controller: ptr.To(true),
			}},
		},
		Spec: *cj.Spec.JobTemplate.Spec.DeepCopy(),
	}
}

// manualAnnotation is the annotation that kubectl create job --from sets on a Job.
const manualAnnotation = "cronjob.kubernetes.io/instantiate"

// Manual reports whether a CronJob's Job was triggered by hand, so that it has no slot.
func Manual(job *batchv1.Job) bool { return job.Annotations[manualAnnotation] != "" }

// JobSlot returns the slot for which a CronJob created a Job, read from its annotation or, on clusters before 1.28, from its name. ok is
// false when the Job was created in another way.
func JobSlot(cj *batchv1.CronJob, job *batchv1.Job) (slot time.Time, ok bool) {
	if Manual(job) {
		return time.Time{}, false
	}
	if slot, err := time.Parse(time.RFC3339, job.Annotations[batchv1.CronJobScheduledTimestampAnnotation]); err == nil {
		return slot, true
	}
	rest, ok := strings.CutPrefix(job.Name, cj.Name+"-")
	minute, err := strconv.ParseInt(rest, 10, 32)
	if !ok || err != nil || minute <= 0 {
		return time.Time{}, false
	}
	return time.Unix(minute*60, 0), true
}
