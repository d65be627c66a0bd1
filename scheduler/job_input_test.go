package scheduler

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	corev1 "k8s.io/api/core/v1"
	"pgregory.net/rapid"
)

func TestPropertyASyncChangesNothingItWasGiven(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s := newSim(t, anyJob(rt))
		for range rapid.IntRange(1, 15).Draw(rt, "rounds") {
			job := s.job.DeepCopy()
			var pods []*corev1.Pod
			for _, pod := range s.pods {
				pods = append(pods, pod.DeepCopy())
			}
			given, givenPods := s.job, append([]*corev1.Pod(nil), s.pods...)
			s.sync()
			if diff := cmp.Diff(job, given); diff != "" {
				rt.Fatalf("the Job given was changed:\n%s", diff)
			}
			if diff := cmp.Diff(pods, givenPods); diff != "" {
				rt.Fatalf("the pods given were changed:\n%s", diff)
			}
			happen(rt, s)
			s.now = s.now.Add(12e9)
		}
	})
}
