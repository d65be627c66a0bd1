package validate

import (
	"fmt"
	"slices"
	"strings"

	apivalidation "k8s.io/apimachinery/pkg/api/validation"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	metavalidation "k8s.io/apimachinery/pkg/apis/meta/v1/validation"
	"k8s.io/apimachinery/pkg/util/validation"
	"k8s.io/apimachinery/pkg/util/validation/field"
)

var metadata = field.NewPath("metadata")

// subdomain is the name rule of nearly every kind.
var subdomain apivalidation.ValidateNameFunc = apivalidation.NameIsDNSSubdomain

// objectMeta checks the metadata of a namespaced object whose name is a DNS subdomain.
func objectMeta(e *errs, m *metav1.ObjectMeta) {
	if isSubdomain(m.Name) && isLabel(m.Namespace) && commonMeta(m) {
		return
	}
	namedMeta(e, m, true, subdomain)
}

// namedMeta checks metadata with a name rule of its own.
func namedMeta(e *errs, m *metav1.ObjectMeta, namespaced bool, name apivalidation.ValidateNameFunc) {
	e.add(apivalidation.ValidateObjectMeta(m, namespaced, name, metadata))
	finalizers(e, m)
}

// objectMetaUpdate checks what an update does to the metadata.
func objectMetaUpdate(e *errs, m, old *metav1.ObjectMeta) {
	if m.Name == old.Name && m.Namespace == old.Namespace && m.UID == old.UID && m.ResourceVersion != "" &&
		m.CreationTimestamp.Equal(&old.CreationTimestamp) && m.DeletionTimestamp.Equal(old.DeletionTimestamp) &&
		equalPtr(m.DeletionGracePeriodSeconds, old.DeletionGracePeriodSeconds) && m.Generation >= old.Generation &&
		(m.DeletionTimestamp == nil || slices.Equal(m.Finalizers, old.Finalizers)) && commonMeta(m) {
		return
	}
	e.add(apivalidation.ValidateObjectMetaUpdate(m, old, metadata))
	finalizers(e, m)
}

// commonMeta only ever says yes to metadata that is valid but perhaps for its name and namespace.
func commonMeta(m *metav1.ObjectMeta) bool {
	if m.GenerateName != "" && !isSubdomain(strings.TrimSuffix(m.GenerateName, "-")) ||
		m.Generation < 0 || len(m.ManagedFields) > 0 || !areLabels(m.Labels) || !areAnnotations(m.Annotations) {
		return false
	}
	for _, f := range m.Finalizers {
		if !strings.Contains(f, "/") || !isKey(f) {
			return false
		}
	}
	switch len(m.OwnerReferences) {
	case 0:
		return true
	case 1:
		r := &m.OwnerReferences[0]
		return (r.APIVersion == "batch/v1" || r.APIVersion == "v1") && r.Kind != "" && r.Kind != "Event" && r.Name != "" && r.UID != ""
	default:
		return false
	}
}

func finalizers(e *errs, m *metav1.ObjectMeta) {
	for i, f := range m.Finalizers {
		kubeFinalizer(e, metadata.Child("finalizers").Index(i), f)
	}
}

// kubeFinalizer wants finalizers without a domain to be Kubernetes' own.
func kubeFinalizer(e *errs, p *field.Path, name string) {
	switch name {
	case "kubernetes", metav1.FinalizerOrphanDependents, metav1.FinalizerDeleteDependents:
		return
	}
	if !strings.Contains(name, "/") {
		e.invalid(p, name, "name is neither a standard finalizer name nor is it fully qualified")
	}
}

func labels(e *errs, p *field.Path, child string, m map[string]string) {
	if !areLabels(m) {
		e.add(metavalidation.ValidateLabels(m, p.Child(child)))
	}
}

func annotations(e *errs, p *field.Path, m map[string]string) {
	if !areAnnotations(m) {
		e.add(apivalidation.ValidateAnnotations(m, p.Child("annotations")))
	}
}

func labelSelector(e *errs, p *field.Path, child string, s *metav1.LabelSelector) {
	if s == nil || len(s.MatchExpressions) == 0 && areLabels(s.MatchLabels) {
		return
	}
	e.add(metavalidation.ValidateLabelSelector(s, metavalidation.LabelSelectorValidationOptions{}, p.Child(child)))
}

// hasLabel wants a label that the API server generates to be there and right.
func hasLabel(e *errs, p *field.Path, m map[string]string, key, want string) {
	got, ok := m[key]
	switch {
	case !ok:
		e.required(p.Child("labels").Key(key), fmt.Sprintf("must be '%s'", want))
	case got != want:
		e.invalid(p.Child("labels").Key(key), m, fmt.Sprintf("must be '%s'", want))
	}
}

func dnsLabel(e *errs, p *field.Path, child, value string) {
	if !isLabel(value) {
		e.each(p.Child(child), value, validation.IsDNS1123Label(value))
	}
}

func qualifiedName(e *errs, p *field.Path, value string) {
	if !isKey(value) {
		e.each(p, value, validation.IsQualifiedName(value))
	}
}

// name checks a reference to an object whose name is a DNS subdomain.
func name(e *errs, p *field.Path, child, value string) {
	if !isSubdomain(value) {
		e.each(p.Child(child), value, subdomain(value, false))
	}
}

func equalPtr[T comparable](a, b *T) bool {
	return a == b || a != nil && b != nil && *a == *b
}
