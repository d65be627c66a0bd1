package validate

import (
	"fmt"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	"k8s.io/apimachinery/pkg/util/validation/field"
)

// ResourceQuota checks a quota.
func ResourceQuota(q *corev1.ResourceQuota) field.ErrorList {
	e := &errs{}
	objectMeta(e, &q.ObjectMeta)
	quotaSpec(e, &q.Spec)
	quotaStatus(e, &q.Status)
	return e.list
}

func quotaResources(e *errs, p *field.Path, list corev1.ResourceList) {
	byName(list, func(n corev1.ResourceName, q resource.Quantity) {
		at := p.Key(string(n))
		resourceName(e, at, n)
		if !strings.Contains(string(n), "/") && !isQuotaResource(n) {
			e.invalid(at, n, "must be a standard resource for quota")
		}
		quantity(e, at, n, q)
	})
}

func isQuotaResource(n corev1.ResourceName) bool {
	return slices.Contains(quotaStandard, n) || isQuotaHugePages(n)
}

func quotaStatus(e *errs, s *corev1.ResourceQuotaStatus) {
	quotaResources(e, status.Child("hard"), s.Hard)
	quotaResources(e, status.Child("used"), s.Used)
}

func quotaSpec(e *errs, s *corev1.ResourceQuotaSpec) {
	quotaResources(e, spec.Child("hard"), s.Hard)
	names := make([]corev1.ResourceName, 0, len(s.Hard))
	byName(s.Hard, func(n corev1.ResourceName, _ resource.Quantity) { names = append(names, n) })
	p := spec.Child("scopes")
	for _, scope := range s.Scopes {
		if !isScope(scope) {
			e.invalid(p, s.Scopes, "unsupported scope")
		}
		for _, n := range names {
			if isQuotaResource(n) && !scopeCovers(scope, n) {
				e.invalid(p, s.Scopes, "unsupported scope applied to resource")
			}
		}
	}
	conflictingScopes(e, p, s, s.Scopes)
	if s.ScopeSelector != nil {
		scopeSelector(e, spec.Child("scopeSelector", "matchExpressions"), s, names)
	}
}

func conflictingScopes(e *errs, p *field.Path, s *corev1.ResourceQuotaSpec, scopes []corev1.ResourceQuotaScope) {
	for _, pair := range [...][2]corev1.ResourceQuotaScope{
		{corev1.ResourceQuotaScopeBestEffort, corev1.ResourceQuotaScopeNotBestEffort},
		{corev1.ResourceQuotaScopeTerminating, corev1.ResourceQuotaScopeNotTerminating},
	} {
		if slices.Contains(scopes, pair[0]) && slices.Contains(scopes, pair[1]) {
			e.invalid(p, s.Scopes, "conflicting scopes")
		}
	}
}

func scopeSelector(e *errs, p *field.Path, s *corev1.ResourceQuotaSpec, names []corev1.ResourceName) {
	scopes := make([]corev1.ResourceQuotaScope, 0, len(s.ScopeSelector.MatchExpressions))
	for i := range s.ScopeSelector.MatchExpressions {
		r := &s.ScopeSelector.MatchExpressions[i]
		scopes = append(scopes, r.ScopeName)
		if !isScope(r.ScopeName) {
			e.invalid(p.Child("scopeName"), r.ScopeName, "unsupported scope")
		}
		for _, n := range names {
			if isQuotaResource(n) && !scopeCovers(r.ScopeName, n) {
				e.invalid(p, Internal(s.ScopeSelector), "unsupported scope applied to resource")
			}
		}
		switch r.ScopeName {
		case corev1.ResourceQuotaScopeBestEffort, corev1.ResourceQuotaScopeNotBestEffort, corev1.ResourceQuotaScopeTerminating,
			corev1.ResourceQuotaScopeNotTerminating, corev1.ResourceQuotaScopeCrossNamespacePodAffinity:
			if r.Operator != corev1.ScopeSelectorOpExists {
				e.invalid(p.Child("operator"), r.Operator, "must be 'Exists' when scope is any of ResourceQuotaScopeTerminating, "+
					"ResourceQuotaScopeNotTerminating, ResourceQuotaScopeBestEffort, ResourceQuotaScopeNotBestEffort or ResourceQuotaScopeCrossNamespacePodAffinity")
			}
		}
		switch r.Operator {
		case corev1.ScopeSelectorOpIn, corev1.ScopeSelectorOpNotIn:
			if len(r.Values) == 0 {
				e.required(p.Child("values"), "must be at least one value when `operator` is 'In' or 'NotIn' for scope selector")
			}
		case corev1.ScopeSelectorOpExists, corev1.ScopeSelectorOpDoesNotExist:
			if len(r.Values) > 0 {
				e.invalid(p.Child("values"), r.Values, "must be no value when `operator` is 'Exist' or 'DoesNotExist' for scope selector")
			}
		default:
			e.invalid(p.Child("operator"), r.Operator, "not a valid selector operator")
		}
	}
	conflictingScopes(e, p, s, scopes)
}

