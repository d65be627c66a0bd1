package controller

import (
	"fmt"
	"slices"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
)

// claimProtection is the finalizer that admission gives every volume claim.
const claimProtection = "kubernetes.io/pvc-protection"

// claimController does the work of upstream's pvc-protection-controller: it releases a volume claim that is being deleted once no
// pod has it, and writes to the status of the others whether pods use them.
type claimController struct {
	deps
	queue   *Queue[types.NamespacedName]
	unwatch []func()
}

func newClaimController(d deps) controller {
	c := &claimController{deps: d}
	c.queue = newQueue(d, "pvc-protection", DefaultRetry, c.sync)
	return c
}

func (c *claimController) start() {
	c.unwatch = append(c.unwatch,
		c.client.PersistentVolumeClaims().OnChange(func(_, claim *corev1.PersistentVolumeClaim) {
			if claim != nil {
				c.queue.Add(nameOf(claim))
			}
		}),
		c.client.Pods().OnChange(func(old, pod *corev1.Pod) {
			switch {
			case pod == nil:
				c.enqueueClaims(old)
			case old == nil || ended(pod) && !ended(old):
				c.enqueueClaims(pod)
			}
		}))
	c.queue.Start()
}

func (c *claimController) stop() {
	for _, unwatch := range c.unwatch {
		unwatch()
	}
	c.queue.Stop()
}

// enqueueClaims enqueues the claims of a pod.
func (c *claimController) enqueueClaims(pod *corev1.Pod) {
	for i := range pod.Spec.Volumes {
		if source := pod.Spec.Volumes[i].PersistentVolumeClaim; source != nil {
			c.queue.Add(types.NamespacedName{Namespace: pod.Namespace, Name: source.ClaimName})
		}
	}
}

func (c *claimController) sync(key types.NamespacedName) error {
	claim, err := c.client.PersistentVolumeClaims().Get(key.Namespace, key.Name)
	if err != nil {
		return ignoreNotFound(err)
	}
	switch {
	case claim.DeletionTimestamp != nil && slices.Contains(claim.Finalizers, claimProtection):
		err = c.release(claim)
	case claim.DeletionTimestamp == nil && claim.Status.Phase == corev1.ClaimBound:
		err = c.writeUsage(claim)
	}
	if ignoreNotFound(err) != nil {
		return fmt.Errorf("protecting volume claim %s: %w", key, err)
	}
	return nil
}

// release removes the finalizer from a claim that no pod has. A pod has its claims from its assignment to a node until it is removed,
// even if it has ended.
func (c *claimController) release(claim *corev1.PersistentVolumeClaim) error {
	if c.anyPod(claim, func(p *corev1.Pod) bool { return p.Spec.NodeName != "" }) {
		return nil
	}
	claim = claim.DeepCopy()
	claim.Finalizers = slices.DeleteFunc(claim.Finalizers, func(f string) bool { return f == claimProtection })
	_, err := c.client.PersistentVolumeClaims().Update(claim)
	return err
}

// writeUsage writes the condition of whether the claim is named by pods that have not ended.
func (c *claimController) writeUsage(claim *corev1.PersistentVolumeClaim) error {
	unused := corev1.PersistentVolumeClaimCondition{
		Type: corev1.PersistentVolumeClaimUnused, Status: corev1.ConditionTrue, Reason: "NoPodsUsingPVC",
		Message: "No pods are currently referencing this PVC", LastTransitionTime: metav1.NewTime(c.clock.Now()),
	}
	if c.anyPod(claim, func(p *corev1.Pod) bool { return !ended(p) }) {
		unused.Status, unused.Reason, unused.Message = corev1.ConditionFalse, "PodUsingPVC", "A pod is currently referencing this PVC"
	}
	at := slices.IndexFunc(claim.Status.Conditions, func(c corev1.PersistentVolumeClaimCondition) bool { return c.Type == unused.Type })
	if at >= 0 && claim.Status.Conditions[at].Status == unused.Status {
		return nil
	}
	claim = claim.DeepCopy()
	if at >= 0 {
		claim.Status.Conditions[at] = unused
	} else {
		claim.Status.Conditions = append(claim.Status.Conditions, unused)
	}
	_, err := c.client.PersistentVolumeClaims().UpdateStatus(claim)
	return err
}

// anyPod reports whether a pod of a sort has the claim as a volume.
func (c *claimController) anyPod(claim *corev1.PersistentVolumeClaim, sort func(*corev1.Pod) bool) bool {
	return slices.ContainsFunc(c.client.Pods().List(claim.Namespace), func(p *corev1.Pod) bool {
		return sort(p) && slices.ContainsFunc(p.Spec.Volumes, func(v corev1.Volume) bool {
			return v.PersistentVolumeClaim != nil && v.PersistentVolumeClaim.ClaimName == claim.Name
		})
	})
}

func ended(pod *corev1.Pod) bool {
	return pod.Status.Phase == corev1.PodSucceeded || pod.Status.Phase == corev1.PodFailed
}
