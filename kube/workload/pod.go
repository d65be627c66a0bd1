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
	// Trimmed is the API object without managed fields and the annotation of kubectl apply. Of its spec there are only node name,
	// restart policy, activeDeadlineSeconds, terminationGracePeriodSeconds and the (init) containers, these with name, image, command,
	// arguments and restart policy. Its status lacks the lists of pod and host IPs; the container statuses lack image ID, resources,
	// volume mounts and user.
	Trimmed  *corev1.Pod
	Status   string // as kubectl's STATUS column prints it
	Index    int    // completion index, −1 when the Job is not Indexed
	Ready    bool   // as its condition says
	Restarts int    // as kubectl's RESTARTS column counts them
	ExitCode *int32 // of the first main container that failed, else of the first that ended; nil when none has
	// InitDone is how many of the InitTotal init containers no longer hold the pod up.
	InitDone, InitTotal int
	Started, Ended      time.Time // first start and last end of the main containers; zero before
}

// Key returns the pod's namespace and name.
func (p *Pod) Key() kube.Key { return kube.Key{Namespace: p.Trimmed.Namespace, Name: p.Trimmed.Name} }

// newPod derives a Pod from the API object.
func newPod(obj *corev1.Pod) *Pod {
	pod := &Pod{
		Trimmed: obj, Status: podStatus(obj), Index: CompletionIndex(obj),
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

// podRestarts counts restarts as kubectl's RESTARTS column does: of all init containers while the pod initialises, then of sidecars
// and main containers.
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

// exitCode returns the code of the first main container that failed, else of the first that ended. While a container waits to be
// restarted, its last run counts. Init containers only count when they failed.
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

// lastTermination returns how a container ended last, nil when it never has.
func lastTermination(s corev1.ContainerStatus) *corev1.ContainerStateTerminated {
	if s.State.Terminated != nil {
		return s.State.Terminated
	}
	return s.LastTerminationState.Terminated
}

// podTimes returns the first start of a main container and, when all have ended, the last end.
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

// CompletionIndex returns a pod's completion index, −1 when its Job is not Indexed.
func CompletionIndex(pod *corev1.Pod) int {
	index, err := strconv.Atoi(pod.Annotations[batchv1.JobCompletionIndexAnnotation])
	if err != nil || index < 0 {
		return -1
	}
	return index
}

// podCondition reports whether a condition is true.
func podCondition(pod *corev1.Pod, kind corev1.PodConditionType) bool {
	for _, c := range pod.Status.Conditions {
		if c.Type == kind {
			return c.Status == corev1.ConditionTrue
		}
	}
	return false
}

// FindContainerStatus returns the status of the container with a name, nil when there is none.
func FindContainerStatus(statuses []corev1.ContainerStatus, name string) *corev1.ContainerStatus {
	for i := range statuses {
		if statuses[i].Name == name {
			return &statuses[i]
		}
	}
	return nil
}

// FindContainer returns the container with a name, false when there is none.
func FindContainer(containers []corev1.Container, name string) (corev1.Container, bool) {
	for _, c := range containers {
		if c.Name == name {
			return c, true
		}
	}
	return corev1.Container{}, false
}
