package controller

import (
	"errors"
	"fmt"
	"slices"
	"sync"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/utils/ptr"

	"github.com/kronoscope/kronoscope/kube/embedded/resource"
)

// namespaceController deletes the content of namespaces that are being deleted, and then removes their finalizers.
type namespaceController struct {
	deps
	kinds   []anyKind // pods first
	queue   *Queue[string]
	unwatch []func()

	mu       sync.Mutex
	emptying map[string]bool
}

func newNamespaceController(d deps) controller {
	c := &namespaceController{deps: d, emptying: map[string]bool{}}
	for _, kind := range kindsOf(d.client) {
		switch {
		case isPods(kind):
			c.kinds = slices.Insert(c.kinds, 0, kind)
		case !kind.clusterScoped:
			c.kinds = append(c.kinds, kind)
		}
	}
	c.queue = newQueue(d, "namespace", DefaultRetry, c.sync)
	return c
}

func (c *namespaceController) start() {
	c.unwatch = append(c.unwatch, c.client.Namespaces().OnChange(c.namespaceChanged))
	for _, kind := range c.kinds {
		c.unwatch = append(c.unwatch, kind.onChange(c.contentChanged))
	}
	c.queue.Start()
}

func (c *namespaceController) stop() {
	for _, unwatch := range c.unwatch {
		unwatch()
	}
	c.queue.Stop()
}

func (c *namespaceController) namespaceChanged(old, ns *corev1.Namespace) {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case ns == nil:
		delete(c.emptying, old.Name)
	case ns.DeletionTimestamp != nil:
		c.emptying[ns.Name] = true
		c.queue.Add(ns.Name)
	}
}

// contentChanged enqueues a namespace if an object in it is gone, has lost a finalizer, or was created after all because it was
// admitted just before the deletion. A finalizer may hold up a deletion without end, so nothing polls.
func (c *namespaceController) contentChanged(old, obj resource.Object) {
	one := obj
	switch {
	case obj == nil:
		one = old
	case old != nil && slices.Equal(old.GetFinalizers(), obj.GetFinalizers()):
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.emptying[one.GetNamespace()] {
		c.queue.Add(one.GetNamespace())
	}
}

func (c *namespaceController) sync(name string) error {
	ns, err := c.client.Namespaces().Get("", name)
	if err != nil {
		return ignoreNotFound(err)
	}
	if ns.DeletionTimestamp == nil || !slices.Contains(ns.Spec.Finalizers, corev1.FinalizerKubernetes) {
		return nil
	}
	if ns.Status.Phase != corev1.NamespaceTerminating {
		changed := ns.DeepCopy()
		changed.Status.Phase = corev1.NamespaceTerminating
		if ns, err = c.client.Namespaces().UpdateStatus(changed); err != nil {
			return fmt.Errorf("marking namespace %s as terminating: %w", name, err)
		}
	}
	left := c.empty(name)
	if ns, err = c.writeConditions(ns, left); err != nil || !left.none() {
		return errors.Join(append(left.failures, err)...)
	}
	changed := ns.DeepCopy()
	changed.Spec.Finalizers = slices.DeleteFunc(changed.Spec.Finalizers,
		func(f corev1.FinalizerName) bool { return f == corev1.FinalizerKubernetes })
	if _, err := c.client.Namespaces().Update(changed); ignoreNotFound(err) != nil {
		return fmt.Errorf("finalizing namespace %s: %w", name, err)
	}
	return nil
}

// empty deletes everything in a namespace and returns what is left. Pods come first: while there are any, nothing else is deleted or
// reported as left (pkg/controller/namespace/deletion/namespaced_resources_deleter.go).
func (c *namespaceController) empty(namespace string) leftovers {
	left := leftovers{resources: map[string]int{}, finalizers: map[string]int{}}
	for _, kind := range c.kinds {
		left.failures = append(left.failures, deleteAll(kind, namespace)...)
		if left.pods = isPods(kind) && len(kind.list(namespace)) > 0; left.pods {
			return left
		}
		left.count(kind, namespace)
	}
	if !left.none() {
		return left
	}
	// Events come last, because deletions cause some.
	for _, event := range c.client.Events().List(namespace) {
		if err := c.client.Events().Delete(namespace, event.Name, metav1.DeleteOptions{}); ignoreNotFound(err) != nil {
			left.failures = append(left.failures, fmt.Errorf("emptying namespace %s: deleting Event %s: %w", namespace, event.Name, err))
		}
	}
	return left
}

func deleteAll(kind anyKind, namespace string) (failures []error) {
	for _, obj := range kind.list(namespace) {
		if obj.GetDeletionTimestamp() != nil {
			continue
		}
		opts := metav1.DeleteOptions{PropagationPolicy: ptr.To(metav1.DeletePropagationBackground)}
		if err := kind.delete(namespace, obj.GetName(), opts); ignoreNotFound(err) != nil {
			failures = append(failures, fmt.Errorf("emptying namespace %s: deleting %s %s: %w", namespace, kind.Kind, obj.GetName(), err))
		}
	}
	return failures
}

func isPods(kind anyKind) bool {
	return kind.GroupKind == corev1.SchemeGroupVersion.WithKind("Pod").GroupKind()
}