func isScope(s corev1.ResourceQuotaScope) bool {
	switch s {
	case corev1.ResourceQuotaScopeTerminating, corev1.ResourceQuotaScopeNotTerminating, corev1.ResourceQuotaScopeBestEffort,
		corev1.ResourceQuotaScopeNotBestEffort, corev1.ResourceQuotaScopePriorityClass,
		corev1.ResourceQuotaScopeVolumeAttributesClass, corev1.ResourceQuotaScopeCrossNamespacePodAffinity:
		return true
	}
	return false
}

// scopeCovers tells whether a scope makes sense for a resource.
func scopeCovers(s corev1.ResourceQuotaScope, n corev1.ResourceName) bool {
	switch s {
	case corev1.ResourceQuotaScopeBestEffort:
		return n == corev1.ResourcePods
	case corev1.ResourceQuotaScopeTerminating, corev1.ResourceQuotaScopeNotTerminating, corev1.ResourceQuotaScopeNotBestEffort,
		corev1.ResourceQuotaScopePriorityClass, corev1.ResourceQuotaScopeCrossNamespacePodAffinity:
		switch n {
		case corev1.ResourcePods, corev1.ResourceCPU, corev1.ResourceMemory, corev1.ResourceLimitsCPU, corev1.ResourceLimitsMemory,
			corev1.ResourceRequestsCPU, corev1.ResourceRequestsMemory:
			return true
		}
		return false
	case corev1.ResourceQuotaScopeVolumeAttributesClass:
		return n == corev1.ResourcePersistentVolumeClaims || n == corev1.ResourceRequestsStorage
	}
	return true
}

// ResourceQuotaUpdate checks an update of a quota, whose scopes never change.
func ResourceQuotaUpdate(q, old *corev1.ResourceQuota) field.ErrorList {
	e := &errs{}
	objectMetaUpdate(e, &q.ObjectMeta, &old.ObjectMeta)
	quotaSpec(e, &q.Spec)
	scopes, were := slices.Clone(q.Spec.Scopes), slices.Clone(old.Spec.Scopes)
	slices.Sort(scopes)
	slices.Sort(were)
	if !slices.Equal(slices.Compact(scopes), slices.Compact(were)) {
		e.invalid(spec.Child("scopes"), q.Spec.Scopes, "field is immutable")
	}
	return e.list
}

// ResourceQuotaStatusUpdate checks an update of what is used.
func ResourceQuotaStatusUpdate(q, old *corev1.ResourceQuota) field.ErrorList {
	e := &errs{}
	objectMetaUpdate(e, &q.ObjectMeta, &old.ObjectMeta)
	if q.ResourceVersion == "" {
		e.required(field.NewPath("resourceVersion"), "")
	}
	quotaStatus(e, &q.Status)
	return e.list
}

// ResourceQuotaWarnings warns of more being requested than limited.
func ResourceQuotaWarnings(q *corev1.ResourceQuota) []string {
	var warnings []string
	for _, n := range []corev1.ResourceName{corev1.ResourceCPU, corev1.ResourceMemory, corev1.ResourceStorage, corev1.ResourceEphemeralStorage} {
		requestName := "requests." + n
		request, ok := q.Spec.Hard[requestName]
		if !ok && (n == corev1.ResourceCPU || n == corev1.ResourceMemory) {
			if request, ok = q.Spec.Hard[n]; ok {
				requestName = n
			}
		}
		limit, limited := q.Spec.Hard["limits."+n]
		if ok && limited && request.Cmp(limit) > 0 {
			warnings = append(warnings, fmt.Sprintf("ResourceQuota %s (%s) should be less than %s (%s)",
				requestName, request.String(), "limits."+n, limit.String()))
		}
	}
	return warnings
}
