package workload

import (
	"testing"
	"time"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/utils/ptr"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/kube/workload/workloadtest"
)

func TestJobState(t *testing.T) {
	suspended := func(j *batchv1.Job) { j.Spec.Suspend = ptr.To(true) }
	deleted := func(j *batchv1.Job) { j.DeletionTimestamp = ptr.To(workloadtest.At(5)) }
	limit := func(n int32) func(*batchv1.Job) { return func(j *batchv1.Job) { j.Spec.BackoffLimit = &n } }
	unschedulable := func(p *corev1.Pod) {
		p.Spec.NodeName = ""
		p.Status.Conditions = []corev1.PodCondition{{Type: corev1.PodScheduled, Status: corev1.ConditionFalse, Reason: "Unschedulable", Message: "0/3 nodes are available"}}
	}
	crashing := func(p *corev1.Pod) {
		workloadtest.Waiting("CrashLoopBackOff", "back-off 40s restarting failed container=main pod=x")(p)
		p.Status.Phase = corev1.PodRunning
		p.Status.ContainerStatuses[0].LastTerminationState.Terminated = &corev1.ContainerStateTerminated{FinishedAt: workloadtest.At(100), ExitCode: 1}
	}
	initRunning := func(p *corev1.Pod) {
		p.Spec.InitContainers = []corev1.Container{{Name: "init"}}
		p.Status.InitContainerStatuses = []corev1.ContainerStatus{{Name: "init", State: corev1.ContainerState{Running: &corev1.ContainerStateRunning{}}}}
		workloadtest.Waiting("PodInitializing", "")(p)
	}
	sidecar := func(until int) func(*corev1.Pod) {
		return func(p *corev1.Pod) {
			p.Spec.InitContainers = []corev1.Container{{Name: "proxy", RestartPolicy: ptr.To(corev1.ContainerRestartPolicyAlways)}}
			p.Status.InitContainerStatuses = []corev1.ContainerStatus{{
				Name: "proxy", State: corev1.ContainerState{Terminated: &corev1.ContainerStateTerminated{FinishedAt: workloadtest.At(until)}},
			}}
		}
	}
	evicted := func(asked int, grace int64) func(*corev1.Pod) {
		return func(p *corev1.Pod) {
			p.Status.Phase = corev1.PodFailed
			p.DeletionTimestamp, p.DeletionGracePeriodSeconds = ptr.To(workloadtest.At(asked+int(grace))), &grace
		}
	}
	terminating := func(p *corev1.Pod) { workloadtest.Running(0)(p); p.DeletionTimestamp = ptr.To(workloadtest.At(9)) }
	perIndex := func(j *batchv1.Job) { j.Spec.BackoffLimitPerIndex = ptr.To[int32](3) }
	index := func(i, failures string) func(*corev1.Pod) {
		return func(p *corev1.Pod) {
			p.Annotations = map[string]string{batchv1.JobCompletionIndexAnnotation: i, batchv1.JobIndexFailureCountAnnotation: failures}
		}
	}
	quota := &corev1.Event{
		ObjectMeta: metav1.ObjectMeta{Namespace: "default", Name: "e"}, Type: corev1.EventTypeWarning, Reason: "FailedCreate",
		Message:        "Error creating: pods \"x\" is forbidden: exceeded quota",
		InvolvedObject: corev1.ObjectReference{Kind: "Job", Namespace: "default", Name: "x", UID: "job-x"},
	}
	type edits = []func(*corev1.Pod)
	for name, tt := range map[string]struct {
		job    []func(*batchv1.Job)
		pods   []edits
		event  *corev1.Event
		state  JobState
		reason string
		retry  time.Time
	}{
		"just created":                        {state: JobPending},
		"quota keeps pods from being created": {event: quota, state: JobPending, reason: "FailedCreate"},
		"old quota trouble, a pod runs":       {event: quota, pods: []edits{{workloadtest.Running(0)}}, state: JobRunning},
		"a pod is being made":                 {pods: []edits{{workloadtest.Waiting("ContainerCreating", "")}}, state: JobPending, reason: "ContainerCreating"},
		"no node takes the pod":               {pods: []edits{{unschedulable}}, state: JobPending, reason: "Unschedulable"},
		"a pod not seen by the scheduler yet": {pods: []edits{{func(p *corev1.Pod) { p.Spec.NodeName = "" }}}, state: JobPending, reason: "Scheduling"},
		"an image that is not there, beside a pod in the making": {
			pods: []edits{{workloadtest.Waiting("ContainerCreating", "")}, {workloadtest.Waiting("ImagePullBackOff", "")}}, state: JobPending, reason: "ImagePullBackOff",
		},
		"a secret that is not there": {pods: []edits{{workloadtest.Waiting("CreateContainerConfigError", "")}}, state: JobPending, reason: "CreateContainerConfigError"},
		"one pod runs, one waits":    {pods: []edits{{workloadtest.Waiting("ImagePullBackOff", "")}, {workloadtest.Running(0)}}, state: JobRunning},
		"an init container runs":     {pods: []edits{{initRunning}}, state: JobRunning},
		"between two pods":           {pods: []edits{{workloadtest.Ended(0, 5, 0)}}, state: JobRunning},
		"only a pod that is ending":  {pods: []edits{{terminating}}, state: JobRunning},
		"after a failure":            {pods: []edits{{workloadtest.Ended(0, 100, 1)}}, state: JobRetrying, retry: workloadtest.Epoch.Add(110 * time.Second)},
		"after a failure, its sidecar ended last": {
			pods: []edits{{workloadtest.Ended(0, 100, 1), sidecar(105)}}, state: JobRetrying, retry: workloadtest.Epoch.Add(115 * time.Second),
		},
		"after a failure of a pod whose deletion was asked for": {
			pods: []edits{{evicted(50, 30)}}, state: JobRetrying, retry: workloadtest.Epoch.Add(60 * time.Second),
		},
		"after three failures": {
			pods: []edits{{workloadtest.Ended(0, 10, 1)}, {workloadtest.Ended(0, 30, 1)}, {workloadtest.Ended(0, 100, 1)}}, state: JobRetrying, retry: workloadtest.Epoch.Add(140 * time.Second),
		},
		"a success between failures starts the back-off over": {
			pods: []edits{{workloadtest.Ended(0, 10, 1)}, {workloadtest.Ended(0, 30, 0)}, {workloadtest.Ended(0, 100, 1)}}, state: JobRetrying, retry: workloadtest.Epoch.Add(110 * time.Second),
		},
		"the back-off's cap": {
			job:  []func(*batchv1.Job){limit(20)},
			pods: []edits{{workloadtest.Ended(0, 1, 1)}, {workloadtest.Ended(0, 2, 1)}, {workloadtest.Ended(0, 3, 1)}, {workloadtest.Ended(0, 4, 1)}, {workloadtest.Ended(0, 5, 1)}, {workloadtest.Ended(0, 6, 1)}, {workloadtest.Ended(0, 7, 1)}, {workloadtest.Ended(0, 8, 1)}}, state: JobRetrying, retry: workloadtest.Epoch.Add(608 * time.Second),
		},
		"a failure with no retry left": {
			job: []func(*batchv1.Job){limit(0)}, pods: []edits{{workloadtest.Ended(0, 100, 1)}}, state: JobFailing, reason: "BackoffLimitExceeded",
		},
		"failed pods that were deleted":     {job: []func(*batchv1.Job){func(j *batchv1.Job) { j.Status.Failed = 2 }}, state: JobRetrying},
		"a container waits to be restarted": {pods: []edits{{crashing}}, state: JobRetrying, retry: workloadtest.Epoch.Add(140 * time.Second)},
		"indexes back off apart": {
			job: []func(*batchv1.Job){perIndex}, pods: []edits{{workloadtest.Ended(0, 100, 1), index("0", "1")}, {workloadtest.Ended(0, 105, 1), index("1", "0")}},
			state: JobRetrying, retry: workloadtest.Epoch.Add(115 * time.Second),
		},
		"an index that has failed for good is not retried": {
			job: []func(*batchv1.Job){perIndex}, pods: []edits{{workloadtest.Ended(0, 100, 1), index("0", "3")}, {workloadtest.Ended(0, 105, 1), index("1", "1")}},
			state: JobRetrying, retry: workloadtest.Epoch.Add(125 * time.Second),
		},
		"suspended":                         {job: []func(*batchv1.Job){suspended}, pods: []edits{{terminating}}, state: JobSuspended},
		"complete":                          {job: []func(*batchv1.Job){workloadtest.Completed(0, 5)}, state: JobComplete},
		"complete, then suspended":          {job: []func(*batchv1.Job){workloadtest.Completed(0, 5), suspended}, state: JobComplete},
		"failed":                            {job: []func(*batchv1.Job){workloadtest.WithCondition(batchv1.JobFailureTarget, "DeadlineExceeded"), workloadtest.WithCondition(batchv1.JobFailed, "DeadlineExceeded")}, state: JobFailed, reason: "DeadlineExceeded"},
		"failing, pods are ending":          {job: []func(*batchv1.Job){workloadtest.WithCondition(batchv1.JobFailureTarget, "DeadlineExceeded")}, pods: []edits{{workloadtest.Running(0)}}, state: JobFailing, reason: "DeadlineExceeded"},
		"finishing, pods are ending":        {job: []func(*batchv1.Job){workloadtest.WithCondition(batchv1.JobSuccessCriteriaMet, "SuccessPolicy")}, pods: []edits{{workloadtest.Running(0)}}, state: JobFinishing},
		"deleting a Job that failed before": {job: []func(*batchv1.Job){workloadtest.WithCondition(batchv1.JobFailed, "x"), deleted}, state: JobDeleting},
		"pods that may not be listed":       {job: []func(*batchv1.Job){func(j *batchv1.Job) { j.Status.Active, j.Status.Ready = 1, ptr.To[int32](1) }}, state: JobRunning},
	} {
		t.Run(name, func(t *testing.T) {
			job := workloadtest.Job("x", tt.job...)
			objects := []runtime.Object{job}
			for i, edits := range tt.pods {
				objects = append(objects, workloadtest.Pod(job, i, edits...))
			}
			if tt.event != nil {
				objects = append(objects, tt.event)
			}
			got := SnapshotOf(objects...).Job(kube.Key{Namespace: "default", Name: "x"})
			if got.State != tt.state || got.Reason != tt.reason || !got.RetryAt.Equal(tt.retry) {
				t.Errorf("%s %q, retry %v; want %s %q, retry %v", got.State, got.Reason, got.RetryAt, tt.state, tt.reason, tt.retry)
			}
		})
	}
}
