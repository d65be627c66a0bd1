package validate

import (
	"fmt"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/equality"
	"k8s.io/apimachinery/pkg/api/resource"
	"k8s.io/apimachinery/pkg/util/diff"
	"k8s.io/apimachinery/pkg/util/validation/field"
)

// PersistentVolumeClaim checks a claim.
func PersistentVolumeClaim(c *corev1.PersistentVolumeClaim) field.ErrorList {
	e := &errs{}
	objectMeta(e, &c.ObjectMeta)
	claimSpec(e, spec, &c.Spec)
	return e.list
}

func claimSpec(e *errs, p *field.Path, s *corev1.PersistentVolumeClaimSpec) {
	if len(s.AccessModes) == 0 {
		e.required(p.Child("accessModes"), "at least 1 access mode is required")
	}
	labelSelector(e, p, "selector", s.Selector)
	alone, others := false, false
	for _, m := range s.AccessModes {
		oneOf(e, p, "accessModes", m, corev1.ReadOnlyMany, corev1.ReadWriteMany, corev1.ReadWriteOnce, corev1.ReadWriteOncePod)
		alone = alone || m == corev1.ReadWriteOncePod
		others = others || m == corev1.ReadOnlyMany || m == corev1.ReadWriteMany || m == corev1.ReadWriteOnce
	}
	if alone && others {
		e.forbidden(p.Child("accessModes"), "may not use ReadWriteOncePod with other access modes")
	}
	at := p.Child("resources").Key(string(corev1.ResourceStorage))
	switch q, ok := s.Resources.Requests[corev1.ResourceStorage]; {
	case !ok:
		e.required(at, "")
	case q.Sign() <= 0:
		e.invalid(at, q.String(), "must be greater than zero")
	}
	if s.StorageClassName != nil && *s.StorageClassName != "" {
		name(e, p, "storageClassName", *s.StorageClassName)
	}
	if s.VolumeMode != nil {
		oneOf(e, p, "volumeMode", *s.VolumeMode, corev1.PersistentVolumeBlock, corev1.PersistentVolumeFilesystem)
	}
	if d := s.DataSource; d != nil {
		dataSource(e, p.Child("dataSource"), d.APIGroup, d.Kind, d.Name)
	}
	if d := s.DataSourceRef; d != nil {
		dataSource(e, p.Child("dataSourceRef"), d.APIGroup, d.Kind, d.Name)
	}
	if s.VolumeAttributesClassName != nil && *s.VolumeAttributesClassName != "" {
		name(e, p, "volumeAttributesClassName", *s.VolumeAttributesClassName)
	}
}

func dataSource(e *errs, p *field.Path, group *string, kind, object string) {
	if object == "" {
		e.required(p.Child("name"), "")
	}
	if kind == "" {
		e.required(p.Child("kind"), "")
	}
	if (group == nil || *group == "") && kind != "PersistentVolumeClaim" {
		e.invalid(p, kind, "must be 'PersistentVolumeClaim' when referencing the default apiGroup")
	}
	if group != nil && *group != "" {
		name(e, p, "apiGroup", *group)
	}
}

// PersistentVolumeClaimUpdate checks an update of a claim, which may name a volume once, and ask for more when bound.
func PersistentVolumeClaimUpdate(c, old *corev1.PersistentVolumeClaim) field.ErrorList {
	e := &errs{}
	objectMetaUpdate(e, &c.ObjectMeta, &old.ObjectMeta)
	objectMeta(e, &c.ObjectMeta)
	claimSpec(e, spec, &c.Spec)
	s, o := c.Spec.DeepCopy(), old.Spec.DeepCopy()
	if o.VolumeName == "" {
		o.VolumeName = s.VolumeName
	}
	if is, was := c.Annotations[corev1.BetaStorageClassAnnotation], old.Annotations[corev1.BetaStorageClassAnnotation]; is != was {
		e.invalid(metadata.Child("annotations", corev1.BetaStorageClassAnnotation), is, "field is immutable")
	}
	if o.StorageClassName == nil && old.Annotations[corev1.BetaStorageClassAnnotation] == "" {
		o.StorageClassName = s.StorageClassName // a class set late, as by the controller that knows the default one
	}
	if c.Status.Phase == corev1.ClaimBound {
		if s.Resources.Requests != nil {
			s.Resources.Requests[corev1.ResourceStorage] = old.Spec.Resources.Requests[corev1.ResourceStorage]
		}
		s.VolumeAttributesClassName = o.VolumeAttributesClassName
	}
	if !equality.Semantic.DeepEqual(s, o) {
		e.forbidden(spec, fmt.Sprintf("spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims\n%v", diff.Diff(*o, *s)))
	}
	size, was, capacity := c.Spec.Resources.Requests[corev1.ResourceStorage], old.Spec.Resources.Requests[corev1.ResourceStorage], old.Status.Capacity[corev1.ResourceStorage]
	if size.Cmp(was) < 0 && size.Cmp(capacity) <= 0 {
		e.forbidden(spec.Child("resources", "requests", "storage"), "field can not be less than status.capacity")
	}
	if !equalPtr(c.Spec.VolumeMode, old.Spec.VolumeMode) {
		e.invalid(field.NewPath("volumeMode"), c.Spec.VolumeMode, "field is immutable")
	}
	return e.list
}

// PersistentVolumeClaimStatusUpdate checks an update of a claim's status.
func PersistentVolumeClaimStatusUpdate(c, old *corev1.PersistentVolumeClaim) field.ErrorList {
	e := &errs{}
	objectMetaUpdate(e, &c.ObjectMeta, &old.ObjectMeta)
	if c.ResourceVersion == "" {
		e.required(field.NewPath("resourceVersion"), "")
	}
	if len(c.Spec.AccessModes) == 0 {
		e.required(field.NewPath("Spec", "accessModes"), "")
	}
	byName(c.Status.Capacity, func(n corev1.ResourceName, q resource.Quantity) {
		if q.Sign() < 0 {
			e.invalid(status.Child("capacity").Key(string(n)), q.Value(), "must be a valid resource quantity")
		}
	})
	return e.list
}
