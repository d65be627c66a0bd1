package validate

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	"k8s.io/apimachinery/pkg/util/validation"
	"k8s.io/apimachinery/pkg/util/validation/field"
	resourcehelper "k8s.io/component-helpers/resource"
)

const nativePrefix = "kubernetes.io/"

// isNative tells Kubernetes' own resources from those of extensions.
func isNative(n corev1.ResourceName) bool {
	return !strings.Contains(string(n), "/") || strings.Contains(string(n), nativePrefix)
}

func isHugePages(n corev1.ResourceName) bool {
	return strings.HasPrefix(string(n), corev1.ResourceHugePagesPrefix)
}

// overcommits tells whether more of a resource may be limited than is requested.
func overcommits(n corev1.ResourceName) bool { return isNative(n) && !isHugePages(n) }

func isExtended(n corev1.ResourceName) bool {
	return !isNative(n) && !strings.HasPrefix(string(n), corev1.DefaultResourceRequestsPrefix) &&
		isKey(corev1.DefaultResourceRequestsPrefix+string(n))
}

// Resources by what they may be asked of.
var (
	containerStandard = []corev1.ResourceName{corev1.ResourceCPU, corev1.ResourceMemory, corev1.ResourceEphemeralStorage}
	counted           = []corev1.ResourceName{
		corev1.ResourcePods, corev1.ResourceQuotas, corev1.ResourceServices, corev1.ResourceReplicationControllers,
		corev1.ResourceSecrets, corev1.ResourceConfigMaps, corev1.ResourcePersistentVolumeClaims,
		corev1.ResourceServicesNodePorts, corev1.ResourceServicesLoadBalancers,
	}
	quotaStandard = append([]corev1.ResourceName{
		corev1.ResourceCPU, corev1.ResourceMemory, corev1.ResourceEphemeralStorage,
		corev1.ResourceRequestsCPU, corev1.ResourceRequestsMemory, corev1.ResourceRequestsStorage, corev1.ResourceRequestsEphemeralStorage,
		corev1.ResourceLimitsCPU, corev1.ResourceLimitsMemory, corev1.ResourceLimitsEphemeralStorage,
	}, counted...)
	standard = append([]corev1.ResourceName{corev1.ResourceStorage}, quotaStandard...)
)

func isQuotaHugePages(n corev1.ResourceName) bool {
	return isHugePages(n) || strings.HasPrefix(string(n), corev1.ResourceRequestsHugePagesPrefix)
}

func isCount(n corev1.ResourceName) bool { return slices.Contains(counted, n) || isExtended(n) }

// resourceName checks the form of a resource's name and tells whether it is right.
func resourceName(e *errs, p *field.Path, n corev1.ResourceName) bool {
	if !isKey(string(n)) {
		e.each(p, n, validation.IsQualifiedName(string(n)))
		return false
	}
	if !strings.Contains(string(n), "/") && !slices.Contains(standard, n) && !isQuotaHugePages(n) {
		e.invalid(p, n, "must be a standard resource type or fully qualified")
		return false
	}
	return true
}

func containerResourceName(e *errs, p *field.Path, n corev1.ResourceName) {
	resourceName(e, p, n)
	switch {
	case !strings.Contains(string(n), "/"):
		if !slices.Contains(containerStandard, n) && !isHugePages(n) {
			e.invalid(p, n, "must be a standard resource for containers")
		}
	case !isNative(n) && !isExtended(n):
		e.invalid(p, n, "doesn't follow extended resource name standard")
	}
}

func podResourceName(e *errs, p *field.Path, n corev1.ResourceName) {
	if resourceName(e, p, n) && !resourcehelper.IsSupportedPodLevelResource(n) {
		supported := slices.Sorted(maps.Keys(resourcehelper.SupportedPodLevelResources()))
		e.list = append(e.list, field.NotSupported(p, n, supported))
	}
}

// quantity checks an amount of a resource.
func quantity(e *errs, p *field.Path, n corev1.ResourceName, q resource.Quantity) {
	if q.Sign() < 0 {
		e.invalid(p, q.String(), "must be greater than or equal to 0")
	}
	if isCount(n) && q.MilliValue()%1000 != 0 {
		e.invalid(p, q, "must be an integer")
	}
}

// byName visits resources in order of their names, so that errors come in one order.
func byName(list corev1.ResourceList, visit func(corev1.ResourceName, resource.Quantity)) {
	if len(list) == 0 {
		return
	}
	var few [8]corev1.ResourceName // keeps the names of ordinary lists off the heap
	names := slices.AppendSeq(few[:0], maps.Keys(list))
	slices.Sort(names)
	for _, n := range names {
		visit(n, list[n])
	}
}

