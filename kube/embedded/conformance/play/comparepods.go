package play

import (
	"slices"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	corev1 "k8s.io/api/core/v1"
)

// pods compares the sets of all pods that were seen.
func (c *comparison) pods(got, want []Pod) {
	got, want = slices.Clone(got), slices.Clone(want)
	matchSets(got, want, c.samePod, func(p Pod) string { return p.Name }, func(got, want *Pod) {
		switch {
		case got == nil:
			c.differ("pod %s created at %d is missing", want.Name, want.CreatedAt)
		case want == nil:
			c.differ("pod %s created at %d ought not to exist", got.Name, got.CreatedAt)
		default:
			c.differ("pod %s (-want +got):\n%s", want.Name, textDiff(want, got))
		}
	})
}

func (c *comparison) samePod(got, want Pod) bool {
	if !c.sameTime(got.CreatedAt, want.CreatedAt) || (got.DeletedAt == nil) != (want.DeletedAt == nil) {
		return false
	}
	if want.DeletedAt != nil {
		if !c.sameTime(*got.DeletedAt, *want.DeletedAt) {
			return false
		}
		// Whether the last state seen of a deleted pod still has its finalizers is a race that the two takes of the
		// records decide differently.
		got.Finalizers, want.Finalizers = nil, nil
	}
	if got.Disrupted && finished(got.Phase) && finished(want.Phase) {
		// The recording kubelet overwrote the phase of a pod that another component had failed.
		got.Phase = want.Phase
	}
	got.CreatedAt, got.DeletedAt, got.Disrupted = want.CreatedAt, want.DeletedAt, want.Disrupted
	return cmp.Equal(got, want, cmpopts.EquateEmpty())
}

func finished(phase string) bool {
	return phase == string(corev1.PodSucceeded) || phase == string(corev1.PodFailed)
}
