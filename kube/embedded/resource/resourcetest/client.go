// Package resourcetest is an in-memory [resource.Client] for tests of controllers and of the kubelet: resource versions,
// conflicts, finalizers, graceful pod deletion and change notices as the API server has them.
//
// It validates nothing, and its only defaults are those without which a controller cannot work.
package resourcetest

import (
	"fmt"
	"slices"
	"sync"
	"time"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/kronoscope/kronoscope/kube/embedded/resource"
)

// Client holds the objects of a plane without controllers. It is deterministic: UIDs and generated names count up.
type Client struct {
	now func() time.Time

	mu     sync.Mutex
	count  uint64 // of resource versions, UIDs and generated names
	writes []string
	before func(verb, resource string, obj resource.Object) error

	jobs       *kind[*batchv1.Job]
	cronJobs   *kind[*batchv1.CronJob]
	pods       *kind[*corev1.Pod]
	events     *kind[*corev1.Event]
	namespaces *kind[*corev1.Namespace]
	nodes      *kind[*corev1.Node]
	configMaps *kind[*corev1.ConfigMap]
	secrets    *kind[*corev1.Secret]
	accounts   *kind[*corev1.ServiceAccount]
	claims     *kind[*corev1.PersistentVolumeClaim]
	quotas     *kind[*corev1.ResourceQuota]
	limits     *kind[*corev1.LimitRange]
}

var _ resource.Client = (*Client)(nil)

// New returns a client without objects. Its timestamps come from now.
func New(now func() time.Time) *Client {
	c := &Client{now: now}
	batch := func(name string) schema.GroupResource { return schema.GroupResource{Group: "batch", Resource: name} }
	core := func(name string) schema.GroupResource { return schema.GroupResource{Resource: name} }

	c.jobs = newKind(c, batch("jobs"), jobRules)
	c.cronJobs = newKind(c, batch("cronjobs"), cronJobRules)
	c.pods = newKind(c, core("pods"), podRules)
	c.events = newKind(c, core("events"), rules[*corev1.Event]{})
	c.namespaces = newKind(c, core("namespaces"), namespaceRules)
	c.nodes = newKind(c, core("nodes"), nodeRules)
	c.configMaps = newKind(c, core("configmaps"), rules[*corev1.ConfigMap]{})
	c.secrets = newKind(c, core("secrets"), rules[*corev1.Secret]{})
	c.accounts = newKind(c, core("serviceaccounts"), rules[*corev1.ServiceAccount]{})
	c.claims = newKind(c, core("persistentvolumeclaims"), claimRules)
	c.quotas = newKind(c, core("resourcequotas"), rules[*corev1.ResourceQuota]{})
	c.limits = newKind(c, core("limitranges"), rules[*corev1.LimitRange]{})
	return c
}

// Before calls hook before every write, with no lock held. verb is create, update, update-status or delete. obj is the object to be
// written, or the stored object for a deletion. An error of hook becomes the write's.
func (c *Client) Before(hook func(verb, resource string, obj resource.Object) error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.before = hook
}

// Writes lists the successful writes since the last call, such as "create jobs ns/name".
func (c *Client) Writes() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	out := slices.Clone(c.writes)
	c.writes = nil
	return out
}

// Jobs implements [resource.Client].
func (c *Client) Jobs() resource.Interface[*batchv1.Job] { return c.jobs }

// CronJobs implements [resource.Client].
func (c *Client) CronJobs() resource.Interface[*batchv1.CronJob] { return c.cronJobs }

// Pods implements [resource.Client].
func (c *Client) Pods() resource.Interface[*corev1.Pod] { return c.pods }

// Events implements [resource.Client].
func (c *Client) Events() resource.Interface[*corev1.Event] { return c.events }

// Namespaces implements [resource.Client].
func (c *Client) Namespaces() resource.Interface[*corev1.Namespace] { return c.namespaces }

// Nodes implements [resource.Client].
func (c *Client) Nodes() resource.Interface[*corev1.Node] { return c.nodes }

// ConfigMaps implements [resource.Client].
func (c *Client) ConfigMaps() resource.Interface[*corev1.ConfigMap] { return c.configMaps }

// Secrets implements [resource.Client].
func (c *Client) Secrets() resource.Interface[*corev1.Secret] { return c.secrets }

// ServiceAccounts implements [resource.Client].
func (c *Client) ServiceAccounts() resource.Interface[*corev1.ServiceAccount] { return c.accounts }

// PersistentVolumeClaims implements [resource.Client].
func (c *Client) PersistentVolumeClaims() resource.Interface[*corev1.PersistentVolumeClaim] {
	return c.claims
}

func (c *Client) nextLocked() uint64 {
	c.count++
	return c.count
}

func (c *Client) runBefore(verb, resource string, obj resource.Object) error {
	c.mu.Lock()
	hook := c.before
	c.mu.Unlock()
	if hook == nil {
		return nil
	}
	return hook(verb, resource, obj)
}

func (c *Client) logWriteLocked(verb, resource string, obj resource.Object) {
	c.writes = append(c.writes, fmt.Sprintf("%s %s %s/%s", verb, resource, obj.GetNamespace(), obj.GetName()))
}

// ResourceQuotas implements [resource.Client].
func (c *Client) ResourceQuotas() resource.Interface[*corev1.ResourceQuota] { return c.quotas }

// LimitRanges implements [resource.Client].
func (c *Client) LimitRanges() resource.Interface[*corev1.LimitRange] { return c.limits }
