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
)

// LimitRange checks that the minimums, defaults and maximums of each type agree.
func LimitRange(l *corev1.LimitRange) field.ErrorList {
	e := &errs{}
	objectMeta(e, &l.ObjectMeta)
	for i := range l.Spec.Limits {
		at := spec.Child("limits").Index(i)
		item := &l.Spec.Limits[i]
		limitType(e, at.Child("type"), item.Type)
		if slices.ContainsFunc(l.Spec.Limits[:i], func(o corev1.LimitRangeItem) bool { return o.Type == item.Type }) {
			e.duplicate(at.Child("type"), item.Type)
		}
		limitItem(e, at, item)
	}
	return e.list
}

func limitType(e *errs, p *field.Path, t corev1.LimitType) {
	if msgs := validation.IsQualifiedName(string(t)); len(msgs) > 0 {
		e.each(p, t, msgs)
		return
	}
	switch t {
	case corev1.LimitTypePod, corev1.LimitTypeContainer, corev1.LimitTypePersistentVolumeClaim:
		return
	}
	if !strings.Contains(string(t), "/") {
		e.invalid(p, t, "must be a standard limit type or fully qualified")
	}
}

func limitItem(e *errs, p *field.Path, item *corev1.LimitRangeItem) {
	names := func(child string, list corev1.ResourceList) {
		byName(list, func(n corev1.ResourceName, _ resource.Quantity) {
			at := p.Child(child).Key(string(n))
			if item.Type == corev1.LimitTypePod || item.Type == corev1.LimitTypeContainer {
				containerResourceName(e, at, n)
			} else {
				resourceName(e, at, n)
			}
		})
	}
	names("max", item.Max)
	names("min", item.Min)
	limits, requests := item.Default, item.DefaultRequest
	if item.Type == corev1.LimitTypePod {
		if len(limits) > 0 {
			e.forbidden(p.Child("default"), "may not be specified when `type` is 'Pod'")
		}
		if len(requests) > 0 {
			e.forbidden(p.Child("defaultRequest"), "may not be specified when `type` is 'Pod'")
		}
		limits, requests = nil, nil
	}
	names("default", limits)
	names("defaultRequest", requests)
	if item.Type == corev1.LimitTypePersistentVolumeClaim {
		_, hasMin := item.Min[corev1.ResourceStorage]
		_, hasMax := item.Max[corev1.ResourceStorage]
		if !hasMin && !hasMax {
			e.required(p.Child("limits"), "either minimum or maximum storage value is required, but neither was provided")
		}
	}
	names("maxLimitRequestRatio", item.MaxLimitRequestRatio)
	all := maps.Clone(item.Max)
	if all == nil {
		all = corev1.ResourceList{}
	}
	for _, list := range []corev1.ResourceList{item.Min, limits, requests, item.MaxLimitRequestRatio} {
		maps.Copy(all, list)
	}
	byName(all, func(n corev1.ResourceName, _ resource.Quantity) { limitOrder(e, p, n, item, limits, requests) })
}

// limitOrder checks that min ≤ default request ≤ default limit ≤ max for a resource, and its ratio.
func limitOrder(e *errs, p *field.Path, n corev1.ResourceName, item *corev1.LimitRangeItem, limits, requests corev1.ResourceList) {
	low, hasMin := item.Min[n]
	high, hasMax := item.Max[n]
	limit, hasLimit := limits[n]
	request, hasRequest := requests[n]
	ratio, hasRatio := item.MaxLimitRequestRatio[n]
	check := func(wrong bool, child string, value resource.Quantity, format string, args ...any) {
		if wrong {
			e.invalid(p.Child(child).Key(string(n)), value, fmt.Sprintf(format, args...))
		}
	}
	check(hasMin && hasMax && low.Cmp(high) > 0, "min", low, "min value %s is greater than max value %s", low.String(), high.String())
	check(hasRequest && hasMin && low.Cmp(request) > 0, "defaultRequest", request, "min value %s is greater than default request value %s", low.String(), request.String())
	check(hasRequest && hasMax && request.Cmp(high) > 0, "defaultRequest", request, "default request value %s is greater than max value %s", request.String(), high.String())
	check(hasRequest && hasLimit && request.Cmp(limit) > 0, "defaultRequest", request, "default request value %s is greater than default limit value %s", request.String(), limit.String())
	check(hasLimit && hasMin && low.Cmp(limit) > 0, "default", low, "min value %s is greater than default value %s", low.String(), limit.String())
	check(hasLimit && hasMax && limit.Cmp(high) > 0, "default", high, "default value %s is greater than max value %s", limit.String(), high.String())
	check(hasRatio && ratio.Cmp(*resource.NewQuantity(1, resource.DecimalSI)) < 0, "maxLimitRequestRatio", ratio, "ratio %s is less than 1", ratio.String())
	if hasRatio && hasMin && hasMax {
		most := high.AsApproximateFloat64() / low.AsApproximateFloat64()
		check(ratio.AsApproximateFloat64() > most, "maxLimitRequestRatio", ratio, "ratio %s is greater than max/min = %f", ratio.String(), most)
	}
	check(!overcommits(n) && hasLimit && hasRequest && limit.Cmp(request) != 0, "defaultRequest", request,
		"default value %s must equal to defaultRequest value %s in %s", limit.String(), request.String(), n)
}
