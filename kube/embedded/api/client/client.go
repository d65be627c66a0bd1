// Package client is the typed client by which controllers and the kubelet reach the API server's objects in this process, with the
// defaulting, validation and admission of a request.
//
// It never encodes an object: what it returns is what is stored, and must not be changed.
package client

import (
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"

	"github.com/kronoscope/kronoscope/kube/embedded/api/admit"
	"github.com/kronoscope/kronoscope/kube/embedded/api/kinds"
	"github.com/kronoscope/kronoscope/kube/embedded/resource"
)

// New returns a client that reads from the store and writes through the registries that serve HTTP. Its calls have no deadline:
// a write waits while the disk of the plane's state is busy.
func New(of *kinds.Set, admission *admit.Chain) resource.Client { return client{of, admission} }

type client struct {
	kinds     *kinds.Set
	admission *admit.Chain
}

func (c client) Jobs() resource.Interface[*batchv1.Job] {
	return handleOf[*batchv1.Job](c, batchv1.Resource("jobs"))
}

func (c client) CronJobs() resource.Interface[*batchv1.CronJob] {
	return handleOf[*batchv1.CronJob](c, batchv1.Resource("cronjobs"))
}

// Pods has an Update that can also set spec.nodeName of a pod without a node: like pods/binding, it then assigns the pod and
// writes nothing else.
func (c client) Pods() resource.Interface[*corev1.Pod] {
	return podHandle{handleOf[*corev1.Pod](c, corev1.Resource("pods"))}
}

func (c client) Events() resource.Interface[*corev1.Event] {
	return handleOf[*corev1.Event](c, corev1.Resource("events"))
}

// Namespaces has an Update that also writes spec.finalizers, like namespaces/finalize: a Terminating namespace is removed with its
// last finalizer.
func (c client) Namespaces() resource.Interface[*corev1.Namespace] {
	return namespaceHandle{handleOf[*corev1.Namespace](c, corev1.Resource("namespaces"))}
}

func (c client) Nodes() resource.Interface[*corev1.Node] {
	return handleOf[*corev1.Node](c, corev1.Resource("nodes"))
}

func (c client) ConfigMaps() resource.Interface[*corev1.ConfigMap] {
	return handleOf[*corev1.ConfigMap](c, corev1.Resource("configmaps"))
}

func (c client) Secrets() resource.Interface[*corev1.Secret] {
	return handleOf[*corev1.Secret](c, corev1.Resource("secrets"))
}

func (c client) ServiceAccounts() resource.Interface[*corev1.ServiceAccount] {
	return handleOf[*corev1.ServiceAccount](c, corev1.Resource("serviceaccounts"))
}

func (c client) PersistentVolumeClaims() resource.Interface[*corev1.PersistentVolumeClaim] {
	return handleOf[*corev1.PersistentVolumeClaim](c, corev1.Resource("persistentvolumeclaims"))
}

func (c client) ResourceQuotas() resource.Interface[*corev1.ResourceQuota] {
	return handleOf[*corev1.ResourceQuota](c, corev1.Resource("resourcequotas"))
}

func (c client) LimitRanges() resource.Interface[*corev1.LimitRange] {
	return handleOf[*corev1.LimitRange](c, corev1.Resource("limitranges"))
}
