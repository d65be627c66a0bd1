package workload

import (
	"strconv"
	"time"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"

	"github.com/kronoscope/kronoscope/kube"
)

// Pod is a pod of a Job.
type Pod struct {
	Trimmed  *corev1.Pod
	Status   string // as kubectl's STATUS column prints it
	Index    int    // completion index, −1 when the Job is not Indexed
	Ready    bool
	Restarts int
	ExitCode *int32 // of the first container that ended with a code, non-zero ones first
	// InitDone of InitTotal init containers are done.
	InitDone, InitTotal int
	Started, Ended      time.Time // of the main containers; zero when not yet
}

// Key is the pod's namespace and name.
func (p *Pod) Key() kube.Key { return kube.Key{Namespace: p.Trimmed.Namespace, Name: p.Trimmed.Name} }

// newPod derives what is shown of a pod.
func newPod(obj *corev1.Pod) *Pod {
	pod := &Pod{
		Trimmed: obj, Status: PodStatus(obj), Index: CompletionIndex(obj),
		Ready: podCondition(obj, corev1.PodReady), Restarts: podRestarts(obj), ExitCode: exitCode(obj),
	}
	for _, spec := range obj.Spec.InitContainers {
		pod.InitTotal++
		if s := FindContainerStatus(obj.Status.InitContainerStatuses, spec.Name); s != nil && initDone(spec, s) {
			pod.InitDone++
		}
	}
	pod.Started, pod.Ended = podTimes(obj)
	return pod
}

// podRestarts counts as kubectl's RESTARTS column does: all init containers while initialising, then sidecars and main ones.
func podRestarts(pod *corev1.Pod) int {
	_, initializing := initStatus(pod)
	initializing = initializing && !podCondition(pod, corev1.PodInitialized)
	n := 0
	for _, s := range pod.Status.InitContainerStatuses {
		if spec, _ := FindContainer(pod.Spec.InitContainers, s.Name); initializing || isSidecar(spec) {
			n += int(s.RestartCount)
		}
	}
	if initializing {
		return n
	}
	for _, s := range pod.Status.ContainerStatuses {
		n += int(s.RestartCount)
	}
	return n
}

// exitCode is the code of the first main container that failed, else of the first that ended; the last run counts while a
// container waits to be restarted. Of init containers only failures speak.
func exitCode(pod *corev1.Pod) *int32 {
	var first *int32
	for _, s := range pod.Status.ContainerStatuses {
		t := lastTermination(s)
		if t != nil && t.ExitCode != 0 {
			return &t.ExitCode
		}
		if t != nil && first == nil {
			first = &t.ExitCode
		}
	}
	for _, s := range pod.Status.InitContainerStatuses {
		if t := lastTermination(s); first == nil && t != nil && t.ExitCode != 0 {
			return &t.ExitCode
		}
	}
	return first
}

func lastTermination(s corev1.ContainerStatus) *corev1.ContainerStateTerminated {
	if s.State.Terminated != nil {
		return s.State.Terminated
	}
	return s.LastTerminationState.Terminated
}

// podTimes are the first start of a main container and, when all have ended, the last end.
func podTimes(pod *corev1.Pod) (started, ended time.Time) {
	allEnded := len(pod.Status.ContainerStatuses) > 0
	for _, s := range pod.Status.ContainerStatuses {
		var from, to time.Time
		switch {
		case s.State.Running != nil:
			from = s.State.Running.StartedAt.Time
		case s.State.Terminated != nil:
			from, to = s.State.Terminated.StartedAt.Time, s.State.Terminated.FinishedAt.Time
		}
		if !from.IsZero() && (started.IsZero() || from.Before(started)) {
			started = from
		}
		if to.IsZero() {
			allEnded = false
		} else if to.After(ended) {
			ended = to
		}
	}
	if !allEnded {
		ended = time.Time{}
	}
	return started, ended
}

func CompletionIndex(pod *corev1.Pod) int {
	index, err := strconv.Atoi(pod.Annotations[batchv1.JobCompletionIndexAnnotation])
	if err != nil || index < 0 {
		return -1
	}
	return index
}

func podCondition(pod *corev1.Pod, kind corev1.PodConditionType) bool {
	for _, c := range pod.Status.Conditions {
		if c.Type == kind {
			return c.Status == corev1.ConditionTrue
		}
	}
	return false
}

func FindContainerStatus(statuses []corev1.ContainerStatus, name string) *corev1.ContainerStatus {
	for i := range statuses {
		if statuses[i].Name == name {
			return &statuses[i]
		}
	}
	return nil
}

func FindContainer(containers []corev1.Container, name string) (corev1.Container, bool) {
	for _, c := range containers {
		if c.Name == name {
			return c, true
		}
	}
	return corev1.Container{}, false
}
