package logs

import (
	"context"
	"fmt"
	"slices"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/utils/ptr"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/kube/workload"
)

// startTails starts a tail for every container with a run that has started and has not been read. While an earlier run is still being
// read, the next one waits, so that its lines come later.
func (d *director) startTails(ctx context.Context) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, pod := range d.podsByAge() {
		for _, s := range slices.Concat(pod.Status.InitContainerStatuses, pod.Status.ContainerStatuses) {
			if d.options.Container != "" && s.Name != d.options.Container || !d.readable(s) {
				continue
			}
			id := containerID{pod.UID, s.Name}
			if seen, ok := d.started[id]; d.active[id] || ok && seen >= s.RestartCount {
				continue
			}
			restarted, run := d.sources[id] != nil, d.nextRun(pod, s, id)
			d.started[id], d.active[id] = run, true
			d.startTail(ctx, pod, s.Name, id, run, d.initialDone || restarted)
		}
	}
	d.initialDone = true // what starts from now on is read from its beginning
}

// nextRun returns the run to read now, as its restart count: the present one, or the one before it if that has not been read. The API
// server has no logs of still earlier ones. Of containers that exist at the start only the present runs are read.
func (d *director) nextRun(pod *corev1.Pod, s corev1.ContainerStatus, id containerID) int32 {
	next, run := int32(0), s.RestartCount
	if seen, ok := d.started[id]; ok {
		next = seen + 1
	} else if !d.initialDone {
		next = run
	}
	if !d.following() || run <= next {
		return run
	}
	if runOf(&s, run-1).previous {
		run--
	}
	switch skipped := run - next; {
	case skipped == 1:
		d.merger.notice(fmt.Sprintf("an earlier run of %s/%s was not read", pod.Name, s.Name))
	case skipped > 1:
		d.merger.notice(fmt.Sprintf("%d earlier runs of %s/%s were not read", skipped, pod.Name, s.Name))
	}
	return run
}

// readable reports whether the container has a run to read.
func (d *director) readable(s corev1.ContainerStatus) bool {
	if d.options.Previous {
		return s.LastTerminationState.Terminated != nil
	}
	return s.State.Running != nil || s.State.Terminated != nil || s.LastTerminationState.Terminated != nil
}

// startTail reads one run of a container in the background. A whole run is read from its beginning, another as the options say.
func (d *director) startTail(ctx context.Context, pod *corev1.Pod, container string, id containerID, run int32, whole bool) {
	source := d.sources[id]
	if source == nil {
		_, init := workload.FindContainer(pod.Spec.InitContainers, container)
		source = &Source{Pod: pod.Name, Container: container, Index: workload.CompletionIndex(pod), Init: init}
		d.sources[id], d.positions[id] = source, newPosition()
	}
	t := &tail{
		open: d.open, pod: kube.KeyOf(pod), source: source, merger: d.merger, limits: d.limits, position: d.positions[id],
		opts: corev1.PodLogOptions{Container: container, Follow: d.following(), Previous: d.options.Previous},
		view: &runView{director: d, pod: kube.KeyOf(pod), id: id, run: run},
	}
	if !whole {
		t.opts.SinceTime = d.since()
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
