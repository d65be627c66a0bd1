package forecast

import (
	"strings"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	podresources "k8s.io/component-helpers/resource"
	"k8s.io/utils/ptr"
)

type resourceName = corev1.ResourceName

// The prefixes of a quota's resources. Without one, cpu and memory are requests.
const (
	requests = "requests."
	limits   = "limits."
)

// What quotas count as long as it exists, even after it has finished.
const (
	countJobs     = resourceName("count/jobs.batch")
	countPods     = resourceName("count/pods")
	countCronJobs = resourceName("count/cronjobs.batch")
)

// isCount reports whether a resource counts objects that exist, rather than what runs.
func isCount(name resourceName) bool { return name == countJobs || name == countPods }

// most bounds what one run can request, so that sums do not overflow.
const most = 1 << 50

// hasNoPods reports whether a Job never gets any pods.
func hasNoPods(spec *batchv1.JobSpec) bool {
	return ptr.Deref(spec.Suspend, false) || failsAtOnce(spec)
}

// podsAtOnce is how many pods of a Job run at the same time.
func podsAtOnce(spec *batchv1.JobSpec) int64 {
	if hasNoPods(spec) {
		return 0
	}
	parallelism := ptr.Deref(spec.Parallelism, 1)
	if spec.Completions != nil {
		parallelism = min(parallelism, *spec.Completions)
	}
	return int64(max(parallelism, 0))
}

// podsInAll is how many pods a finished Job has, if none failed.
func podsInAll(spec *batchv1.JobSpec) int64 {
	return int64(max(ptr.Deref(spec.Completions, ptr.Deref(spec.Parallelism, 1)), 0))
}

// resourcesPerRun is what a run uses at once, as a quota counts it: its pods, their effective requests and limits with init
// containers, sidecars and overhead, and the objects of its Job. Amounts are in the units of [wholeUnits].
func resourcesPerRun(spec *batchv1.JobSpec) map[resourceName]int64 {
	if hasNoPods(spec) {
		return map[resourceName]int64{countJobs: 1}
	}
	pods := podsAtOnce(spec)
	asks := map[resourceName]int64{corev1.ResourcePods: pods, countJobs: 1, countPods: podsInAll(spec)}
	pod := &corev1.Pod{Spec: *spec.Template.Spec.DeepCopy()}
	defaultRequests(&pod.Spec)
	options := podresources.PodResourcesOptions{}
	for prefix, list := range map[string]corev1.ResourceList{
		requests: podresources.PodRequests(pod, options), limits: podresources.PodLimits(pod, options),
	} {
		for name, quantity := range list {
			name = resourceName(prefix) + name
			if each := wholeUnits(name, quantity); each > 0 {
				asks[name] = min(each, most/max(pods, 1)) * pods
			}
		}
	}
	return asks
}

// defaultRequests sets requests to the limits where a container has none, as the API server does.
func defaultRequests(spec *corev1.PodSpec) {
	fill := func(r *corev1.ResourceRequirements) {
		for name, quantity := range r.Limits {
			if _, set := r.Requests[name]; set {
				continue
			}
			if r.Requests == nil {
				r.Requests = corev1.ResourceList{}
			}
			r.Requests[name] = quantity
		}
	}
	for _, list := range [][]corev1.Container{spec.InitContainers, spec.Containers} {
		for i := range list {
			fill(&list[i].Resources)
		}
	}
	if spec.Resources != nil {
		fill(spec.Resources)
	}
}

// canonical is the one name of a resource that a quota may name in several ways; "" for what Jobs and their pods do not use.
func canonical(name resourceName) resourceName {
	text := string(name)
	switch {
	case name == corev1.ResourcePods, isCount(name):
		return name
	case name == corev1.ResourceRequestsStorage: // of persistent volume claims
		return ""
	case strings.HasPrefix(text, requests), strings.HasPrefix(text, limits):
		return name
	case name == corev1.ResourceCPU, name == corev1.ResourceMemory, name == corev1.ResourceEphemeralStorage, strings.HasPrefix(text, corev1.ResourceHugePagesPrefix):
		return resourceName(requests) + name
	}
	return ""
}

func isCPU(name resourceName) bool {
	return strings.HasSuffix(string(name), string(corev1.ResourceCPU))
}

// wholeUnits and quantity turn an amount into whole numbers and back: thousandths of a CPU, else units.
func wholeUnits(name resourceName, q resource.Quantity) int64 {
	if isCPU(name) {
		return min(q.MilliValue(), most)
	}
	return min(q.Value(), most)
}

func quantity(name resourceName, n int64) resource.Quantity {
	switch {
	case isCPU(name):
		return *resource.NewMilliQuantity(n, resource.DecimalSI)
	case strings.HasSuffix(string(name), string(corev1.ResourceMemory)):
		return *resource.NewQuantity(n, resource.BinarySI)
	}
	return *resource.NewQuantity(n, resource.DecimalSI)
}
