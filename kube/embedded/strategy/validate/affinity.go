package validate

import (
	"fmt"
	"strings"

	corev1 "k8s.io/api/core/v1"
	apivalidation "k8s.io/apimachinery/pkg/api/validation"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	metavalidation "k8s.io/apimachinery/pkg/apis/meta/v1/validation"
	"k8s.io/apimachinery/pkg/util/validation"
	"k8s.io/apimachinery/pkg/util/validation/field"
)

const (
	required  = "requiredDuringSchedulingIgnoredDuringExecution"
	preferred = "preferredDuringSchedulingIgnoredDuringExecution"
)

func affinity(e *errs, p *field.Path, a *corev1.Affinity) {
	if a.NodeAffinity != nil {
		nodeAffinity(e, p.Child("nodeAffinity"), a.NodeAffinity)
	}
	if a.PodAffinity != nil {
		podAffinity(e, p.Child("podAffinity"), a.PodAffinity.RequiredDuringSchedulingIgnoredDuringExecution,
			a.PodAffinity.PreferredDuringSchedulingIgnoredDuringExecution)
	}
	if a.PodAntiAffinity != nil {
		podAffinity(e, p.Child("podAntiAffinity"), a.PodAntiAffinity.RequiredDuringSchedulingIgnoredDuringExecution,
			a.PodAntiAffinity.PreferredDuringSchedulingIgnoredDuringExecution)
	}
}

func weight(e *errs, p *field.Path, w int32) {
	if w <= 0 || w > 100 {
		e.invalid(p.Child("weight"), w, "must be in the range 1-100")
	}
}

func nodeAffinity(e *errs, p *field.Path, a *corev1.NodeAffinity) {
	if r := a.RequiredDuringSchedulingIgnoredDuringExecution; r != nil {
		terms := p.Child(required, "nodeSelectorTerms")
		if len(r.NodeSelectorTerms) == 0 {
			e.required(terms, "must have at least one node selector term")
		}
		for i := range r.NodeSelectorTerms {
			nodeTerm(e, terms.Index(i), &r.NodeSelectorTerms[i], true)
		}
	}
	for i := range a.PreferredDuringSchedulingIgnoredDuringExecution {
		term, at := &a.PreferredDuringSchedulingIgnoredDuringExecution[i], p.Child(preferred).Index(i)
		weight(e, at, term.Weight)
		nodeTerm(e, at.Child("preference"), &term.Preference, false)
	}
}

// nodeTerm checks a term; strict looks at its values too, which preferences have got away with.
func nodeTerm(e *errs, p *field.Path, t *corev1.NodeSelectorTerm, strict bool) {
	for i := range t.MatchExpressions {
		r, at := &t.MatchExpressions[i], p.Child("matchExpressions").Index(i)
		switch r.Operator {
		case corev1.NodeSelectorOpIn, corev1.NodeSelectorOpNotIn:
			if len(r.Values) == 0 {
				e.required(at.Child("values"), "must be specified when `operator` is 'In' or 'NotIn'")
			}
		case corev1.NodeSelectorOpExists, corev1.NodeSelectorOpDoesNotExist:
			if len(r.Values) > 0 {
				e.forbidden(at.Child("values"), "may not be specified when `operator` is 'Exists' or 'DoesNotExist'")
			}
		case corev1.NodeSelectorOpGt, corev1.NodeSelectorOpLt:
			if len(r.Values) != 1 {
				e.required(at.Child("values"), "must be specified single value when `operator` is 'Lt' or 'Gt'")
			}
		default:
			e.invalid(at.Child("operator"), r.Operator, "not a valid selector operator")
		}
		labelName(e, at.Child("key"), r.Key)
		for j, v := range r.Values {
			if strict && v != "" && !isName(v) {
				e.each(at.Child("values").Index(j), v, validation.IsValidLabelValue(v))
			}
		}
	}
	for i := range t.MatchFields {
		nodeField(e, p.Child("matchFields").Index(i), &t.MatchFields[i])
	}
}

func nodeField(e *errs, p *field.Path, r *corev1.NodeSelectorRequirement) {
	if r.Operator != corev1.NodeSelectorOpIn && r.Operator != corev1.NodeSelectorOpNotIn {
		e.invalid(p.Child("operator"), r.Operator, "not a valid selector operator")
	} else if len(r.Values) != 1 {
		e.required(p.Child("values"), "must be only one value when `operator` is 'In' or 'NotIn' for node field selector")
	}
	if r.Key != metav1.ObjectNameField {
		e.invalid(p.Child("key"), r.Key, "not a valid field selector key")
		return
	}
	for i, v := range r.Values {
		e.each(p.Child("values").Index(i), v, subdomain(v, false))
	}
}

func labelName(e *errs, p *field.Path, key string) {
	if !isKey(key) {
		e.add(metavalidation.ValidateLabelName(key, p))
	}
}

func podAffinity(e *errs, p *field.Path, must []corev1.PodAffinityTerm, prefer []corev1.WeightedPodAffinityTerm) {
	for i := range must {
		podTerm(e, p.Child(required).Index(i), &must[i])
	}
	for i := range prefer {
		at := p.Child(preferred).Index(i)
		weight(e, at, prefer[i].Weight)
		podTerm(e, at.Child("podAffinityTerm"), &prefer[i].PodAffinityTerm)
	}
}

