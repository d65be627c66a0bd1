package kubelet

import (
	"context"
	"fmt"
	"io"
	"strings"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/types"
)

// Logs returns what a container of a pod printed, as options ask: the present run or, with previous, the one before. It errs in
// the kubelet's words when there is nothing to read. The container named in options must exist.
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
	p := k.get(types.NamespacedName{Namespace: pod.Namespace, Name: pod.Name})
	if p == nil || p.uid != pod.UID {
		return io.NopCloser(strings.NewReader("")), nil // it ended before this kubelet began
	}
	for _, c := range p.containers {
		if c.spec.Name != options.Container {
			continue
		}
		c.mu.Lock()
		log, running := c.log, status.State.Running != nil || status.State.Terminated != nil
		if options.Previous && running {
			log = c.previous
		}
		c.mu.Unlock()
		if log == nil {
			return nil, refused("container %q in pod %q is terminated", options.Container, pod.Name)
		}
		return log.Reader(ctx, options, k.clock.Now()), nil
	}
	return nil, refused("container %q in pod %q is not available", options.Container, pod.Name)
}

// refused is what an API server makes of the 400 of a kubelet.
func refused(format string, args ...any) error {
	return apierrors.NewBadRequest(fmt.Sprintf(format, args...))
}
