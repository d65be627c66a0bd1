package controller

import (
	"fmt"
	"maps"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kronoscope/kronoscope/kube/embedded/resource"
)

// The objects of every namespace.
const (
	defaultAccount = "default"
	rootCAConfig   = "kube-root-ca.crt"
)

// Upstream's description of the certificate (pkg/controller/certificates/rootcacertpublisher).
const (
	description = "kubernetes.io/description"
	rootCAUse   = "Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal " +
		"service IP or kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes clusters."
)

// serviceAccountController creates the default service account of every namespace, and the ConfigMap that holds the cluster's
// certificate. The embedded plane has no certificate, and the ConfigMap says so.
type serviceAccountController struct {
	deps
	queue   *Queue[string]
	unwatch []func()
}

func newServiceAccountController(d deps) controller {
	c := &serviceAccountController{deps: d}
	c.queue = newQueue(d, "serviceaccount", DefaultRetry, c.sync)
	return c
}

func (c *serviceAccountController) start() {
	c.unwatch = append(c.unwatch,
		c.client.Namespaces().OnChange(func(_, ns *corev1.Namespace) {
			if ns != nil && ns.DeletionTimestamp == nil {
				c.queue.Add(ns.Name)
			}
		}),
		c.client.ServiceAccounts().OnChange(func(old, account *corev1.ServiceAccount) {
			if account == nil && old.Name == defaultAccount {
				c.queue.Add(old.Namespace)
			}
		}),
		c.client.ConfigMaps().OnChange(func(old, config *corev1.ConfigMap) {
			if old != nil && old.Name == rootCAConfig {
				c.queue.Add(old.Namespace)
			}
		}))
	c.queue.Start()
}

func (c *serviceAccountController) stop() {
	for _, unwatch := range c.unwatch {
		unwatch()
	}
	c.queue.Stop()
}

func (c *serviceAccountController) sync(namespace string) error {
	ns, err := c.client.Namespaces().Get("", namespace)
	if err != nil {
		return ignoreNotFound(err)
	}
	if ns.DeletionTimestamp != nil {
		return nil
	}
	account := &corev1.ServiceAccount{ObjectMeta: metav1.ObjectMeta{Namespace: namespace, Name: defaultAccount}}
	if err := ensure(c.client.ServiceAccounts(), account); err != nil {
		return fmt.Errorf("creating service account %s/%s: %w", namespace, defaultAccount, err)
	}
	config := &corev1.ConfigMap{
		ObjectMeta: metav1.ObjectMeta{Namespace: namespace, Name: rootCAConfig, Annotations: map[string]string{description: rootCAUse}},
		Data:       map[string]string{"ca.crt": "# The embedded control plane is reached without TLS: there is no certificate.\n"},
	}
	if err := ensure(c.client.ConfigMaps(), config); err != nil {
		return fmt.Errorf("creating ConfigMap %s/%s: %w", namespace, rootCAConfig, err)
	}
	return c.restore(config)
}

// restore undoes changes to the certificate and its description.
func (c *serviceAccountController) restore(config *corev1.ConfigMap) error {
	stored, err := c.client.ConfigMaps().Get(config.Namespace, config.Name)
	if err != nil || maps.Equal(stored.Data, config.Data) && stored.Annotations[description] != "" {
		return ignoreNotFound(err)
	}
	changed := stored.DeepCopy()
	changed.Data = config.Data
	metav1.SetMetaDataAnnotation(&changed.ObjectMeta, description, rootCAUse)
	if _, err := c.client.ConfigMaps().Update(changed); ignoreNotFound(err) != nil {
		return fmt.Errorf("restoring ConfigMap %s/%s: %w", config.Namespace, config.Name, err)
	}
	return nil
}

// ensure creates an object if it does not exist.
func ensure[T resource.Object](objects resource.Interface[T], obj T) error {
	if _, err := objects.Get(obj.GetNamespace(), obj.GetName()); !apierrors.IsNotFound(err) {
		return err
	}
	if _, err := objects.Create(obj); err != nil && !apierrors.IsAlreadyExists(err) &&
		!apierrors.HasStatusCause(err, corev1.NamespaceTerminatingCause) {
		return err
	}
	return nil
}
