package workload_test

import (
	"fmt"
	"time"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/kube/workload"
)

// A snapshot derives what a CronJob, its Job and the Job's pod are from the API objects.
func ExampleSnapshotOf() {
	now := time.Date(2026, 11, 24, 2, 0, 30, 0, time.UTC)
	cronJob := &batchv1.CronJob{
		ObjectMeta: metav1.ObjectMeta{Namespace: "default", Name: "backup", UID: "c"},
		Spec:       batchv1.CronJobSpec{Schedule: "0 2 * * *"},
	}
	job := &batchv1.Job{ObjectMeta: metav1.ObjectMeta{
		Namespace: "default", Name: "backup-29735160", UID: "j",
		OwnerReferences: []metav1.OwnerReference{*metav1.NewControllerRef(cronJob, batchv1.SchemeGroupVersion.WithKind("CronJob"))},
	}}
	pod := &corev1.Pod{
		ObjectMeta: metav1.ObjectMeta{
			Namespace: "default", Name: "backup-29735160-x7k2p",
			OwnerReferences: []metav1.OwnerReference{*metav1.NewControllerRef(job, batchv1.SchemeGroupVersion.WithKind("Job"))},
		},
		Status: corev1.PodStatus{Phase: corev1.PodPending, ContainerStatuses: []corev1.ContainerStatus{{
			Name: "main", State: corev1.ContainerState{Waiting: &corev1.ContainerStateWaiting{Reason: "ImagePullBackOff"}},
		}}},
	}

	s := workload.SnapshotOf(cronJob, job, pod)
	backup := s.CronJob(kube.Key{Namespace: "default", Name: "backup"})
	fmt.Println("next run:", backup.NextRun(now).Format(time.DateTime))
	for _, j := range backup.Active() {
		fmt.Println(j.Key(), j.State, j.Reason, j.Pods[0].Status)
	}
	// Output:
	// next run: 2026-11-25 02:00:00
	// default/backup-29735160 Pending ImagePullBackOff ImagePullBackOff
}
