package placement

import (
	"fmt"
	"slices"
	"sort"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/types"
)

// misfit returns why no node takes the pod, in the scheduler's words, empty if the kubelet's does.
func (s *Scheduler) misfit(pod *corev1.Pod, nodes []*corev1.Node) string {
	counts := map[string]int{}
	victimless := 0 // nodes that removing other pods would help, but for want of a victim
	for _, node := range nodes {
		// No other node has a kubelet: a cluster would taint it as not ready.
		reasons := []string{Untolerated}
		if node.Name == s.nodeName {
			reasons = s.refusals(pod, node)
			switch {
			case slices.Contains(reasons, PortsTaken), slices.Contains(reasons, Repelled), slices.Contains(reasons, RepelledByOthers):
				victimless++
				s.refuse(pod)
			case slices.Contains(reasons, NotAttracted):
				s.refuse(pod)
			}
		}
		if len(reasons) == 0 {
			return ""
		}
		for _, reason := range reasons {
			counts[reason]++
		}
	}
	counted := make([]string, 0, len(counts))
	for reason, n := range counts {
		counted = append(counted, fmt.Sprintf("%d %s", n, reason))
	}
	sort.Strings(counted)
	return unavailable(nodes, strings.Join(counted, ", "), preemption(pod, len(nodes), victimless))
}

// unavailable returns the scheduler's message: why no node takes the pod, and what came of preemption.
func unavailable(nodes []*corev1.Node, reasons, afterwards string) string {
	return fmt.Sprintf("0/%d nodes are available: %s. %s", len(nodes), reasons, afterwards)
}

func preemption(pod *corev1.Pod, nodes, victimless int) string {
	if p := pod.Spec.PreemptionPolicy; p != nil && *p == corev1.PreemptNever {
		return "preemption: not eligible due to preemptionPolicy=Never."
	}
	var reasons []string
	if victimless > 0 {
		reasons = append(reasons, fmt.Sprintf("%d No preemption victims found for incoming pod", victimless))
	}
	if hopeless := nodes - victimless; hopeless > 0 {
		reasons = append(reasons, fmt.Sprintf("%d Preemption is not helpful for scheduling", hopeless))
	}
	return fmt.Sprintf("preemption: 0/%d nodes are available: %s.", nodes, strings.Join(reasons, ", "))
}

// refuse remembers that a pod was refused because of other pods.
func (s *Scheduler) refuse(pod *corev1.Pod) {
	if key := (types.NamespacedName{Namespace: pod.Namespace, Name: pod.Name}); !slices.Contains(s.refused, key) {
		s.refused = append(s.refused, key)
	}
}
