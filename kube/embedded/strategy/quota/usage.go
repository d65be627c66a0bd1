package quota

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	quota "k8s.io/apiserver/pkg/quota/v1"
	"k8s.io/apiserver/pkg/quota/v1/generic"
	resourcehelper "k8s.io/component-helpers/resource"

	"github.com/kronoscope/kronoscope/scheduler"
)

var (
	zero = *resource.NewQuantity(0, resource.DecimalSI)
	one  = *resource.NewQuantity(1, resource.DecimalSI)

	podsResource   = corev1.Resource("pods")
	claimsResource = corev1.Resource("persistentvolumeclaims")

	// aliases are the names by which some kinds were counted before count/RESOURCE.
	aliases = map[schema.GroupResource]corev1.ResourceName{
		corev1.Resource("configmaps"):     corev1.ResourceConfigMaps,
		corev1.Resource("resourcequotas"): corev1.ResourceQuotas,
		corev1.Resource("secrets"):        corev1.ResourceSecrets,
	}
	podNames = []corev1.ResourceName{
		"count/pods", corev1.ResourcePods, corev1.ResourceCPU, corev1.ResourceMemory, corev1.ResourceEphemeralStorage,
		corev1.ResourceRequestsCPU, corev1.ResourceRequestsMemory, corev1.ResourceRequestsEphemeralStorage,
		corev1.ResourceLimitsCPU, corev1.ResourceLimitsMemory, corev1.ResourceLimitsEphemeralStorage,
	}
	// mustSet are what every container has to say for itself where a quota limits them.
	mustSet = []corev1.ResourceName{
		corev1.ResourceCPU, corev1.ResourceMemory, corev1.ResourceRequestsCPU, corev1.ResourceRequestsMemory,
		corev1.ResourceLimitsCPU, corev1.ResourceLimitsMemory,
	}
)

const (
	hugePages    = corev1.ResourceHugePagesPrefix
	requests     = corev1.DefaultResourceRequestsPrefix
	storageClass = ".storageclass.storage.k8s.io/"
)

// resourceOf names the resource of an object that a namespace has, if quotas can count it.
func resourceOf(obj runtime.Object) (schema.GroupResource, bool) {
	switch obj.(type) {
	case *corev1.Pod:
		return podsResource, true
	case *corev1.PersistentVolumeClaim:
		return claimsResource, true
	case *corev1.ConfigMap:
		return corev1.Resource("configmaps"), true
	case *corev1.Secret:
		return corev1.Resource("secrets"), true
	case *corev1.ServiceAccount:
		return corev1.Resource("serviceaccounts"), true
	case *corev1.ResourceQuota:
		return corev1.Resource("resourcequotas"), true
	case *corev1.LimitRange:
		return corev1.Resource("limitranges"), true
	case *batchv1.Job:
		return batchv1.Resource("jobs"), true
	case *batchv1.CronJob:
		return batchv1.Resource("cronjobs"), true
	}
	return schema.GroupResource{}, false
}

// isExtended tells resources of extensions (vendor/gpu) from Kubernetes' own.
func isExtended(n corev1.ResourceName) bool {
	return strings.Contains(string(n), "/") && !strings.Contains(string(n), "kubernetes.io/")
}

// matching returns the limited resources that an object of the resource can use.
func matching(of schema.GroupResource, hard corev1.ResourceList) []corev1.ResourceName {
	var names []corev1.ResourceName
	for n := range hard {
		var ok bool
		switch of {
		case podsResource:
			ok = slices.Contains(podNames, n) || strings.HasPrefix(string(n), hugePages) ||
				strings.HasPrefix(string(n), requests+hugePages) || strings.HasPrefix(string(n), requests) && isExtended(n)
		case claimsResource:
			ok = n == "count/persistentvolumeclaims" || n == corev1.ResourcePersistentVolumeClaims || n == corev1.ResourceRequestsStorage ||
				strings.HasSuffix(string(n), storageClass+string(corev1.ResourcePersistentVolumeClaims)) ||
				strings.HasSuffix(string(n), storageClass+string(corev1.ResourceRequestsStorage))
		default:
			ok = n == generic.ObjectCountQuotaResourceNameFor(of) || n == aliases[of]
		}
		if ok {
			names = append(names, n)
		}
	}
	slices.Sort(names)
	return names
}

