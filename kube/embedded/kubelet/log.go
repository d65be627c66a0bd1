package kubelet

import (
	"context"
	"fmt"
	"io"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/types"

	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/logs"
)

// Logs returns what a container of a pod printed, as options ask: in the present run or, with Previous, in the one before. It fails in
// the kubelet's words if there is nothing to read. The container named in options must exist.
func (k *Kubelet) Logs(ctx context.Context, pod *corev1.Pod, options *corev1.PodLogOptions) (io.ReadCloser, error) {
	var status *corev1.ContainerStatus
	for _, list := range [][]corev1.ContainerStatus{pod.Status.ContainerStatuses, pod.Status.InitContainerStatuses} {
		for i := range list {
			if list[i].Name == options.Container {
				status = &list[i]
			}
		}
	}
	if status == nil {
		return nil, refused("container %q in pod %q is not available", options.Container, pod.Name)
	}
	last := status.LastTerminationState.Terminated
	waiting := status.State.Waiting
	switch {
	case options.Previous && (last == nil || last.ContainerID == ""):
		return nil, refused("previous terminated container %q in pod %q not found", options.Container, pod.Name)
	case !options.Previous && waiting != nil && last == nil:
		reason := waiting.Reason
		switch reason {
		case "ErrImagePull":
			reason = "image can't be pulled"
		case "ImagePullBackOff":
			reason = "trying and failing to pull image"
		}
		return nil, refused("container %q in pod %q is waiting to start: %s", options.Container, pod.Name, reason)
	}
	if t := status.State.Terminated; t != nil && t.ContainerID == "" && !options.Previous {
		return nil, refused("container %q in pod %q is terminated", options.Container, pod.Name)
	}
	before := options.Previous && waiting == nil // of the run that the state describes
	log := k.logOf(pod, options.Container, before)
	if log == nil {
		restarts := status.RestartCount
		if before {
			restarts--
		}
		var err error
		if log, err = k.archivedLog(pod.UID, options.Container, restarts); err != nil {
			return nil, apierrors.NewInternalError(fmt.Errorf("the log of container %q in pod %q cannot be read: %w", options.Container, pod.Name, err))
		}
	}
	if log == nil {
		return nil, refused("the log of container %q in pod %q is not there any more: the control plane has been restarted since",
			options.Container, pod.Name)
	}
	return log.Reader(ctx, options, k.clock.Now()), nil
}

// logOf returns the log of a container's latest run, or of the one before; nil if this kubelet has not played it.
func (k *Kubelet) logOf(pod *corev1.Pod, container string, before bool) *logs.Log {
	p := k.get(types.NamespacedName{Namespace: pod.Namespace, Name: pod.Name})
	if p == nil || p.uid != pod.UID {
		return nil
	}
	for _, c := range p.containers {
		if c.spec.Name != container {
			continue
		}
		c.mu.Lock()
		defer c.mu.Unlock()
		if before {
			return c.previous
		}
		return c.log
	}
	return nil
}

// refused returns what an API server makes of a kubelet's 400.
func refused(format string, args ...any) error {
	return apierrors.NewBadRequest(fmt.Sprintf(format, args...))
}
