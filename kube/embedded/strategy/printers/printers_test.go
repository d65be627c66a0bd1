package printers_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/kronoscope/kronoscope/kube/embedded/strategy/printers"
)

var now = time.Date(2026, 11, 24, 2, 0, 0, 0, time.UTC)

func ago(d time.Duration) metav1.Time { return metav1.NewTime(now.Add(-d)) }

func meta(name string) metav1.ObjectMeta {
	return metav1.ObjectMeta{Name: name, CreationTimestamp: ago(90 * time.Second)}
}

func terminated(code int32, reason string) corev1.ContainerState {
	return corev1.ContainerState{Terminated: &corev1.ContainerStateTerminated{ExitCode: code, Reason: reason}}
}

func TestCells(t *testing.T) {
	pods, jobs := corev1.Resource("pods"), batchv1.Resource("jobs")
	container := []corev1.Container{{Name: "c", Image: "i"}}
	for _, c := range []struct {
		name     string
		resource schema.GroupResource
		obj      runtime.Object
		want     []any // those of the columns that are not wide
	}{
		{
			"a Job at work", jobs, &batchv1.Job{ObjectMeta: meta("j"), Spec: batchv1.JobSpec{Completions: new(int32(10))}, Status: batchv1.JobStatus{Succeeded: 4, StartTime: new(ago(time.Minute))}},
			[]any{"j", "Running", "4/10", "60s", "90s"},
		},
		{"a work queue", jobs, &batchv1.Job{ObjectMeta: meta("j"), Spec: batchv1.JobSpec{Parallelism: new(int32(3))}}, []any{"j", "Running", "0/1 of 3", "", "90s"}},
		{"a complete Job", jobs, &batchv1.Job{ObjectMeta: meta("j"), Spec: batchv1.JobSpec{Completions: new(int32(1))}, Status: batchv1.JobStatus{
			Succeeded: 1, StartTime: new(ago(time.Minute)), CompletionTime: new(ago(20 * time.Second)),
			Conditions: []batchv1.JobCondition{{Type: batchv1.JobComplete, Status: corev1.ConditionTrue}},
		}}, []any{"j", "Complete", "1/1", "40s", "90s"}},
		{
			"a CronJob", batchv1.Resource("cronjobs"), &batchv1.CronJob{
				ObjectMeta: meta("c"), Spec: batchv1.CronJobSpec{Schedule: "0 2 * * *", TimeZone: new("Europe/Paris"), Suspend: new(false)},
				Status: batchv1.CronJobStatus{LastScheduleTime: new(ago(24 * time.Hour)), Active: []corev1.ObjectReference{{}}},
			},
			[]any{"c", "0 2 * * *", "Europe/Paris", "False", int64(1), "24h", "90s"},
		},
		{"a pending pod", pods, &corev1.Pod{ObjectMeta: meta("p"), Spec: corev1.PodSpec{Containers: container}, Status: corev1.PodStatus{Phase: corev1.PodPending}}, []any{"p", "0/1", "Pending", "0", "90s"}},
		{
			"a running pod that was restarted", pods, &corev1.Pod{ObjectMeta: meta("p"), Spec: corev1.PodSpec{Containers: container}, Status: corev1.PodStatus{
				Phase: corev1.PodRunning,
				ContainerStatuses: []corev1.ContainerStatus{{
					Name: "c", Ready: true, RestartCount: 2, State: corev1.ContainerState{Running: &corev1.ContainerStateRunning{}},
					LastTerminationState: corev1.ContainerState{Terminated: &corev1.ContainerStateTerminated{FinishedAt: ago(30 * time.Second)}},
				}},
			}},
			[]any{"p", "1/1", "Running", "2 (30s ago)", "90s"},
		},
		{"a failed pod", pods, &corev1.Pod{ObjectMeta: meta("p"), Spec: corev1.PodSpec{Containers: container}, Status: corev1.PodStatus{
			Phase:             corev1.PodFailed,
			ContainerStatuses: []corev1.ContainerStatus{{Name: "c", State: terminated(1, "Error")}},
		}}, []any{"p", "0/1", "Error", "0", "90s"}},
		{"a failing init container", pods, &corev1.Pod{ObjectMeta: meta("p"), Spec: corev1.PodSpec{InitContainers: []corev1.Container{{Name: "i"}}, Containers: container}, Status: corev1.PodStatus{
			Phase:                 corev1.PodPending,
			InitContainerStatuses: []corev1.ContainerStatus{{Name: "i", RestartCount: 1, State: terminated(3, "")}},
		}}, []any{"p", "0/1", "Init:ExitCode:3", "1", "90s"}},
		{"the second of three init containers", pods, &corev1.Pod{ObjectMeta: meta("p"), Spec: corev1.PodSpec{InitContainers: make([]corev1.Container, 3), Containers: container}, Status: corev1.PodStatus{
			Phase:                 corev1.PodPending,
			InitContainerStatuses: []corev1.ContainerStatus{{State: terminated(0, "Completed")}, {State: corev1.ContainerState{Running: &corev1.ContainerStateRunning{}}}},
		}}, []any{"p", "0/1", "Init:1/3", "0", "90s"}},
		{
			"a pod being deleted", pods, &corev1.Pod{ObjectMeta: metav1.ObjectMeta{Name: "p", CreationTimestamp: ago(time.Second), DeletionTimestamp: new(ago(0))}, Spec: corev1.PodSpec{Containers: container}, Status: corev1.PodStatus{Phase: corev1.PodRunning}},
			[]any{"p", "0/1", "Terminating", "0", "1s"},
		},
		{
			"an event", corev1.Resource("events"), &corev1.Event{Type: "Normal", Reason: "SuccessfulCreate", Message: "Created pod: p\n", LastTimestamp: ago(time.Minute), InvolvedObject: corev1.ObjectReference{Kind: "Job", Name: "j"}},
			[]any{"60s", "Normal", "SuccessfulCreate", "job/j", "Created pod: p"},
		},
		{
			"a node", corev1.Resource("nodes"), &corev1.Node{
				ObjectMeta: metav1.ObjectMeta{Name: "n", Labels: map[string]string{"node-role.kubernetes.io/worker": ""}}, Spec: corev1.NodeSpec{Unschedulable: true},
				Status: corev1.NodeStatus{Conditions: []corev1.NodeCondition{{Type: corev1.NodeReady, Status: corev1.ConditionTrue}}, NodeInfo: corev1.NodeSystemInfo{KubeletVersion: "v1.37.2"}},
			},
			[]any{"n", "Ready,SchedulingDisabled", "worker", "<unknown>", "v1.37.2"},
		},
		{"a Secret", corev1.Resource("secrets"), &corev1.Secret{ObjectMeta: meta("s"), Type: "Opaque", Data: map[string][]byte{"a": nil}}, []any{"s", "Opaque", int64(1), "90s"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			table, err := printers.New(c.resource, func() time.Time { return now }).ConvertToTable(context.Background(), c.obj, nil)
			if err != nil {
				t.Fatal(err)
			}
			if len(table.Rows) != 1 || len(table.Rows[0].Cells) != len(table.ColumnDefinitions) {
				t.Fatalf("%d rows, %d cells for %d columns", len(table.Rows), len(table.Rows[0].Cells), len(table.ColumnDefinitions))
			}
			var got []any
			for i, column := range table.ColumnDefinitions {
				if column.Priority == 0 {
					got = append(got, table.Rows[0].Cells[i])
				}
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("cells (-want +got):\n%s", diff)
			}
		})
	}
}

