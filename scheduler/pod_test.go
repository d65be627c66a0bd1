package scheduler

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/utils/ptr"
)

func seconds(n int) metav1.Time { return metav1.NewTime(jobStart.Add(time.Duration(n) * time.Second)) }

func TestPodsThatLoseLeastGoFirst(t *testing.T) {
	pod := func(name string, change func(pod *corev1.Pod)) *corev1.Pod {
		pod := &corev1.Pod{ObjectMeta: metav1.ObjectMeta{Name: name, CreationTimestamp: seconds(5)}}
		pod.Spec.NodeName, pod.Status.Phase = "node-0", corev1.PodRunning
		pod.Status.Conditions = []corev1.PodCondition{{Type: corev1.PodReady, Status: corev1.ConditionTrue, LastTransitionTime: seconds(10)}}
		change(pod)
		return pod
	}
	ready := func(pod *corev1.Pod, at int) { pod.Status.Conditions[0].LastTransitionTime = seconds(at) }
	want := []*corev1.Pod{
		pod("unassigned", func(pod *corev1.Pod) { pod.Spec.NodeName = "" }),
		pod("pending", func(pod *corev1.Pod) { pod.Status.Phase = corev1.PodPending }),
		pod("unknown", func(pod *corev1.Pod) { pod.Status.Phase = corev1.PodUnknown }),
		pod("not ready", func(pod *corev1.Pod) { pod.Status.Conditions[0].Status = corev1.ConditionFalse }),
		pod("ready lately", func(pod *corev1.Pod) { ready(pod, 20) }),
		pod("restarted twice", func(pod *corev1.Pod) { pod.Status.ContainerStatuses = []corev1.ContainerStatus{{RestartCount: 2}} }),
		pod("restarted once", func(pod *corev1.Pod) { pod.Status.ContainerStatuses = []corev1.ContainerStatus{{RestartCount: 1}} }),
		pod("new", func(pod *corev1.Pod) { pod.CreationTimestamp = seconds(6) }),
		pod("old", func(*corev1.Pod) {}),
		pod("ready for long", func(pod *corev1.Pod) { ready(pod, 9) }),
	}
	for shift := range want {
		got := byLoss(append(append([]*corev1.Pod{}, want[shift:]...), want[:shift]...))
		if diff := cmp.Diff(podNames(want), podNames(got)); diff != "" {
			t.Fatalf("order (-want +got):\n%s", diff)
		}
	}
}

func TestMisplacedPodsOfAnIndexedJobAreRemoved(t *testing.T) {
	s := newSim(t, indexed(2, 2))
	s.sync()
	add := func(index string, phase corev1.PodPhase) {
		pod := s.add(newPodTemplate(s.job).indexedPod(0, nil))
		s.change(pod, func(pod *corev1.Pod) {
			pod.Annotations[batchv1.JobCompletionIndexAnnotation] = index
			pod.Status.Phase = phase
		})
	}
	add("0", corev1.PodPending)
	add("7", corev1.PodRunning)
	add("no number", corev1.PodRunning)
	plan := s.plan()
	got := map[string]bool{}
	for _, pod := range plan.Delete {
		got[string(pod.UID)] = true
	}
	want := map[string]bool{"pod-0003": true, "pod-0004": true, "pod-0005": true}
	if diff := cmp.Diff(want, got); diff != "" || !plan.Release || len(plan.Create) > 0 {
		t.Errorf("release %v, create %d, delete (-want +got):\n%s", plan.Release, len(plan.Create), diff)
	}
}

func TestPodFinishTime(t *testing.T) {
	always := corev1.ContainerRestartPolicyAlways
	ended := func(name string, at int) corev1.ContainerStatus {
		return corev1.ContainerStatus{Name: name, State: corev1.ContainerState{
			Terminated: &corev1.ContainerStateTerminated{FinishedAt: seconds(at)},
		}}
	}
	notReady := []corev1.PodCondition{{Type: corev1.PodReady, Status: corev1.ConditionFalse, LastTransitionTime: seconds(30)}}
	for _, test := range []struct {
		name string
		pod  corev1.Pod
		want int
	}{
		{"the last container's end", corev1.Pod{Status: corev1.PodStatus{
			ContainerStatuses: []corev1.ContainerStatus{ended("a", 10), ended("b", 12)}, Conditions: notReady,
		}}, 12},
		{"a sidecar's end after it", corev1.Pod{
			Spec: corev1.PodSpec{InitContainers: []corev1.Container{{Name: "side", RestartPolicy: &always}, {Name: "init"}}},
			Status: corev1.PodStatus{
				ContainerStatuses:     []corev1.ContainerStatus{ended("a", 10)},
				InitContainerStatuses: []corev1.ContainerStatus{ended("side", 14), ended("init", 99)},
			},
		}, 14},
		{"unreadiness while a container still runs", corev1.Pod{Status: corev1.PodStatus{
			ContainerStatuses: []corev1.ContainerStatus{ended("a", 10), {Name: "b"}}, Conditions: notReady,
		}}, 30},
		{"the request for deletion", corev1.Pod{ObjectMeta: metav1.ObjectMeta{
			DeletionTimestamp: ptr.To(seconds(50)), DeletionGracePeriodSeconds: ptr.To[int64](8),
		}}, 42},
		{"the creation", corev1.Pod{ObjectMeta: metav1.ObjectMeta{CreationTimestamp: seconds(3)}}, 3},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := PodFinishedAt(&test.pod); !got.Equal(seconds(test.want).Time) {
				t.Errorf("got %v, want second %d", got.Sub(jobStart), test.want)
			}
		})
	}
}

