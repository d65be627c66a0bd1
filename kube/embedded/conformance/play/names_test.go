package play

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/utils/ptr"
)

func TestNamesThatDifferFromRunToRunAreReplaced(t *testing.T) {
	start := time.Date(2026, 11, 23, 9, 46, 37, 0, time.UTC)
	n := newNames(start)
	n.replace("space-1", "NS")
	n.job(&batchv1.Job{ObjectMeta: metav1.ObjectMeta{
		Name: "c-29750123", UID: "u-1",
		OwnerReferences: []metav1.OwnerReference{{Kind: "CronJob", Name: "c", Controller: ptr.To(true)}},
	}})
	n.job(&batchv1.Job{ObjectMeta: metav1.ObjectMeta{Name: "d-29750123", UID: "u-2"}})
	n.pod(&corev1.Pod{ObjectMeta: metav1.ObjectMeta{Name: "c-29750123-0-abcde", GenerateName: "c-29750123-0-", UID: "u-3"}})
	n.pod(&corev1.Pod{ObjectMeta: metav1.ObjectMeta{Name: "fixed", UID: "u-4"}})
	n.pod(&corev1.Pod{ObjectMeta: metav1.ObjectMeta{Name: "a-cut-name-abcde", GenerateName: "a-cut-name-that-was-longer-"}})

	n.job(&batchv1.Job{ObjectMeta: metav1.ObjectMeta{Name: "many-7xk2q", GenerateName: "many-", UID: "u-5"}})
	n.cronJob(&batchv1.CronJob{ObjectMeta: metav1.ObjectMeta{Name: "c", UID: "u-6"}})

	got := n.object(map[string]any{
		"resourceVersion": "7",
		"managedFields":   []any{"x"},
		"names":           []any{"c-29750123", "d-29750123", "Created pod: c-29750123-0-abcde", "fixed"},
		"uids":            "u-1 u-2 u-3 u-4",
		"times":           "2026-11-23T09:46:37Z 2026-11-23T10:47:00+01:00 2026-11-23T09:46:36Z",
		"pod":             "space-1/c-29750123-0-abcde",
		"refused":         "uid 01234567-89ab-4cde-8f01-23456789abcd",
		"never created":   `pods "d-7xk2q" is forbidden: jobs.batch "c-29750999", jobs.batch "d-29750999"`,
		"generated":       "many-7xk2q u-5 a-cut-name-abcde",
		"number":          int64(3),
	})
	want := map[string]any{
		"names":         []any{"c-MINUTE", "d-29750123", "Created pod: c-MINUTE-0-XXXXX", "fixed"},
		"uids":          "UID(c-MINUTE) UID(d-29750123) UID(c-MINUTE-0-XXXXX) UID(fixed)",
		"times":         "T+0 T+23 T-1",
		"pod":           "NS/c-MINUTE-0-XXXXX",
		"refused":       "uid UUID",
		"never created": `pods "d-XXXXX" is forbidden: jobs.batch "c-MINUTE", jobs.batch "d-29750999"`,
		"generated":     "many-XXXXX UID(many-XXXXX) a-cut-name-XXXXX",
		"number":        int64(3),
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("replaced (-want +got):\n%s", diff)
	}
}

func TestStatusLine(t *testing.T) {
	deleted := metav1.Now()
	job := &batchv1.Job{
		ObjectMeta: metav1.ObjectMeta{DeletionTimestamp: &deleted},
		Status: batchv1.JobStatus{
			Active: 1, Ready: ptr.To[int32](0), Succeeded: 2, Failed: 3, CompletedIndexes: "0,1", FailedIndexes: ptr.To(""),
			Conditions: []batchv1.JobCondition{{Type: batchv1.JobSuspended, Status: corev1.ConditionFalse, Reason: "JobResumed"}},
		},
	}
	want := "active=1 ready=0 terminating=-1 succeeded=2 failed=3 completed=0,1 failedIndexes= Suspended=False/JobResumed deleting"
	if got := statusLine(job); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}
