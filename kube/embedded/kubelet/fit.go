package kubelet

import (
	"fmt"
	"slices"
	"sort"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/types"
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
	victimless := 0 // nodes on which room could be made, were there pods to remove
	for _, node := range nodes {
		// Nobody plays a node that is not this kubelet's: a cluster taints it as not ready.
		reasons := []string{untolerated}
		if node.Name == k.opts.NodeName {
			reasons = k.refusals(pod, node)
			switch {
			case slices.Contains(reasons, portsTaken), slices.Contains(reasons, repelled), slices.Contains(reasons, repelledByThem):
				victimless++
				k.crowd(pod)
			case slices.Contains(reasons, notAttracted):
				k.crowd(pod)
			}
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
	return unavailable(nodes, strings.Join(told, ", "), preemption(pod, len(nodes), victimless))
}

// unavailable is the scheduler's message: why no node will do, and what came of making room on one.
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

// crowd remembers that a pod waits for others to come or go.
func (k *Kubelet) crowd(pod *corev1.Pod) {
	if key := (types.NamespacedName{Namespace: pod.Namespace, Name: pod.Name}); !slices.Contains(k.crowded, key) {
		k.crowded = append(k.crowded, key)
	}
}

// refusals are the reasons of the first of the scheduler's filters that refuses the node. What other pods request is not taken off
// what the node has.
func (k *Kubelet) refusals(pod *corev1.Pod, node *corev1.Node) []string {
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
	others := k.neighbours(pod)
	if !portsFree(pod, others) {
		return []string{portsTaken}
	}
	var lacking []string
	for name, asked := range podresources.PodRequests(pod, podresources.PodResourcesOptions{}) {
		if has := node.Status.Allocatable[name]; asked.Cmp(has) > 0 {
			lacking = append(lacking, fmt.Sprintf("Insufficient %s", name))
		}
	}
	if fault := k.affinityFault(pod, node, others); len(lacking) == 0 && fault != "" {
		return []string{fault}
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
		k.do(k.node.Adopt)
	}
	if old == nil || old.ResourceVersion != updated.ResourceVersion {
		k.wakeBlocked(true)
	}
}
