// Package placement decides whether the one node takes a pod, as the default scheduler would and in its words: taints, affinity,
// ports, resources, claims. It neither binds pods nor removes any to make room.
package placement

import (
	"slices"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/types"

	"github.com/kronoscope/kronoscope/kube/embedded/resource"
)

// Scheduler decides about pods. One goroutine at a time may use it.
type Scheduler struct {
	client    resource.Client
	nodeName  string
	repelling map[types.UID]bool     // pods on the node that have an anti-affinity
	refused   []types.NamespacedName // because of other pods
}

// New returns the scheduler of a node.
func New(client resource.Client, nodeName string) *Scheduler {
	return &Scheduler{client: client, nodeName: nodeName, repelling: map[types.UID]bool{}}
}

// Arrived records that a pod is on the node.
func (s *Scheduler) Arrived(pod *corev1.Pod) {
	if _, repelling := requiredTerms(pod); len(repelling) > 0 {
		s.repelling[pod.UID] = true
	}
}

// Left records that a pod is no longer on the node, or has ended.
func (s *Scheduler) Left(uid types.UID) { delete(s.repelling, uid) }

// TakeRefused returns the pods that were refused because of other pods on the node, and forgets them. They are to be tried again when
// a pod comes, goes or changes its labels.
func (s *Scheduler) TakeRefused() []types.NamespacedName {
	waiting := s.refused
	s.refused = nil
	return waiting
}

// Fault returns why the pod cannot be bound, in the scheduler's words; empty if it can. It binds the pod's claims.
func (s *Scheduler) Fault(pod *corev1.Pod) string {
	nodes := s.client.Nodes().List("")
	if len(nodes) == 0 {
		return NoNodes
	}
	if reason := s.claimFault(pod); reason != "" {
		// "not found" is about the state that one plugin misses after another has refused the pod.
		return unavailable(nodes, reason, "not found")
	}
	return s.misfit(pod, nodes)
}

// others returns the pods on the node that have not ended, or none if they do not matter to the pod.
func (s *Scheduler) others(pod *corev1.Pod) []*corev1.Pod {
	attracting, repelling := requiredTerms(pod)
	if len(hostPorts(pod))+len(attracting)+len(repelling)+len(s.repelling) == 0 {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(s.client.Pods().List("")), func(other *corev1.Pod) bool {
		ended := other.Status.Phase == corev1.PodSucceeded || other.Status.Phase == corev1.PodFailed
		return other.Spec.NodeName != s.nodeName || ended
	})
}
