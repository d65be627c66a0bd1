package controller

import (
	"fmt"
	"slices"
	"sync"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/utils/ptr"

	"github.com/kronoscope/kronoscope/kube/embedded/resource"
)

// namespaceController empties namespaces that are being deleted, then lets them go.
type namespaceController struct {
	deps
	kinds   []anyKind
	queue   *Queue[string]
	unwatch []func()

	mu       sync.Mutex
	emptying map[string]bool
}

func newNamespaceController(d deps) controller {
	c := &namespaceController{deps: d, emptying: map[string]bool{}}
	c.kinds = slices.DeleteFunc(kindsOf(d.client), func(kind anyKind) bool { return kind.clusterScoped })
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

// contentChanged looks at a namespace again when something of it went. Whoever holds up a deletion may take for ever, so nobody polls.
func (c *namespaceController) contentChanged(old, obj resource.Object) {
	if obj != nil {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.emptying[old.GetNamespace()] {
		c.queue.Add(old.GetNamespace())
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
	left, err := c.empty(name)
	if err != nil || left > 0 {
		return err
	}
	changed := ns.DeepCopy()
	changed.Spec.Finalizers = slices.DeleteFunc(changed.Spec.Finalizers,
		func(f corev1.FinalizerName) bool { return f == corev1.FinalizerKubernetes })
	if _, err := c.client.Namespaces().Update(changed); ignoreNotFound(err) != nil {
		return fmt.Errorf("finalizing namespace %s: %w", name, err)
	}
	return nil
}

// empty asks for the deletion of all that is in a namespace, and says how much is left.
func (c *namespaceController) empty(namespace string) (left int, err error) {
	for _, kind := range c.kinds {
		for _, obj := range kind.list(namespace) {
			if obj.GetDeletionTimestamp() != nil {
				continue
			}
			opts := metav1.DeleteOptions{PropagationPolicy: ptr.To(metav1.DeletePropagationBackground)}
			if err := kind.delete(namespace, obj.GetName(), opts); ignoreNotFound(err) != nil {
				return 0, fmt.Errorf("emptying namespace %s: deleting %s %s: %w", namespace, kind.Kind, obj.GetName(), err)
			}
		}
		left += len(kind.list(namespace))
	}
	if left > 0 {
		return left, nil
	}
	// Events go last, because deletions cause some.
	for _, event := range c.client.Events().List(namespace) {
		if err := c.client.Events().Delete(namespace, event.Name, metav1.DeleteOptions{}); ignoreNotFound(err) != nil {
			return 0, fmt.Errorf("emptying namespace %s: deleting Event %s: %w", namespace, event.Name, err)
		}
	}
	return 0, nil
}
