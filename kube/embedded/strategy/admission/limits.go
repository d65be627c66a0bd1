package admission

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	utilerrors "k8s.io/apimachinery/pkg/util/errors"
	resourcehelper "k8s.io/component-helpers/resource"
)

const limitRangerAnnotation = "kubernetes.io/limit-ranger"

// ApplyLimitRanges gives the containers of a new pod the default limits and requests of its namespace's ranges.
func ApplyLimitRanges(pod *corev1.Pod, ranges []*corev1.LimitRange) {
	for _, r := range ranges {
		defaultLimits(pod, r)
	}
}

// CheckLimitRanges checks minimums, maximums and ratios of a pod that has its defaults and its name. The error is what
// LimitRanger says: wrap it with Forbidden.
func CheckLimitRanges(pod *corev1.Pod, ranges []*corev1.LimitRange) error {
	for _, r := range ranges {
		if err := checkPod(pod, r); err != nil {
			return err
		}
	}
	return nil
}

func defaultLimits(pod *corev1.Pod, r *corev1.LimitRange) {
	limits, requests := corev1.ResourceList{}, corev1.ResourceList{}
	for i := range r.Spec.Limits {
		if item := &r.Spec.Limits[i]; item.Type == corev1.LimitTypeContainer {
			maps.Copy(limits, item.Default)
			maps.Copy(requests, item.DefaultRequest)
		}
	}
	if len(limits)+len(requests) == 0 {
		return
	}
	var done []string
	set := func(c *corev1.Container, kind string) {
		if names := complete(&c.Resources.Requests, requests); names != "" {
			done = append(done, fmt.Sprintf("%s request for %s %s", names, kind, c.Name))
		}
		if names := complete(&c.Resources.Limits, limits); names != "" {
			done = append(done, fmt.Sprintf("%s limit for %s %s", names, kind, c.Name))
		}
	}
	for i := range pod.Spec.Containers {
		set(&pod.Spec.Containers[i], "container")
	}
	for i := range pod.Spec.InitContainers {
		set(&pod.Spec.InitContainers[i], "init container")
	}
	if len(done) == 0 {
		return
	}
	if pod.Annotations == nil {
		pod.Annotations = make(map[string]string, 1)
	}
	pod.Annotations[limitRangerAnnotation] = "LimitRanger plugin set: " + strings.Join(done, "; ")
}

// complete copies the resources that the list lacks and names them.
func complete(list *corev1.ResourceList, from corev1.ResourceList) string {
	var names []string
	for _, n := range slices.Sorted(maps.Keys(from)) {
		if _, ok := (*list)[n]; ok {
			continue
		}
		if *list == nil {
			*list = make(corev1.ResourceList, len(from))
		}
		(*list)[n] = from[n].DeepCopy()
		names = append(names, string(n))
	}
	return strings.Join(names, ", ")
}

func checkPod(pod *corev1.Pod, r *corev1.LimitRange) error {
	var errs []error
	for i := range r.Spec.Limits {
		item := &r.Spec.Limits[i]
		switch item.Type {
		case corev1.LimitTypeContainer:
			for j := range pod.Spec.Containers {
				errs = append(errs, checkItem(item, pod.Spec.Containers[j].Resources.Requests, pod.Spec.Containers[j].Resources.Limits)...)
			}
			for j := range pod.Spec.InitContainers {
				errs = append(errs, checkItem(item, pod.Spec.InitContainers[j].Resources.Requests, pod.Spec.InitContainers[j].Resources.Limits)...)
			}
		case corev1.LimitTypePod:
			options := resourcehelper.PodResourcesOptions{ExcludeOverhead: true}
			errs = append(errs, checkItem(item, resourcehelper.PodRequests(pod, options), resourcehelper.PodLimits(pod, options))...)
		}
	}
	return utilerrors.NewAggregate(errs)
}

