package validate

import (
	"fmt"
	"math"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/equality"
	"k8s.io/apimachinery/pkg/util/diff"
	"k8s.io/apimachinery/pkg/util/validation"
	"k8s.io/apimachinery/pkg/util/validation/field"
)

// Pod checks a new pod, after defaulting and admission.
func Pod(pod *corev1.Pod) field.ErrorList {
	e := &errs{}
	podAndSpec(e, pod)
	if len(pod.Spec.EphemeralContainers) > 0 {
		e.forbidden(spec.Child("ephemeralContainers"), "cannot be set on create")
	}
	if pod.Spec.NodeName != "" && len(pod.Spec.SchedulingGates) > 0 {
		e.forbidden(spec.Child("nodeName"), "cannot be set until all schedulingGates have been cleared")
	}
	profilesMatch(e, spec, pod.Annotations, &pod.Spec)
	return e.list
}

func podAndSpec(e *errs, pod *corev1.Pod) {
	objectMeta(e, &pod.ObjectMeta)
	podAnnotations(e, metadata.Child("annotations"), pod.Annotations, &pod.Spec)
	podSpec(e, spec, &pod.Spec, &pod.ObjectMeta)
	for i := range pod.Spec.Volumes {
		v := pod.Spec.Volumes[i].Projected
		if v == nil || pod.Spec.ServiceAccountName != "" {
			continue
		}
		for j := range v.Sources {
			if v.Sources[j].ServiceAccountToken != nil {
				e.forbidden(spec.Child("volumes").Index(i).Child("projected", "sources").Index(j).Child("serviceAccountToken"),
					"must not be specified when serviceAccountName is not set")
			}
		}
	}
	nonNegative(e, spec, "terminationGracePeriodSeconds", pod.Spec.TerminationGracePeriodSeconds)
	for i := range pod.Spec.Containers {
		imageSpace(e, spec.Child("containers").Index(i), &pod.Spec.Containers[i])
	}
	for i := range pod.Spec.InitContainers {
		imageSpace(e, spec.Child("initContainers").Index(i), &pod.Spec.InitContainers[i])
	}
}

// updatable says, in the words of the error, what of a pod's spec may change.
var updatable = strings.Join([]string{
	"`spec.containers[*].image`",
	"`spec.initContainers[*].image`",
	"`spec.activeDeadlineSeconds`",
	"`spec.tolerations` (only additions to existing tolerations)",
	"`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)",
}, ",")

// PodUpdate checks an update of a pod's metadata and spec.
func PodUpdate(pod, old *corev1.Pod) field.ErrorList {
	e := &errs{}
	objectMetaUpdate(e, &pod.ObjectMeta, &old.ObjectMeta)
	same := sameMessage(&pod.Spec, &old.Spec)
	if same { // and so as valid as it was
		objectMeta(e, &pod.ObjectMeta)
		podAnnotations(e, metadata.Child("annotations"), pod.Annotations, &pod.Spec)
		podAnnotationsUpdate(e, pod, old)
		return e.list
	}
	podAndSpec(e, pod)
	podAnnotationsUpdate(e, pod, old)
	if !containersUpdate(e, "containers", pod.Spec.Containers, old.Spec.Containers) ||
		!containersUpdate(e, "initContainers", pod.Spec.InitContainers, old.Spec.InitContainers) ||
		!deadlineUpdate(e, pod.Spec.ActiveDeadlineSeconds, old.Spec.ActiveDeadlineSeconds) {
		return e.list
	}
	tolerationsUpdate(e, pod.Spec.Tolerations, old.Spec.Tolerations)
	gatesUpdate(e, pod.Spec.SchedulingGates, old.Spec.SchedulingGates)

	// What may change is put back, so that anything else stands out.
	munged := pod.Spec.DeepCopy()
	for i := range munged.Containers {
		munged.Containers[i].Image = old.Spec.Containers[i].Image
	}
	for i := range munged.InitContainers {
		munged.InitContainers[i].Image = old.Spec.InitContainers[i].Image
	}
	munged.ActiveDeadlineSeconds = old.Spec.ActiveDeadlineSeconds
	munged.SchedulingGates = old.Spec.SchedulingGates
	munged.Tolerations = old.Spec.Tolerations
	if was, is := old.Spec.TerminationGracePeriodSeconds, munged.TerminationGracePeriodSeconds; was != nil && *was < 0 && is != nil && *is == 1 {
		munged.TerminationGracePeriodSeconds = was
	}
	if len(old.Spec.SchedulingGates) > 0 {
		gatedUpdate(e, munged, &old.Spec)
	}
	if !equality.Semantic.DeepEqual(munged, &old.Spec) {
		e.forbidden(spec, fmt.Sprintf("pod updates may not change fields other than %s\n%v", updatable, diff.Diff(old.Spec, *munged)))
	}
	return e.list
}

