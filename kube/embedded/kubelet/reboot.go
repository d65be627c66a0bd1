package kubelet

import (
	"fmt"

	corev1 "k8s.io/api/core/v1"
)

// unknown is upstream's reason for containers that have vanished, as when the node has lost power.
const unknown = "ContainerStatusUnknown"

// restore records what the pods of an earlier kubelet have: images on the node, and addresses.
func (k *Kubelet) restore() {
	for _, pod := range k.client.Pods().List("") {
		if pod.Spec.NodeName != k.opts.NodeName {
			continue
		}
		if pod.Status.Phase != corev1.PodSucceeded && pod.Status.Phase != corev1.PodFailed {
			k.arrived(pod)
		}
		for _, s := range statuses(pod) {
			if s.ImageID != "" {
				k.images[s.Image] = true
			}
		}
		var high, low int
		if _, err := fmt.Sscanf(pod.Status.PodIP, "10.244.%d.%d", &high, &low); err == nil {
			k.nextIP = max(k.nextIP, high<<8|low-1)
		}
	}
}

// statuses returns those of all containers of a pod by name.
func statuses(pod *corev1.Pod) map[string]*corev1.ContainerStatus {
	all := map[string]*corev1.ContainerStatus{}
	for _, list := range [][]corev1.ContainerStatus{pod.Status.InitContainerStatuses, pod.Status.ContainerStatuses} {
		for i := range list {
			all[list[i].Name] = &list[i]
		}
	}
	return all
}

// resume gives the containers of a pod that an earlier kubelet played the state in which a reboot of the node leaves them. It reports
// whether there were any.
func (p *pod) resume() bool {
	begun := false
	before := statuses(p.obj)
	for _, c := range p.containers {
		if s := before[c.spec.Name]; s != nil {
			c.resume(s)
			begun = begun || c.everStarted || c.last != nil
		}
	}
	if begun && p.unfinished() {
		p.rerunInit()
	}
	return begun
}

// unfinished reports whether a regular container has still to run.
func (p *pod) unfinished() bool {
	for _, c := range p.containers {
		if !c.init && (c.state != ended || c.willRestart()) {
			return true
		}
	}
	return false
}

// rerunInit lets the init containers that had succeeded run again: a reboot ends the pod's sandbox, which they had prepared.
func (p *pod) rerunInit() {
	for _, c := range p.containers {
		if c.init && !c.sidecar && c.state == ended && c.exitCode == 0 {
			c.last = &corev1.ContainerState{Terminated: c.terminated()}
			c.wait(c.initialReason(), "")
		}
	}
}

// resume takes over the state of a container. One that was running is lost.
func (c *container) resume(s *corev1.ContainerStatus) {
	c.restartCount = s.RestartCount
	if t := s.LastTerminationState.Terminated; t != nil {
		c.last = s.LastTerminationState.DeepCopy()
		c.finished = t.FinishedAt.Time
	}
	switch t := s.State.Terminated; {
	case t != nil:
		c.everStarted, c.state, c.id = true, ended, t.ContainerID
		c.exitCode, c.reason, c.message = int(t.ExitCode), t.Reason, t.Message
		c.started, c.finished = t.StartedAt.Time, t.FinishedAt.Time
	case s.State.Running != nil:
		c.everStarted = true
		c.markLost()
	}
}

// markLost ends a container in upstream's words for one that cannot be found. If the container will be started again, that is its last
// state; otherwise it is its state.
func (c *container) markLost() {
	c.state, c.exitCode, c.reason, c.id = ended, exitKilled, unknown, ""
	c.message = "The container could not be located when the pod was terminated"
	if c.willRestart() {
		c.message = "The container could not be located when the pod was deleted.  The container used to be Running"
		c.last = &corev1.ContainerState{Terminated: c.terminated()}
		c.wait(c.initialReason(), "")
	}
}
