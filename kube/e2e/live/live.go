// Package live is access to the objects of a real API server in the form that the embedded kubelet expects, so that the
// same kubelet plays pods on both planes. Reads of lists come from informers, single reads and writes go to the server.
package live

import (
	"context"
	"fmt"
	"time"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes"

	"github.com/kronoscope/kronoscope/kube/embedded/resource"
)

// Client implements resource.Client.
type Client struct {
	jobs            *handle[*batchv1.Job]
	cronJobs        *handle[*batchv1.CronJob]
	pods            *handle[*corev1.Pod]
	events          *handle[*corev1.Event]
	namespaces      *handle[*corev1.Namespace]
	nodes           *handle[*corev1.Node]
	configMaps      *handle[*corev1.ConfigMap]
	secrets         *handle[*corev1.Secret]
	serviceAccounts *handle[*corev1.ServiceAccount]
	claims          *handle[*corev1.PersistentVolumeClaim]
	quotas          *handle[*corev1.ResourceQuota]
	limits          *handle[*corev1.LimitRange]
}

var _ resource.Client = (*Client)(nil)

// New returns a client whose informers run until ctx ends; they are in sync when New returns.
func New(ctx context.Context, client kubernetes.Interface) (*Client, error) {
	shared := informers.NewSharedInformerFactory(client, 0)
	core, batch := shared.Core().V1(), shared.Batch().V1()
	c := &Client{
		jobs: newHandle(ctx, batch.Jobs().Informer(), func(ns string) api[*batchv1.Job] { return client.BatchV1().Jobs(ns) }),
		cronJobs: newHandle(ctx, batch.CronJobs().Informer(), func(ns string) api[*batchv1.CronJob] {
			return client.BatchV1().CronJobs(ns)
		}),
		pods:   newHandle(ctx, core.Pods().Informer(), func(ns string) api[*corev1.Pod] { return client.CoreV1().Pods(ns) }),
		events: newHandle(ctx, core.Events().Informer(), func(ns string) api[*corev1.Event] { return client.CoreV1().Events(ns) }),
		namespaces: newHandle(ctx, core.Namespaces().Informer(), func(string) api[*corev1.Namespace] {
			return client.CoreV1().Namespaces()
		}),
		nodes: newHandle(ctx, core.Nodes().Informer(), func(string) api[*corev1.Node] { return client.CoreV1().Nodes() }),
		configMaps: newHandle(ctx, core.ConfigMaps().Informer(), func(ns string) api[*corev1.ConfigMap] {
			return client.CoreV1().ConfigMaps(ns)
		}),
		secrets: newHandle(ctx, core.Secrets().Informer(), func(ns string) api[*corev1.Secret] {
			return client.CoreV1().Secrets(ns)
		}),
		serviceAccounts: newHandle(ctx, core.ServiceAccounts().Informer(), func(ns string) api[*corev1.ServiceAccount] {
			return client.CoreV1().ServiceAccounts(ns)
		}),
		claims: newHandle(ctx, core.PersistentVolumeClaims().Informer(), func(ns string) api[*corev1.PersistentVolumeClaim] {
			return client.CoreV1().PersistentVolumeClaims(ns)
		}),
		quotas: newHandle(ctx, core.ResourceQuotas().Informer(), func(ns string) api[*corev1.ResourceQuota] {
			return client.CoreV1().ResourceQuotas(ns)
		}),
		limits: newHandle(ctx, core.LimitRanges().Informer(), func(ns string) api[*corev1.LimitRange] {
			return client.CoreV1().LimitRanges(ns)
		}),
	}
	shared.Start(ctx.Done())
	patience, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	for kind, synced := range shared.WaitForCacheSync(patience.Done()) {
		if !synced {
			return nil, fmt.Errorf("read all objects of type %v from the API server: not done after a minute", kind)
		}
	}
	return c, nil
}

// Jobs is access to the Jobs.
func (c *Client) Jobs() resource.Interface[*batchv1.Job] { return c.jobs }

// CronJobs is access to the CronJobs.
func (c *Client) CronJobs() resource.Interface[*batchv1.CronJob] { return c.cronJobs }

// Pods is access to the pods.
func (c *Client) Pods() resource.Interface[*corev1.Pod] { return c.pods }

// Events is access to the events.
func (c *Client) Events() resource.Interface[*corev1.Event] { return c.events }

// Namespaces is access to the namespaces.
func (c *Client) Namespaces() resource.Interface[*corev1.Namespace] { return c.namespaces }

// Nodes is access to the nodes.
func (c *Client) Nodes() resource.Interface[*corev1.Node] { return c.nodes }

// ConfigMaps is access to the ConfigMaps.
func (c *Client) ConfigMaps() resource.Interface[*corev1.ConfigMap] { return c.configMaps }

// Secrets is access to the Secrets.
func (c *Client) Secrets() resource.Interface[*corev1.Secret] { return c.secrets }

// ServiceAccounts is access to the ServiceAccounts.
func (c *Client) ServiceAccounts() resource.Interface[*corev1.ServiceAccount] {
	return c.serviceAccounts
}

// PersistentVolumeClaims is access to the claims.
func (c *Client) PersistentVolumeClaims() resource.Interface[*corev1.PersistentVolumeClaim] {
	return c.claims
}

// ResourceQuotas is access to the quotas.
func (c *Client) ResourceQuotas() resource.Interface[*corev1.ResourceQuota] { return c.quotas }

// LimitRanges is access to the limit ranges.
func (c *Client) LimitRanges() resource.Interface[*corev1.LimitRange] { return c.limits }
