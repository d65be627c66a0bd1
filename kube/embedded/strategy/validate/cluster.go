package validate

import (
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	apivalidation "k8s.io/apimachinery/pkg/api/validation"
	"k8s.io/apimachinery/pkg/util/validation"
	"k8s.io/apimachinery/pkg/util/validation/field"
)

// ServiceAccount checks a ServiceAccount.
func ServiceAccount(s *corev1.ServiceAccount) field.ErrorList {
	e := &errs{}
	objectMeta(e, &s.ObjectMeta)
	return e.list
}

// ServiceAccountUpdate checks an update of a ServiceAccount.
func ServiceAccountUpdate(s, old *corev1.ServiceAccount) field.ErrorList {
	e := &errs{}
	objectMetaUpdate(e, &s.ObjectMeta, &old.ObjectMeta)
	objectMeta(e, &s.ObjectMeta)
	return e.list
}

// Namespace checks a namespace, whose name is a DNS label.
func Namespace(n *corev1.Namespace) field.ErrorList {
	e := &errs{}
	namespace(e, n)
	return e.list
}

func namespace(e *errs, n *corev1.Namespace) {
	namedMeta(e, &n.ObjectMeta, false, apivalidation.ValidateNamespaceName)
	for _, f := range n.Spec.Finalizers {
		finalizer(e, spec.Child("finalizers"), string(f))
	}
}

func finalizer(e *errs, p *field.Path, name string) {
	e.add(apivalidation.ValidateFinalizerName(name, p))
	kubeFinalizer(e, p, name)
}

// NamespaceUpdate checks an update of a namespace's metadata.
func NamespaceUpdate(n, old *corev1.Namespace) field.ErrorList {
	e := &errs{}
	namespace(e, n)
	objectMetaUpdate(e, &n.ObjectMeta, &old.ObjectMeta)
	return e.list
}

// NamespaceStatusUpdate wants the phase to say whether the namespace is being deleted.
func NamespaceStatusUpdate(n, old *corev1.Namespace) field.ErrorList {
	e := &errs{}
	objectMetaUpdate(e, &n.ObjectMeta, &old.ObjectMeta)
	switch deleting := n.DeletionTimestamp != nil; {
	case !deleting && n.Status.Phase != corev1.NamespaceActive:
		e.invalid(status.Child("Phase"), n.Status.Phase, "may only be 'Active' if `deletionTimestamp` is empty")
	case deleting && n.Status.Phase != corev1.NamespaceTerminating:
		e.invalid(status.Child("Phase"), n.Status.Phase, "may only be 'Terminating' if `deletionTimestamp` is not empty")
	}
	return e.list
}

// NamespaceFinalizeUpdate checks the finalizers that are left.
func NamespaceFinalizeUpdate(n, old *corev1.Namespace) field.ErrorList {
	e := &errs{}
	objectMetaUpdate(e, &n.ObjectMeta, &old.ObjectMeta)
	for i, f := range n.Spec.Finalizers {
		finalizer(e, spec.Child("finalizers").Index(i), string(f))
	}
	return e.list
}

// Node checks a node: its metadata, taints, addresses of pods, and amounts of resources.
func Node(n *corev1.Node) field.ErrorList {
	e := &errs{}
	node(e, n)
	return e.list
}

func node(e *errs, n *corev1.Node) {
	if !isSubdomain(n.Name) || n.Namespace != "" || !commonMeta(&n.ObjectMeta) {
		namedMeta(e, &n.ObjectMeta, false, subdomain)
	}
	taints(e, n.Spec.Taints)
	nodeResources(e, n)
	for i, cidr := range n.Spec.PodCIDRs {
		e.add(validation.IsValidCIDRForLegacyField(spec.Child("podCIDRs").Index(i), cidr, true, nil))
	}
	if !onePerFamily(n.Spec.PodCIDRs) {
		e.invalid(spec.Child("podCIDRs"), n.Spec.PodCIDRs, "may specify no more than one CIDR for each IP family")
	}
}

func nodeResources(e *errs, n *corev1.Node) {
	check := func(child string, list corev1.ResourceList) {
		byName(list, func(r corev1.ResourceName, q resource.Quantity) {
			quantity(e, status.Child(child, string(r)), r, q)
		})
	}
	check("capacity", n.Status.Capacity)
	check("allocatable", n.Status.Allocatable)
}

// taints are reported under metadata, as upstream has it.
func taints(e *errs, list []corev1.Taint) {
	for i := range list {
		t, at := &list[i], metadata.Child("taints").Index(i)
		labelName(e, at.Child("key"), t.Key)
		if msgs := validation.IsValidLabelValue(t.Value); len(msgs) > 0 {
			e.invalid(at.Child("value"), t.Value, strings.Join(msgs, ";"))
		}
		oneOfRequired(e, at, "effect", t.Effect, corev1.TaintEffectNoSchedule, corev1.TaintEffectPreferNoSchedule, corev1.TaintEffectNoExecute)
		if slices.ContainsFunc(list[:i], func(o corev1.Taint) bool { return o.Key == t.Key && o.Effect == t.Effect }) {
			err := field.Duplicate(at, Internal(*t))
			err.Detail = "taints must be unique by key and effect pair"
			e.list = append(e.list, err)
		}
	}
}

// NodeUpdate checks an update of a node's metadata and spec.
func NodeUpdate(n, old *corev1.Node) field.ErrorList {
	e := &errs{}
	node(e, n)
	nodeUpdate(e, n, old)
	return e.list
}

// NodeStatusUpdate checks an update of a node's status.
func NodeStatusUpdate(n, old *corev1.Node) field.ErrorList {
	e := &errs{}
	nodeUpdate(e, n, old)
	return e.list
}

func nodeUpdate(e *errs, n, old *corev1.Node) {
	objectMetaUpdate(e, &n.ObjectMeta, &old.ObjectMeta)
	nodeResources(e, n)
	seen := make(map[corev1.NodeAddress]bool, len(n.Status.Addresses))
	for i, a := range n.Status.Addresses {
		if seen[a] {
			e.duplicate(status.Child("addresses").Index(i), Internal(a))
		}
		seen[a] = true
	}
	if len(old.Spec.PodCIDRs) > 0 && !slices.Equal(n.Spec.PodCIDRs, old.Spec.PodCIDRs) {
		e.forbidden(spec.Child("podCIDRs"), "node updates may not change podCIDR except from \"\" to valid")
	}
	if was, is := old.Spec.ProviderID, n.Spec.ProviderID; was != "" && is != was {
		what := "field cannot be modified once set"
		if is == "" {
			what = "field cannot be cleared once set"
		}
		e.invalid(spec.Child("providerID"), nil, what)
	}
	taints(e, n.Spec.Taints)
	if n.Spec.DoNotUseExternalID != old.Spec.DoNotUseExternalID {
		e.forbidden(spec.Child("externalID"), "may not be updated")
	}
}
