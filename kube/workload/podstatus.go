package workload

import (
	"fmt"
	"slices"

	corev1 "k8s.io/api/core/v1"
)

// podStatus returns the word in the STATUS column of kubectl get pods: the phase, or the reason that says more.
func podStatus(pod *corev1.Pod) string {
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

// initStatus returns the status of the first init container that is not done, and whether there is one.
func initStatus(pod *corev1.Pod) (status string, initializing bool) {
	for i := range pod.Status.InitContainerStatuses {
		s := &pod.Status.InitContainerStatuses[i]
		spec, _ := FindContainer(pod.Spec.InitContainers, s.Name)
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

// mainStatus returns the status that the first main container with a reason determines, else the given one. A failure takes
// precedence over the completion of another container.
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

// initDone reports whether an init container no longer holds the pod up: it succeeded, or it is a sidecar that has started.
func initDone(spec corev1.Container, s *corev1.ContainerStatus) bool {
	if s.State.Terminated != nil && s.State.Terminated.ExitCode == 0 {
		return true
	}
	return isSidecar(spec) && s.Started != nil && *s.Started
}

func isSidecar(c corev1.Container) bool {
	return c.RestartPolicy != nil && *c.RestartPolicy == corev1.ContainerRestartPolicyAlways
}
