package kube

import (
	"context"
	"slices"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/utils/ptr"
)

// start opens a tail for every container whose run has started and is not read yet. While the run before is still being read
// the next one waits, so that its lines come after.
func (d *logDirector) start(ctx context.Context) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, pod := range d.inOrder() {
		for _, s := range slices.Concat(pod.Status.InitContainerStatuses, pod.Status.ContainerStatuses) {
			if d.options.Container != "" && s.Name != d.options.Container || !d.readable(s) {
				continue
			}
			id := containerID{pod.UID, s.Name}
			if seen, ok := d.started[id]; d.active[id] || ok && seen >= s.RestartCount {
				continue
			}
			restarted := d.sources[id] != nil
			d.started[id], d.active[id] = s.RestartCount, true
			d.tail(ctx, pod, s, id, d.begun || restarted)
		}
	}
	d.begun = true // what appears from now on is read from its beginning
}

// readable says that there is a run to read.
func (d *logDirector) readable(s corev1.ContainerStatus) bool {
	if d.options.Previous {
		return s.LastTerminationState.Terminated != nil
	}
	return s.State.Running != nil || s.State.Terminated != nil || s.LastTerminationState.Terminated != nil
}

func (d *logDirector) tail(ctx context.Context, pod *corev1.Pod, s corev1.ContainerStatus, id containerID, whole bool) {
	source := d.sources[id]
	if source == nil {
		_, init := specOf(pod.Spec.InitContainers, s.Name)
		source = &LogSource{Pod: pod.Name, Container: s.Name, Index: completionIndex(pod), Init: init}
		d.sources[id], d.places[id] = source, newPosition()
	}
	t := &tail{
		open: d.open, pod: keyOf(pod), source: source, merger: d.merger, slots: d.slots, position: d.places[id],
		opts: corev1.PodLogOptions{Container: s.Name, Follow: d.options.Follow && !d.options.Previous, Previous: d.options.Previous},
		over: func() bool { return d.over(keyOf(pod), id, s.RestartCount) },
	}
	if !whole {
		t.opts.SinceSeconds = d.since()
		if d.options.TailLines > 0 {
			t.opts.TailLines = ptr.To(d.options.TailLines)
		}
	}
	d.tails.Go(func() {
		t.run(ctx)
		d.mu.Lock()
		delete(d.active, id)
		d.mu.Unlock()
		d.notify()
	})
}

// over says that a run of a container has ended: it is terminated, a later run has begun, or the pod is gone.
func (d *logDirector) over(key Key, id containerID, run int32) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	pod := d.pods[key]
	if pod == nil || pod.UID != id.pod {
		return true
	}
	for _, statuses := range [][]corev1.ContainerStatus{pod.Status.InitContainerStatuses, pod.Status.ContainerStatuses} {
		if s := statusOf(statuses, id.container); s != nil {
			return s.RestartCount > run || s.State.Running == nil
		}
	}
	return true
}
