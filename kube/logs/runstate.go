package logs

import (
	"context"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/kube/workload"
)

// runState is what is known of one run of a container.
type runState struct {
	over        bool // it has terminated, a later run has started, or the pod is gone
	previous    bool // the API server has its log as the previous one
	unavailable bool // the API server no longer has its log
}

// runOf derives a run's state from the container's status. While a container waits to be restarted, both its present and its previous
// log are those of the last run.
func runOf(s *corev1.ContainerStatus, run int32) runState {
	switch later := s.RestartCount - run; {
	case later <= 0:
		return runState{over: s.State.Running == nil}
	case later == 1 && s.State.Waiting == nil:
		return runState{over: true, previous: true}
	}
	return runState{over: true, unavailable: true}
}

// runView gives a tail access to the state of the run that it reads.
type runView struct {
	director *director
	pod      kube.Key
	id       containerID
	run      int32
	fetched  *corev1.ContainerStatus // the status from the last refresh, which may be newer than the watch's; nil before
}

func (v *runView) state() runState {
	v.director.mu.Lock()
	defer v.director.mu.Unlock()
	pod := v.director.pods[v.pod]
	if pod == nil || pod.UID != v.id.pod {
		return runState{over: true}
	}
	s := containerOf(pod, v.id.container)
	if s == nil {
		return runState{over: true}
	}
	if v.fetched != nil && v.fetched.RestartCount > s.RestartCount {
		s = v.fetched
	}
	state := runOf(s, v.run)
	if !v.director.following() {
		state.previous, state.unavailable = false, false // whichever run is there, it is read once
	}
	return state
}

// refresh asks the API server whether a later run has started. Where pods may not be read, the watch has to do.
func (v *runView) refresh(ctx context.Context) error {
	pod, err := v.director.cluster.Client.CoreV1().Pods(v.pod.Namespace).Get(ctx, v.pod.Name, metav1.GetOptions{})
	if apierrors.IsForbidden(err) {
		return nil
	}
	if err != nil {
		return err
	}
	if pod.UID == v.id.pod {
		v.fetched = containerOf(pod, v.id.container)
	}
	return nil
}

func containerOf(pod *corev1.Pod, name string) *corev1.ContainerStatus {
	if s := workload.FindContainerStatus(pod.Status.InitContainerStatuses, name); s != nil {
		return s
	}
	return workload.FindContainerStatus(pod.Status.ContainerStatuses, name)
}
