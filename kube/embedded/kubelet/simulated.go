package kubelet

import (
	"strconv"
	"time"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox"
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/simulation"
	"github.com/kronoscope/kronoscope/scheduler/annotation"
)

// readSettings reads the pod's annotations. A value that makes no sense is reported in an event.
func (p *pod) readSettings() simulation.Settings {
	return simulation.Read(p.obj.Annotations, func(name, value string, err error) {
		p.warn(nil, "InvalidAnnotation", "annotation %s: %q is ignored: %s", name, value[:min(len(value), 100)], err)
	})
}

// play returns what is played in place of a regular container's command, if the annotations give it a duration or lines of progress.
func (c *container) play() *sandbox.Play {
	s := &c.pod.settings
	if c.init || s.Duration == nil && s.LogLines == 0 {
		return nil
	}
	r := c.pod.random(c.spec.Name+" play", c.restartCount)
	length := annotation.Span{Least: time.Second, Most: 6 * time.Second}
	if s.Duration != nil {
		length = *s.Duration
	}
	play := &sandbox.Play{Duration: simulation.Pick(length, r), Lines: s.LogLines}
	if code := c.simulatedExitCode(); code > 0 {
		play.ExitCode = code
	}
	return play
}

// simulatedExitCode returns the exit code that the annotations give this attempt of a container that would succeed, −1 for none.
func (c *container) simulatedExitCode() int {
	s := &c.pod.settings
	switch {
	case c.init:
		return -1
	case len(s.ExitCodes) > 0:
		return s.ExitCodes[min(c.attempt(), len(s.ExitCodes)-1)]
	case s.FailureRate > 0 && c.pod.random(c.spec.Name+" failure", c.restartCount).Float64() < s.FailureRate:
		return 1
	}
	return -1
}

// attempt returns the number of the attempt, from 0. For a container that is restarted in its pod, that is its restarts. With
// restartPolicy Never it is how many of the Job's pods, of the same index if it has indexes, have failed before, as far as the Job and
// its remaining pods show.
func (c *container) attempt() int {
	obj := c.pod.obj
	if obj.Spec.RestartPolicy != corev1.RestartPolicyNever {
		return int(c.restartCount)
	}
	owner := metav1.GetControllerOf(obj)
	if owner == nil {
		return int(c.restartCount)
	}
	index, indexed := obj.Annotations[batchv1.JobCompletionIndexAnnotation]
	failed := 0
	for _, other := range c.pod.k.client.Pods().OwnedBy(obj.Namespace, owner.UID) {
		sameIndex := other.Annotations[batchv1.JobCompletionIndexAnnotation] == index
		if other.UID != obj.UID && other.Status.Phase == corev1.PodFailed && sameIndex {
			failed++
		}
	}
	if n, err := strconv.Atoi(obj.Annotations[batchv1.JobIndexFailureCountAnnotation]); err == nil {
		return max(failed, n)
	}
	if job, err := c.pod.k.client.Jobs().Get(obj.Namespace, owner.Name); err == nil && job.UID == owner.UID && !indexed {
		failed = max(failed, int(job.Status.Failed))
	}
	return failed
}