func TestBackoffRecord(t *testing.T) {
	ended := func(at ...int) []*corev1.Pod {
		var pods []*corev1.Pod
		for _, n := range at {
			pods = append(pods, &corev1.Pod{ObjectMeta: metav1.ObjectMeta{CreationTimestamp: seconds(n)}})
		}
		return pods
	}
	before := BackoffRecord{Failures: 2, LastFailure: seconds(1).Time}
	for _, test := range []struct {
		name              string
		succeeded, failed []*corev1.Pod
		want              BackoffRecord
	}{
		{"nothing new changes nothing", nil, nil, before},
		{"failures add up", nil, ended(7, 9, 8), BackoffRecord{5, seconds(9).Time}},
		{"a success forgets them", ended(5), nil, BackoffRecord{}},
		{"failures after a success start again", ended(5, 6), ended(4, 6, 7, 8), BackoffRecord{2, seconds(8).Time}},
		{"failures before a success are forgotten", ended(9), ended(7, 8), BackoffRecord{}},
	} {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, before.after(test.succeeded, test.failed)); diff != "" {
				t.Errorf("record (-want +got):\n%s", diff)
			}
		})
	}
	var delays []string
	for n := range int32(9) {
		delays = append(delays, fmt.Sprint(BackoffDelay(n)))
	}
	if diff := cmp.Diff([]string{"0s", "10s", "20s", "40s", "1m20s", "2m40s", "5m20s", "10m0s", "10m0s"}, delays); diff != "" {
		t.Errorf("delays (-want +got):\n%s", diff)
	}
	if got := before.remaining(seconds(21).Time); got != 0 {
		t.Errorf("at its end the back-off leaves %v", got)
	}
	if got := before.remaining(seconds(20).Time); got != time.Second {
		t.Errorf("a second before its end it leaves %v", got)
	}
}

func TestClaims(t *testing.T) {
	s := newSim(t, nil)
	ref := []metav1.OwnerReference{JobReference(s.job)}
	pod := func(name string, label string, refs []metav1.OwnerReference, deleting bool) *corev1.Pod {
		pod := &corev1.Pod{ObjectMeta: metav1.ObjectMeta{Namespace: "ns", Name: name, Labels: map[string]string{"controller-uid": label}, OwnerReferences: refs}}
		if deleting {
			pod.DeletionTimestamp = ptr.To(seconds(1))
		}
		return pod
	}
	pods := []*corev1.Pod{
		pod("owned", "job-uid", ref, false),
		pod("owned and deleted", "job-uid", ref, true),
		pod("strayed", "other", ref, false),
		pod("orphan", "job-uid", nil, false),
		pod("orphan that is deleted", "job-uid", nil, true),
		pod("orphan of another kind", "other", nil, false),
		pod("another's", "job-uid", []metav1.OwnerReference{{UID: types.UID("x"), Controller: ptr.To(true)}}, false),
	}
	claims, err := ClaimPods(s.job, pods)
	if err != nil {
		t.Fatal(err)
	}
	got := [][]string{podNames(claims.Owned), podNames(claims.Adopt), podNames(claims.Release)}
	if diff := cmp.Diff([][]string{{"owned", "owned and deleted"}, {"orphan"}, {"strayed"}}, got); diff != "" {
		t.Errorf("owned, adopt, release (-want +got):\n%s", diff)
	}
	adopted := AdoptPod(s.job, pods[3])
	if !HasTrackingFinalizer(adopted) || !metav1.IsControlledBy(adopted, s.job) || HasTrackingFinalizer(pods[3]) {
		t.Errorf("adopted: %+v", adopted.ObjectMeta)
	}
	if released := ReleasePod(s.job, adopted); HasTrackingFinalizer(released) || len(released.OwnerReferences) > 0 || len(adopted.OwnerReferences) != 1 {
		t.Errorf("released: %+v", released.ObjectMeta)
	}
	s.job.DeletionTimestamp = ptr.To(seconds(2))
	claims, err = ClaimPods(s.job, pods)
	if err != nil || len(claims.Adopt)+len(claims.Release) > 0 || len(claims.Owned) != 2 {
		t.Errorf("a Job that is being deleted: %+v, %v", claims, err)
	}
}

func podNames(pods []*corev1.Pod) []string {
	var names []string
	for _, pod := range pods {
		names = append(names, pod.Name)
	}
	return names
}