// resources checks limits and requests. pod, if any, has the resource claims that they may name.
func resources(e *errs, p *field.Path, r *corev1.ResourceRequirements, checkName func(*errs, *field.Path, corev1.ResourceName), pod *corev1.PodSpec) {
	compute, huge := false, false
	note := func(at *field.Path, n corev1.ResourceName, q resource.Quantity) {
		compute = compute || n == corev1.ResourceCPU || n == corev1.ResourceMemory
		if !isHugePages(n) {
			return
		}
		huge = true
		size, err := resource.ParseQuantity(strings.TrimPrefix(string(n), corev1.ResourceHugePagesPrefix))
		if err != nil || size.Sign() <= 0 || size.MilliValue()%1000 != 0 || q.Value()%size.Value() != 0 {
			e.invalid(at, q.String(), fmt.Sprintf("%s is not positive integer multiple of %s", q.String(), n))
		}
	}
	limits, requests := p.Child("limits"), p.Child("requests")
	byName(r.Limits, func(n corev1.ResourceName, q resource.Quantity) {
		at := limits.Key(string(n))
		checkName(e, at, n)
		quantity(e, at, n, q)
		note(at, n, q)
	})
	byName(r.Requests, func(n corev1.ResourceName, q resource.Quantity) {
		at := requests.Key(string(n))
		checkName(e, at, n)
		quantity(e, at, n, q)
		limit, limited := r.Limits[n]
		switch {
		case !limited && !overcommits(n):
			e.required(limits, "Limit must be set for non overcommitable resources")
		case limited && !overcommits(n) && q.Cmp(limit) != 0:
			e.invalid(requests, q.String(), fmt.Sprintf("must be equal to %s limit of %s", n, limit.String()))
		case limited && q.Cmp(limit) > 0:
			e.invalid(requests, q.String(), fmt.Sprintf("must be less than or equal to %s limit of %s", n, limit.String()))
		}
		note(at, n, q)
	})
	if huge && !compute {
		e.forbidden(p, "HugePages require cpu or memory")
	}
	if len(r.Claims) > 0 {
		claimNames(e, p.Child("claims"), r.Claims, pod)
	}
}

func claimNames(e *errs, p *field.Path, claims []corev1.ResourceClaim, pod *corev1.PodSpec) {
	var known []string
	if pod != nil {
		for i := range pod.ResourceClaims {
			if n := pod.ResourceClaims[i].Name; n != "" {
				known = append(known, n)
			}
		}
		slices.Sort(known)
	}
	seen := make(map[string]bool, len(claims))
	for i, c := range claims {
		if c.Name == "" {
			e.required(p.Index(i), "")
			continue
		}
		key := c.Name
		if c.Request != "" {
			dnsLabel(e, p.Index(i), "request", c.Request)
			key += "/" + c.Request
		}
		switch {
		case seen[c.Name]:
			e.duplicate(p.Index(i), c.Name)
		case seen[key]:
			e.duplicate(p.Index(i), key)
		case c.Request == "" && slices.ContainsFunc(claims[:i], func(o corev1.ResourceClaim) bool { return o.Name == c.Name }):
			e.duplicate(p.Index(i), c.Name)
		}
		seen[key] = true
		if !slices.Contains(known, c.Name) {
			err := field.NotFound(p.Index(i), c.Name)
			err.Detail = "must be one of the names in pod.spec.resourceClaims"
			if len(known) == 0 {
				err.Detail += " which is empty"
			} else {
				err.Detail += ": " + strings.Join(known, ", ")
			}
			e.list = append(e.list, err)
		}
	}
}

// podResources checks spec.resources, and that the containers fit in.
func podResources(e *errs, p *field.Path, s *corev1.PodSpec) {
	r, at := s.Resources, p.Child("resources")
	if r == nil {
		return
	}
	if s.OS != nil && s.OS.Name == corev1.Windows {
		e.forbidden(at, "may not be set for a windows pod")
		return
	}
	if r.Claims != nil {
		e.forbidden(at.Child("claims"), "claims may not be set for Resources at pod-level")
	}
	resources(e, at, r, podResourceName, s)
	pod := &corev1.Pod{Spec: *s}
	byName(resourcehelper.AggregateContainerRequests(pod, resourcehelper.PodResourcesOptions{}), func(n corev1.ResourceName, q resource.Quantity) {
		if have, ok := r.Requests[n]; ok && q.Cmp(have) > 0 {
			e.invalid(at.Child("requests").Key(string(n)), have.String(),
				fmt.Sprintf("must be greater than or equal to aggregate container requests of %s", q.String()))
		}
	})
	byName(resourcehelper.AggregateContainerLimits(pod, resourcehelper.PodResourcesOptions{}), func(n corev1.ResourceName, q resource.Quantity) {
		if have, ok := r.Limits[n]; ok && isHugePages(n) && q.Cmp(have) > 0 {
			e.invalid(at.Child("limits").Key(string(n)), have.String(),
				fmt.Sprintf("must be greater than or equal to aggregate container limits of %s", q.String()))
		}
	})
	for i := range s.Containers {
		byName(s.Containers[i].Resources.Limits, func(n corev1.ResourceName, q resource.Quantity) {
			if have, ok := r.Limits[n]; ok && q.Cmp(have) > 0 {
				e.invalid(at.Child("containers").Index(i).Key(string(n)).Child("limits"), q.String(),
					fmt.Sprintf("must be less than or equal to pod limits of %s", have.String()))
			}
		})
	}
}