func TestLists(t *testing.T) {
	list := &corev1.PodList{ListMeta: metav1.ListMeta{ResourceVersion: "7", Continue: "c"}, Items: []corev1.Pod{
		{ObjectMeta: meta("a"), Status: corev1.PodStatus{Phase: corev1.PodSucceeded}}, {ObjectMeta: meta("b")},
	}}
	table, err := printers.New(corev1.Resource("pods"), nil).ConvertToTable(context.Background(), list, &metav1.TableOptions{NoHeaders: true})
	if err != nil {
		t.Fatal(err)
	}
	switch {
	case len(table.Rows) != 2 || table.ResourceVersion != "7" || table.Continue != "c" || len(table.ColumnDefinitions) != 0:
		t.Errorf("table %+v", table)
	case len(table.Rows[0].Conditions) != 1 || table.Rows[0].Conditions[0].Type != metav1.RowCompleted || table.Rows[1].Conditions != nil:
		t.Errorf("conditions %v and %v, want only the first row completed", table.Rows[0].Conditions, table.Rows[1].Conditions)
	case table.Rows[0].Cells[4] != "<unknown>":
		t.Errorf("age %v without a clock", table.Rows[0].Cells[4])
	}
	if _, err := printers.New(corev1.Resource("pods"), nil).ConvertToTable(context.Background(), &corev1.Node{}, nil); err == nil {
		t.Error("a node was laid out as a pod")
	}
}
