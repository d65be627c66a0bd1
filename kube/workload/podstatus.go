package workload

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
)

// newPod derives what is shown of a pod.
func newPod(obj *corev1.Pod) *Pod {
	pod := &Pod{
		Trimmed: obj, Status: PodStatus(obj), Index: CompletionIndex(obj),
		Ready: podCondition(obj, corev1.PodReady), Restarts: podRestarts(obj), ExitCode: exitCode(obj),
	}
	for _, spec := range obj.Spec.InitContainers {
		pod.InitTotal++
		if s := StatusOf(obj.Status.InitContainerStatuses, spec.Name); s != nil && initDone(spec, s) {
			pod.InitDone++
		}
	}
	pod.Started, pod.Ended = podTimes(obj)
	return pod
}

// PodStatus is the word in the STATUS column of kubectl get pods: the phase, or the reason that says more.
func PodStatus(pod *corev1.Pod) string {
	status := string(pod.Status.Phase)
	if pod.Status.Reason != "" {
		status = pod.Status.Reason
	}
	for _, c := range pod.Status.Conditions {
		if c.Type == corev1.PodScheduled && c.Reason == corev1.PodReasonSchedulingGated {
			status = c.Reason
		}
	}
	initStatus, initializing := initStatus(pod)
	if initializing {
		status = initStatus
	}
	if !initializing || podCondition(pod, corev1.PodInitialized) {
		status = mainStatus(pod, status)
	}
	if pod.DeletionTimestamp != nil {
		switch {
		case pod.Status.Reason == "NodeLost":
			return "Unknown"
		case pod.Status.Phase != corev1.PodSucceeded && pod.Status.Phase != corev1.PodFailed:
			return "Terminating"
		}
	}
	return status
}

// initStatus is the status of the first init container that is not done.
func initStatus(pod *corev1.Pod) (status string, initializing bool) {
	for i := range pod.Status.InitContainerStatuses {
		s := &pod.Status.InitContainerStatuses[i]
		spec, _ := SpecOf(pod.Spec.InitContainers, s.Name)
		if initDone(spec, s) {
			continue
		}
		switch {
		case s.State.Terminated != nil:
			return "Init:" + terminatedWord(s.State.Terminated), true
		case s.State.Waiting != nil && s.State.Waiting.Reason != "" && s.State.Waiting.Reason != "PodInitializing":
			return "Init:" + s.State.Waiting.Reason, true
		default:
			return fmt.Sprintf("Init:%d/%d", i, len(pod.Spec.InitContainers)), true
		}
	}
	return "", false
}

// mainStatus lets the first container with something to say speak; a failure outweighs another container's completion.
func mainStatus(pod *corev1.Pod, status string) string {
	running, failure := false, ""
	for _, s := range slices.Backward(pod.Status.ContainerStatuses) {
		switch {
		case s.State.Waiting != nil && s.State.Waiting.Reason != "":
			status = s.State.Waiting.Reason
		case s.State.Terminated != nil:
			status = terminatedWord(s.State.Terminated)
			if s.State.Terminated.ExitCode != 0 {
				failure = status
			}
		case s.Ready && s.State.Running != nil:
			running = true
		}
	}
	if status != "Completed" {
		return status
	}
	switch {
	case running && podCondition(pod, corev1.PodReady):
		return "Running"
	case failure != "":
		return failure
	case running:
		return "NotReady"
	}
	return status
}

func terminatedWord(t *corev1.ContainerStateTerminated) string {
	switch {
	case t.Reason != "":
		return t.Reason
	case t.Signal != 0:
		return fmt.Sprintf("Signal:%d", t.Signal)
	}
	return fmt.Sprintf("ExitCode:%d", t.ExitCode)
}

// initDone says that an init container no longer holds the pod up: it ended well, or it is a sidecar that has started.
func initDone(spec corev1.Container, s *corev1.ContainerStatus) bool {
	if s.State.Terminated != nil && s.State.Terminated.ExitCode == 0 {
		return true
	}
	return isSidecar(spec) && s.Started != nil && *s.Started
}

func isSidecar(c corev1.Container) bool {
	return c.RestartPolicy != nil && *c.RestartPolicy == corev1.ContainerRestartPolicyAlways
}

// podRestarts counts as kubectl's RESTARTS column does: all init containers while initialising, then sidecars and main ones.
func podRestarts(pod *corev1.Pod) int {
	_, initializing := initStatus(pod)
	initializing = initializing && !podCondition(pod, corev1.PodInitialized)
	n := 0
	for _, s := range pod.Status.InitContainerStatuses {
		if spec, _ := SpecOf(pod.Spec.InitContainers, s.Name); initializing || isSidecar(spec) {
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

func StatusOf(statuses []corev1.ContainerStatus, name string) *corev1.ContainerStatus {
	for i := range statuses {
		if statuses[i].Name == name {
			return &statuses[i]
		}
	}
	return nil
}

func SpecOf(containers []corev1.Container, name string) (corev1.Container, bool) {
	for _, c := range containers {
		if c.Name == name {
			return c, true
		}
	}
	return corev1.Container{}, false
}
