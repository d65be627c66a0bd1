package placement

import (
	"fmt"

	corev1 "k8s.io/api/core/v1"
	podresources "k8s.io/component-helpers/resource"
	corehelpers "k8s.io/component-helpers/scheduling/corev1"
	"k8s.io/component-helpers/scheduling/corev1/nodeaffinity"
	"k8s.io/klog/v2"
)

// refusals returns the reasons of the first of the scheduler's filters that refuses the node. The requests of other pods are not
// subtracted from what the node has.
func (s *Scheduler) refusals(pod *corev1.Pod, node *corev1.Node) []string {
	cordon := corev1.Taint{Key: corev1.TaintNodeUnschedulable, Effect: corev1.TaintEffectNoSchedule}
	logger := klog.Background()
	if node.Spec.Unschedulable && !corehelpers.TolerationsTolerateTaint(logger, pod.Spec.Tolerations, &cordon, false) {
		return []string{Unschedulable}
	}
	forbids := func(t *corev1.Taint) bool {
		return t.Effect == corev1.TaintEffectNoSchedule || t.Effect == corev1.TaintEffectNoExecute
	}
	if _, found := corehelpers.FindMatchingUntoleratedTaint(logger, node.Spec.Taints, pod.Spec.Tolerations, forbids, false); found {
		return []string{Untolerated}
	}
	if ok, err := nodeaffinity.GetRequiredNodeAffinity(pod).Match(node); !ok || err != nil {
		return []string{Unmatched}
	}
	others := s.others(pod)
	if !portsFree(pod, others) {
		return []string{PortsTaken}
	}
	var lacking []string
	for name, asked := range podresources.PodRequests(pod, podresources.PodResourcesOptions{}) {
		if has := node.Status.Allocatable[name]; asked.Cmp(has) > 0 {
			lacking = append(lacking, fmt.Sprintf("Insufficient %s", name))
		}
	}
	if fault := s.affinityFault(pod, node, others); len(lacking) == 0 && fault != "" {
		return []string{fault}
	}
	return lacking
}