// containersUpdate tells whether it makes sense to compare further.
func containersUpdate(e *errs, child string, list, old []corev1.Container) bool {
	p := spec.Child(child)
	if len(list) != len(old) {
		e.forbidden(p, "pod updates may not add or remove containers")
		return false
	}
	for i := range list {
		if list[i].Image == "" {
			e.required(p.Index(i).Child("image"), "")
		}
		imageSpace(e, p.Index(i), &list[i])
	}
	return true
}

func deadlineUpdate(e *errs, deadline, old *int64) bool {
	p := spec.Child("activeDeadlineSeconds")
	switch {
	case deadline == nil && old != nil:
		e.invalid(p, deadline, "must not update from a positive integer to nil value")
	case deadline == nil:
	case *deadline < 0 || *deadline > math.MaxInt32:
		e.invalid(p, *deadline, validation.InclusiveRangeError(0, math.MaxInt32))
		return false
	case old != nil && *old < *deadline:
		e.invalid(p, *deadline, "must be less than or equal to previous value")
		return false
	}
	return true
}

func tolerationsUpdate(e *errs, list, old []corev1.Toleration) {
	p := spec.Child("tolerations")
	for i := range old {
		found := false
		for j := range list {
			was := old[i]
			was.TolerationSeconds = list[j].TolerationSeconds
			found = found || was == list[j]
		}
		if !found {
			e.forbidden(p, "existing toleration can not be modified except its tolerationSeconds")
			return
		}
	}
	tolerations(e, p, list)
}

func gatesUpdate(e *errs, list, old []corev1.PodSchedulingGate) {
	had := make(map[string]bool, len(old))
	for _, g := range old {
		had[g.Name] = true
	}
	for i, g := range list {
		if !had[g.Name] {
			e.forbidden(spec.Child("schedulingGates").Index(i).Child("name"),
				fmt.Sprintf("only deletion is allowed, but found new scheduling gate '%s'", g.Name))
		}
	}
}

// gatedUpdate lets a pod that is not yet to be scheduled be told more about where: additions to its node selector and its
// required node affinity.
func gatedUpdate(e *errs, munged, old *corev1.PodSpec) {
	for k, v := range old.NodeSelector {
		if got, ok := munged.NodeSelector[k]; !ok || got != v {
			e.invalid(spec.Child("nodeSelector"), munged.NodeSelector, "only additions to spec.nodeSelector are allowed (no mutations or deletions)")
			break
		}
	}
	munged.NodeSelector = old.NodeSelector
	var was, is *corev1.NodeAffinity
	if old.Affinity != nil {
		was = old.Affinity.NodeAffinity
	}
	if munged.Affinity != nil {
		is = munged.Affinity.NodeAffinity
	}
	if equality.Semantic.DeepEqual(was, is) {
		return
	}
	nodeAffinityAdditions(e, is, was)
	switch {
	case munged.Affinity == nil:
		munged.Affinity = &corev1.Affinity{NodeAffinity: was}
	case old.Affinity == nil && munged.Affinity.PodAffinity == nil && munged.Affinity.PodAntiAffinity == nil:
		munged.Affinity = nil
	default:
		munged.Affinity.NodeAffinity = was
	}
}

func nodeAffinityAdditions(e *errs, is, was *corev1.NodeAffinity) {
	if was == nil || was.RequiredDuringSchedulingIgnoredDuringExecution == nil {
		return
	}
	p := spec.Child("affinity", "nodeAffinity", required, "nodeSelectorTerms")
	old := was.RequiredDuringSchedulingIgnoredDuringExecution.NodeSelectorTerms
	var terms []corev1.NodeSelectorTerm
	if is != nil && is.RequiredDuringSchedulingIgnoredDuringExecution != nil {
		terms = is.RequiredDuringSchedulingIgnoredDuringExecution.NodeSelectorTerms
	}
	if len(old) > 0 && len(old) != len(terms) {
		e.invalid(p, Internal(terms), "no additions/deletions to non-empty NodeSelectorTerms list are allowed")
		return
	}
	for i := range old {
		if !onlyAdds(&terms[i], &old[i]) {
			e.invalid(p.Index(i), Internal(terms[i]), "only additions are allowed (no mutations or deletions)")
		}
	}
}

func onlyAdds(t, old *corev1.NodeSelectorTerm) bool {
	if len(old.MatchExpressions)+len(old.MatchFields) == 0 {
		return len(t.MatchExpressions)+len(t.MatchFields) == 0
	}
	starts := func(list, prefix []corev1.NodeSelectorRequirement) bool {
		return len(list) >= len(prefix) && equality.Semantic.DeepEqual(list[:len(prefix)], prefix)
	}
	return (len(old.MatchExpressions) == 0 || starts(t.MatchExpressions, old.MatchExpressions)) &&
		(len(old.MatchFields) == 0 || starts(t.MatchFields, old.MatchFields))
}
