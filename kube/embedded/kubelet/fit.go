package kubelet

import (
	"fmt"
	"sort"
	"strings"

	corev1 "k8s.io/api/core/v1"
	podresources "k8s.io/component-helpers/resource"
	corehelpers "k8s.io/component-helpers/scheduling/corev1"
	"k8s.io/component-helpers/scheduling/corev1/nodeaffinity"
	"k8s.io/klog/v2"
)

// noNodes is the scheduler's word for a cluster without any.
const noNodes = "no nodes available to schedule pods"

// The scheduler's reasons to refuse a node, of which it tells the first.
const (
	unschedulableNode = "node(s) were unschedulable"
	untolerated       = "node(s) had untolerated taint(s)"
	unmatched         = "node(s) didn't match Pod's node affinity/selector"
)

// misfit is why no node takes the pod, in the scheduler's words; empty where this kubelet's does.
func (k *Kubelet) misfit(pod *corev1.Pod, nodes []*corev1.Node) string {
	counts := map[string]int{}
	for _, node := range nodes {
		// Nobody plays a node that is not this kubelet's: a cluster taints it as not ready.
		reasons := []string{untolerated}
		if node.Name == k.opts.NodeName {
			reasons = refusals(pod, node)
		}
		if len(reasons) == 0 {
			return ""
		}
		for _, reason := range reasons {
			counts[reason]++
		}
	}
	told := make([]string, 0, len(counts))
	for reason, n := range counts {
		told = append(told, fmt.Sprintf("%d %s", n, reason))
	}
	sort.Strings(told)
	return unavailable(nodes, strings.Join(told, ", "), preemption(pod, nodes))
}

// unavailable is the scheduler's message: why no node will do, and what came of making room on one.
func unavailable(nodes []*corev1.Node, reasons, afterwards string) string {
	return fmt.Sprintf("0/%d nodes are available: %s. %s", len(nodes), reasons, afterwards)
}

func preemption(pod *corev1.Pod, nodes []*corev1.Node) string {
	if p := pod.Spec.PreemptionPolicy; p != nil && *p == corev1.PreemptNever {
		return "preemption: not eligible due to preemptionPolicy=Never."
	}
	return fmt.Sprintf("preemption: 0/%d nodes are available: %[1]d Preemption is not helpful for scheduling.", len(nodes))
}

// refusals are the reasons of the first of the scheduler's filters that refuses the node. What other pods request is not taken off
// what the node has.
func refusals(pod *corev1.Pod, node *corev1.Node) []string {
	cordon := corev1.Taint{Key: corev1.TaintNodeUnschedulable, Effect: corev1.TaintEffectNoSchedule}
	logger := klog.Background()
	if node.Spec.Unschedulable && !corehelpers.TolerationsTolerateTaint(logger, pod.Spec.Tolerations, &cordon, false) {
		return []string{unschedulableNode}
	}
	forbids := func(t *corev1.Taint) bool {
		return t.Effect == corev1.TaintEffectNoSchedule || t.Effect == corev1.TaintEffectNoExecute
	}
	if _, found := corehelpers.FindMatchingUntoleratedTaint(logger, node.Spec.Taints, pod.Spec.Tolerations, forbids, false); found {
		return []string{untolerated}
	}
	if ok, err := nodeaffinity.GetRequiredNodeAffinity(pod).Match(node); !ok || err != nil {
		return []string{unmatched}
	}
	var lacking []string
	for name, asked := range podresources.PodRequests(pod, podresources.PodResourcesOptions{}) {
		if has := node.Status.Allocatable[name]; asked.Cmp(has) > 0 {
			lacking = append(lacking, fmt.Sprintf("Insufficient %s", name))
		}
	}
	return lacking
}

// nodeChanged looks again at the pods that found no place. A node that was made anew is told of what it has: a real kubelet would
// do so when it is started again.
func (k *Kubelet) nodeChanged(old, updated *corev1.Node) {
	if updated == nil {
		return
	}
	if old == nil && updated.Name == k.opts.NodeName {
		k.do(k.adoptNode)
	}
	if old == nil || old.ResourceVersion != updated.ResourceVersion {
		k.wakeBlocked(true)
	}
}