func checkItem(item *corev1.LimitRangeItem, requests, limits corev1.ResourceList) []error {
	var errs []error
	check := func(list corev1.ResourceList, rule func(t string, n corev1.ResourceName, enforced resource.Quantity, requests, limits corev1.ResourceList) error) {
		for _, n := range slices.Sorted(maps.Keys(list)) {
			if err := rule(string(item.Type), n, list[n], requests, limits); err != nil {
				errs = append(errs, err)
			}
		}
	}
	check(item.Min, minimum)
	check(item.Max, maximum)
	check(item.MaxLimitRequestRatio, ratio)
	return errs
}

func minimum(t string, n corev1.ResourceName, enforced resource.Quantity, requests, limits corev1.ResourceList) error {
	request, requested := requests[n]
	limit, limited := limits[n]
	rule := fmt.Sprintf("minimum %s usage per %s is %s", n, t, enforced.String())
	switch {
	case !requested:
		return fmt.Errorf("%s.  No request is specified", rule)
	case request.Cmp(enforced) < 0:
		return fmt.Errorf("%s, but request is %s", rule, request.String())
	case limited && limit.Cmp(enforced) < 0:
		return fmt.Errorf("%s, but limit is %s", rule, limit.String())
	}
	return nil
}

func maximum(t string, n corev1.ResourceName, enforced resource.Quantity, requests, limits corev1.ResourceList) error {
	request, requested := requests[n]
	limit, limited := limits[n]
	rule := fmt.Sprintf("maximum %s usage per %s is %s", n, t, enforced.String())
	switch {
	case !limited:
		return fmt.Errorf("%s.  No limit is specified", rule)
	case limit.Cmp(enforced) > 0:
		return fmt.Errorf("%s, but limit is %s", rule, limit.String())
	case requested && request.Cmp(enforced) > 0:
		return fmt.Errorf("%s, but request is %s", rule, request.String())
	}
	return nil
}

func maximumRequest(t string, n corev1.ResourceName, enforced resource.Quantity, requests, _ corev1.ResourceList) error {
	request, requested := requests[n]
	rule := fmt.Sprintf("maximum %s usage per %s is %s", n, t, enforced.String())
	switch {
	case !requested:
		return fmt.Errorf("%s.  No request is specified", rule)
	case request.Cmp(enforced) > 0:
		return fmt.Errorf("%s, but request is %s", rule, request.String())
	}
	return nil
}

func ratio(t string, n corev1.ResourceName, enforced resource.Quantity, requests, limits corev1.ResourceList) error {
	request, limit := requests[n], limits[n]
	rule := fmt.Sprintf("%s max limit to request ratio per %s is %s", n, t, enforced.String())
	if request.IsZero() {
		return fmt.Errorf("%s, but no request is specified or request is 0", rule)
	}
	if limit.IsZero() {
		return fmt.Errorf("%s, but no limit is specified or limit is 0", rule)
	}
	if got := limit.AsApproximateFloat64() / request.AsApproximateFloat64(); got > enforced.AsApproximateFloat64() {
		return fmt.Errorf("%s, but provided ratio is %f", rule, got)
	}
	return nil
}

// CheckClaimLimits checks a new or changed PersistentVolumeClaim against the ranges of its namespace.
func CheckClaimLimits(claim *corev1.PersistentVolumeClaim, ranges []*corev1.LimitRange) error {
	for _, r := range ranges {
		var errs []error
		for i := range r.Spec.Limits {
			item := &r.Spec.Limits[i]
			if item.Type != corev1.LimitTypePersistentVolumeClaim {
				continue
			}
			for _, n := range slices.Sorted(maps.Keys(item.Min)) {
				if err := minimum(string(item.Type), n, item.Min[n], claim.Spec.Resources.Requests, nil); err != nil {
					errs = append(errs, err)
				}
			}
			for _, n := range slices.Sorted(maps.Keys(item.Max)) {
				if err := maximumRequest(string(item.Type), n, item.Max[n], claim.Spec.Resources.Requests, nil); err != nil {
					errs = append(errs, err)
				}
			}
		}
		if err := utilerrors.NewAggregate(errs); err != nil {
			return err
		}
	}
	return nil
}