// Usage is what an object takes up: itself, and for pods and claims what they ask for. An ended pod only counts as an
// object.
func (c Counter) Usage(obj runtime.Object) corev1.ResourceList {
	of, ok := resourceOf(obj)
	if !ok {
		return nil
	}
	usage := corev1.ResourceList{generic.ObjectCountQuotaResourceNameFor(of): one}
	if alias, ok := aliases[of]; ok {
		usage[alias] = one
	}
	switch o := obj.(type) {
	case *corev1.Pod:
		if !c.counts(o) {
			return usage
		}
		options := resourcehelper.PodResourcesOptions{UseStatusResources: true}
		maps.Copy(usage, compute(resourcehelper.PodRequests(o, options), resourcehelper.PodLimits(o, options)))
	case *corev1.PersistentVolumeClaim:
		maps.Copy(usage, claimUsage(o))
	}
	return usage
}

// counts reports whether a pod still takes up resources, as QuotaV1Pod in pkg/quota/v1/evaluator/core/pods.go does.
func (c Counter) counts(p *corev1.Pod) bool {
	if p.Status.Phase == corev1.PodFailed || p.Status.Phase == corev1.PodSucceeded {
		return false
	}
	if c.Now == nil || p.DeletionTimestamp == nil || p.DeletionGracePeriodSeconds == nil {
		return true
	}
	return !c.Now().After(p.DeletionTimestamp.Add(scheduler.Seconds(*p.DeletionGracePeriodSeconds)))
}

func compute(request, limit corev1.ResourceList) corev1.ResourceList {
	usage := corev1.ResourceList{corev1.ResourcePods: one}
	for _, n := range [...]corev1.ResourceName{corev1.ResourceCPU, corev1.ResourceMemory, corev1.ResourceEphemeralStorage} {
		if q, ok := request[n]; ok {
			usage[n], usage[requests+n] = q, q
		}
		if q, ok := limit[n]; ok {
			usage["limits."+n] = q
		}
	}
	for n, q := range request {
		switch {
		case strings.HasPrefix(string(n), hugePages):
			usage[n], usage[requests+n] = q, q
		case isExtended(n):
			usage[requests+n] = q
		}
	}
	return usage
}

func claimUsage(c *corev1.PersistentVolumeClaim) corev1.ResourceList {
	usage := corev1.ResourceList{corev1.ResourcePersistentVolumeClaims: one}
	class := c.Annotations[corev1.BetaStorageClassAnnotation]
	if class == "" && c.Spec.StorageClassName != nil {
		class = *c.Spec.StorageClassName
	}
	perClass := func(n corev1.ResourceName, q resource.Quantity) {
		usage[n] = q
		if class != "" {
			usage[corev1.ResourceName(class)+storageClass+n] = q
		}
	}
	perClass(corev1.ResourcePersistentVolumeClaims, one)
	if q, ok := c.Spec.Resources.Requests[corev1.ResourceStorage]; ok {
		if a, ok := c.Status.AllocatedResources[corev1.ResourceStorage]; ok && a.Cmp(q) > 0 {
			q = a
		}
		perClass(corev1.ResourceRequestsStorage, q.DeepCopy())
	}
	return usage
}

// constraints wants the containers of a pod to ask for what the quota limits.
func constraints(limited []corev1.ResourceName, obj runtime.Object) error {
	pod, ok := obj.(*corev1.Pod)
	if !ok || resourcehelper.IsPodLevelResourcesSet(pod) {
		return nil
	}
	missing := map[corev1.ResourceName][]string{}
	for _, list := range [...][]corev1.Container{pod.Spec.Containers, pod.Spec.InitContainers} {
		for i := range list {
			has := compute(list[i].Resources.Requests, list[i].Resources.Limits)
			for _, n := range limited {
				if _, ok := has[n]; !ok && slices.Contains(mustSet, n) && !slices.Contains(missing[n], list[i].Name) {
					missing[n] = append(missing[n], list[i].Name)
				}
			}
		}
	}
	if len(missing) == 0 {
		return nil
	}
	var parts []string
	for _, n := range slices.Sorted(maps.Keys(missing)) {
		slices.Sort(missing[n])
		parts = append(parts, fmt.Sprintf("%s for: %s", n, strings.Join(missing[n], ",")))
	}
	return errors.New("must specify " + strings.Join(parts, "; "))
}

// Equal reports whether two statuses say the same, so that nothing needs storing.
func Equal(a, b corev1.ResourceQuotaStatus) bool {
	return quota.Equals(a.Hard, b.Hard) && quota.Equals(a.Used, b.Used)
}
