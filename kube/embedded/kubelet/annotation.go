package kubelet

import (
	"errors"
	"math/rand/v2"
	"strconv"
	"strings"
	"time"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox"
	"github.com/kronoscope/kronoscope/scheduler/annotation"
)

// Annotations of a pod that say how its containers are played.
const (
	annotationDuration    = annotation.Duration       // 5s or 5s-15s: replaces the regular containers' command
	annotationExitCode    = "kronoscope/exit-code"    // 0 or 0,0,1: by attempt, the last one repeating
	annotationFailureRate = "kronoscope/failure-rate" // 0 to 1: how often an attempt fails with exit code 1
	annotationLogLines    = "kronoscope/log-lines"    // lines of progress; replaces the command too
	annotationStartup     = annotation.Startup        // like duration: from the binding to the first container
	annotationImagePull   = "kronoscope/image-pull"   // fail
)

const maxLines = 1_000_000

// pick is a duration of the range.
func pick(s annotation.Span, r *rand.Rand) time.Duration {
	if s.Most <= s.Least {
		return s.Least
	}
	return (s.Least + time.Duration(r.Int64N(int64(s.Most-s.Least)+1))).Truncate(time.Millisecond)
}

// script is what the annotations of a pod ask for.
type script struct {
	duration    *annotation.Span
	startup     *annotation.Span
	exitCodes   []int
	failureRate float64
	logLines    int
	pullFails   bool
}

// readAnnotations reads them; a value that makes no sense is reported in an event and ignored.
func (p *pod) readAnnotations() script {
	var s script
	for _, a := range []struct {
		name string
		read func(string) error
	}{
		{annotationDuration, func(v string) (err error) { s.duration, err = parseSpan(v); return err }},
		{annotationStartup, func(v string) (err error) { s.startup, err = parseSpan(v); return err }},
		{annotationExitCode, func(v string) (err error) { s.exitCodes, err = parseExitCodes(v); return err }},
		{annotationFailureRate, func(v string) error {
			x, err := strconv.ParseFloat(v, 64)
			if err != nil || !(x >= 0 && x <= 1) {
				return errors.New("must be a number from 0 to 1")
			}
			s.failureRate = x
			return nil
		}},
		{annotationLogLines, func(v string) error {
			n, err := strconv.Atoi(v)
			if err != nil || n < 0 || n > maxLines {
				return errors.New("must be a number from 0 to 1000000")
			}
			s.logLines = n
			return nil
		}},
		{annotationImagePull, func(v string) error {
			if v != "fail" {
				return errors.New(`must be "fail"`)
			}
			s.pullFails = true
			return nil
		}},
	} {
		value, ok := p.obj.Annotations[a.name]
		if !ok {
			continue
		}
		if err := a.read(strings.TrimSpace(value)); err != nil {
			p.warn(nil, "InvalidAnnotation", "annotation %s: %q is ignored: %s", a.name, value[:min(len(value), 100)], err)
		}
	}
	return s
}

func parseSpan(text string) (*annotation.Span, error) {
	span, err := annotation.ParseSpan(text)
	if err != nil {
		return nil, err
	}
	return &span, nil
}

func parseExitCodes(text string) ([]int, error) {
	var codes []int
	for _, part := range strings.Split(text, ",") {
		n, err := strconv.Atoi(strings.TrimSpace(part))
		if err != nil || n < 0 || n > 255 {
			return nil, errors.New("must be exit codes from 0 to 255, separated by commas")
		}
		codes = append(codes, n)
	}
	return codes, nil
}

// play replaces a regular container's command when the annotations give it a duration or lines of progress.
func (s *script) play(c *container) *sandbox.Play {
	if c.init || s.duration == nil && s.logLines == 0 {
		return nil
	}
	r := c.pod.random(c.spec.Name+" play", c.restartsNow)
	length := annotation.Span{Least: time.Second, Most: 6 * time.Second}
	if s.duration != nil {
		length = *s.duration
	}
	play := &sandbox.Play{Duration: pick(length, r), Lines: s.logLines}
	if code := s.overrides(c); code > 0 {
		play.ExitCode = code
	}
	return play
}

// overrides is the exit code that the annotations give this attempt of a container that would succeed, or −1.
func (s *script) overrides(c *container) int {
	switch {
	case c.init:
		return -1
	case len(s.exitCodes) > 0:
		return s.exitCodes[min(c.attempt(), len(s.exitCodes)-1)]
	case s.failureRate > 0 && c.pod.random(c.spec.Name+" failure", c.restartsNow).Float64() < s.failureRate:
		return 1
	}
	return -1
}

// attempt counts from 0. A container that is restarted in its pod counts its restarts. With restartPolicy Never it is the
// number of the Job's pods (of the same index, if it has indexes) that failed before, as far as the Job and the pods
// that still exist tell.
func (c *container) attempt() int {
	obj := c.pod.obj
	if obj.Spec.RestartPolicy != corev1.RestartPolicyNever {
		return int(c.restartsNow)
	}
	owner := metav1.GetControllerOf(obj)
	if owner == nil {
		return int(c.restartsNow)
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