func podTerm(e *errs, p *field.Path, t *corev1.PodAffinityTerm) {
	labelSelector(e, p, "labelSelector", t.LabelSelector)
	labelSelector(e, p, "namespaceSelector", t.NamespaceSelector)
	for _, ns := range t.Namespaces {
		e.each(p.Child("namespace"), ns, apivalidation.ValidateNamespaceName(ns, false))
	}
	matchLabelKeys(e, p, t.MatchLabelKeys, t.MismatchLabelKeys, t.LabelSelector)
	if t.TopologyKey == "" {
		e.required(p.Child("topologyKey"), "can not be empty")
	}
	labelName(e, p.Child("topologyKey"), t.TopologyKey)
}

func matchLabelKeys(e *errs, p *field.Path, match, mismatch []string, s *metav1.LabelSelector) {
	keys := func(child string, list []string) {
		if len(list) > 0 && s == nil {
			e.forbidden(p.Child(child), "must not be specified when labelSelector is not set")
			return
		}
		for i, k := range list {
			labelName(e, p.Child(child).Index(i), k)
		}
	}
	keys("matchLabelKeys", match)
	keys("mismatchLabelKeys", mismatch)
	if s != nil {
		index := make(map[string]int, len(match))
		for i, k := range match {
			index[k] = i
		}
		seen := make(map[string]bool, len(s.MatchLabels))
		for k := range s.MatchLabels {
			seen[k] = true
		}
		// The selector already has the requirement that was made from matchLabelKeys, so a key seen twice is the user's too.
		for _, r := range s.MatchExpressions {
			if i, ok := index[r.Key]; ok && seen[r.Key] {
				e.invalid(p.Index(i), r.Key, "exists in both matchLabelKeys and labelSelector")
			}
			seen[r.Key] = true
		}
	}
	for i, k := range match {
		for _, m := range mismatch {
			if k == m {
				e.invalid(p.Child("matchLabelKeys").Index(i), k, "exists in both matchLabelKeys and mismatchLabelKeys")
				break
			}
		}
	}
}

func topologySpread(e *errs, p *field.Path, list []corev1.TopologySpreadConstraint) {
	for i := range list {
		c, at := &list[i], p.Index(i)
		if c.MaxSkew <= 0 {
			e.invalid(at.Child("maxSkew"), int64(c.MaxSkew), "must be greater than zero")
		}
		if c.TopologyKey == "" {
			e.required(at.Child("topologyKey"), "can not be empty")
		}
		oneOf(e, at, "whenUnsatisfiable", c.WhenUnsatisfiable, corev1.DoNotSchedule, corev1.ScheduleAnyway)
		for _, later := range list[i+1:] {
			if later.TopologyKey == c.TopologyKey && later.WhenUnsatisfiable == c.WhenUnsatisfiable {
				e.duplicate(at.Child("{topologyKey, whenUnsatisfiable}"), fmt.Sprintf("{%v, %v}", c.TopologyKey, c.WhenUnsatisfiable))
				break
			}
		}
		if c.MinDomains != nil {
			if *c.MinDomains <= 0 {
				e.invalid(at.Child("minDomains"), int64(*c.MinDomains), "must be greater than zero")
			}
			if c.WhenUnsatisfiable != corev1.DoNotSchedule {
				e.invalid(at.Child("minDomains"), c.MinDomains,
					fmt.Sprintf("can only use minDomains if whenUnsatisfiable=%s, not %s", corev1.DoNotSchedule, c.WhenUnsatisfiable))
			}
		}
		if c.NodeAffinityPolicy != nil {
			oneOf(e, at, "nodeAffinityPolicy", *c.NodeAffinityPolicy, corev1.NodeInclusionPolicyHonor, corev1.NodeInclusionPolicyIgnore)
		}
		if c.NodeTaintsPolicy != nil {
			oneOf(e, at, "nodeTaintsPolicy", *c.NodeTaintsPolicy, corev1.NodeInclusionPolicyHonor, corev1.NodeInclusionPolicyIgnore)
		}
		matchLabelKeys(e, at, c.MatchLabelKeys, nil, c.LabelSelector)
		labelSelector(e, at, "labelSelector", c.LabelSelector)
	}
}

func tolerations(e *errs, p *field.Path, list []corev1.Toleration) {
	for i := range list {
		t, at := &list[i], p.Index(i)
		if t.Key != "" {
			labelName(e, at.Child("key"), t.Key)
		} else if t.Operator != corev1.TolerationOpExists {
			e.invalid(at.Child("operator"), t.Operator, `operator must be Exists when `+"`key`"+` is empty, which means "match all values and all keys"`)
		}
		if t.TolerationSeconds != nil && t.Effect != corev1.TaintEffectNoExecute {
			e.invalid(at.Child("effect"), t.Effect, "effect must be 'NoExecute' when `tolerationSeconds` is set")
		}
		switch t.Operator {
		case corev1.TolerationOpEqual, "":
			if msgs := validation.IsValidLabelValue(t.Value); len(msgs) > 0 {
				e.invalid(at.Child("operator"), t.Value, strings.Join(msgs, ";"))
			}
		case corev1.TolerationOpExists:
			if t.Value != "" {
				e.invalid(at.Child("operator"), t.Value, "value must be empty when `operator` is 'Exists'")
			}
		case corev1.TolerationOpLt, corev1.TolerationOpGt:
			oneOf(e, at, "operator", "", corev1.TolerationOpEqual, corev1.TolerationOpExists, corev1.TolerationOpLt, corev1.TolerationOpGt)
			e.list[len(e.list)-1].BadValue = t.Operator // of a feature gate that is off
		default:
			oneOf(e, at, "operator", t.Operator, corev1.TolerationOpEqual, corev1.TolerationOpExists)
		}
		if t.Effect != "" {
			oneOf(e, at, "effect", t.Effect, corev1.TaintEffectNoSchedule, corev1.TaintEffectPreferNoSchedule, corev1.TaintEffectNoExecute)
		}
	}
}
