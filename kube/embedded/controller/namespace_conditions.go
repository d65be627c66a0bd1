package controller

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// leftovers are what holds up the deletion of a namespace.
type leftovers struct {
	resources  map[string]int // objects by resource and group, as "configmaps." and "jobs.batch"
	finalizers map[string]int // objects by finalizer
	failures   []error        // deletions that failed
	pods       bool           // there are pods, for which everything else waits
}

func (l leftovers) none() bool { return !l.pods && len(l.resources) == 0 && len(l.failures) == 0 }

// count adds the objects that are left of a kind.
func (l leftovers) count(kind anyKind, namespace string) {
	left := kind.list(namespace)
	if len(left) == 0 {
		return
	}
	plural, _ := meta.UnsafeGuessKindToResource(kind.WithVersion("v1"))
	l.resources[plural.Resource+"."+plural.Group] = len(left)
	for _, obj := range left {
		for _, finalizer := range obj.GetFinalizers() {
			l.finalizers[finalizer]++
		}
	}
}

// conditions returns why a namespace is still there, in upstream's order and words
// (pkg/controller/namespace/deletion/status_condition_utils.go).
func (l leftovers) conditions() []corev1.NamespaceCondition {
	fine := func(of corev1.NamespaceConditionType, reason, message string) corev1.NamespaceCondition {
		return corev1.NamespaceCondition{Type: of, Status: corev1.ConditionFalse, Reason: reason, Message: message}
	}
	failed := fine(corev1.NamespaceDeletionContentFailure, "ContentDeleted", "All content successfully deleted, may be waiting on finalization")
	if n := len(l.failures); n > 0 {
		var texts []string
		for _, err := range l.failures {
			texts = append(texts, err.Error())
		}
		slices.Sort(texts)
		failed.Status, failed.Reason = corev1.ConditionTrue, "ContentDeletionFailed"
		failed.Message = fmt.Sprintf("Failed to delete all resource types, %d remaining: %s", n, strings.Join(texts, ", "))
	}
	remain := fine(corev1.NamespaceContentRemaining, "ContentRemoved", "All content successfully removed")
	if len(l.resources) > 0 {
		remain.Status, remain.Reason = corev1.ConditionTrue, "SomeResourcesRemain"
		remain.Message = "Some resources are remaining: " + counted(l.resources, "%s has %d resource instances")
	}
	held := fine(corev1.NamespaceFinalizersRemaining, "ContentHasNoFinalizers", "All content-preserving finalizers finished")
	if len(l.finalizers) > 0 {
		held.Status, held.Reason = corev1.ConditionTrue, "SomeFinalizersRemain"
		held.Message = "Some content in the namespace has finalizers remaining: " + counted(l.finalizers, "%s in %d resource instances")
	}
	return []corev1.NamespaceCondition{
		fine(corev1.NamespaceDeletionDiscoveryFailure, "ResourcesDiscovered", "All resources successfully discovered"),
		fine(corev1.NamespaceDeletionGVParsingFailure, "ParsedGroupVersions", "All legacy kube types successfully parsed"),
		failed, remain, held,
	}
}

func counted(counts map[string]int, form string) string {
	var parts []string
	for _, name := range slices.Sorted(maps.Keys(counts)) {
		parts = append(parts, fmt.Sprintf(form, name, counts[name]))
	}
	return strings.Join(parts, ", ")
}

// writeConditions writes to the namespace's status why it is still there. Unchanged conditions keep their times.
func (c *namespaceController) writeConditions(ns *corev1.Namespace, left leftovers) (*corev1.Namespace, error) {
	changed := ns.DeepCopy()
	news := false
	for _, condition := range left.conditions() {
		condition.LastTransitionTime = metav1.NewTime(c.clock.Now())
		i := slices.IndexFunc(changed.Status.Conditions, func(old corev1.NamespaceCondition) bool { return old.Type == condition.Type })
		if i < 0 {
			changed.Status.Conditions = append(changed.Status.Conditions, condition)
			news = true
			continue
		}
		old := &changed.Status.Conditions[i]
		if old.Status == condition.Status {
			condition.LastTransitionTime = old.LastTransitionTime
		}
		news = news || *old != condition
		*old = condition
	}
	if !news {
		return ns, nil
	}
	updated, err := c.client.Namespaces().UpdateStatus(changed)
	if err != nil {
		return ns, fmt.Errorf("telling in namespace %s what is left of it: %w", ns.Name, err)
	}
	return updated, nil
}
