package api

import (
	"context"
	"fmt"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apiserver/pkg/admission"
	"k8s.io/apiserver/pkg/registry/rest"

	podadmission "github.com/kronoscope/kronoscope/kube/embedded/strategy/admission"
)

// admitter is the admission of the plane: of upstream's default plugins those that concern its kinds, NamespaceLifecycle,
// LimitRanger, ServiceAccount, PodSecurity, Priority, DefaultTolerationSeconds, StorageObjectInUseProtection, RuntimeClass and
// ResourceQuota.
type admitter struct{ server *Server }

var (
	_ admission.MutationInterface   = admitter{}
	_ admission.ValidationInterface = admitter{}
)

func (admitter) Handles(op admission.Operation) bool {
	return op == admission.Create || op == admission.Update || op == admission.Delete
}

// Admit refuses what cannot be created or deleted at all, and fills in what admission decides.
func (a admitter) Admit(_ context.Context, at admission.Attributes, _ admission.ObjectInterfaces) error {
	if at.GetOperation() == admission.Delete {
		return a.protect(at)
	}
	if at.GetOperation() == admission.Update {
		a.admitUpdate(at)
		return nil
	}
	if at.GetOperation() != admission.Create || at.GetNamespace() == "" || at.GetKind().Kind == "Namespace" {
		return nil
	}
	if err := a.namespaceIsOpen(at); err != nil {
		return err
	}
	if at.GetSubresource() != "" {
		return nil
	}
	switch obj := at.GetObject().(type) {
	case *corev1.Pod:
		return a.admitPod(at, obj)
	case *corev1.PersistentVolumeClaim:
		podadmission.ProtectClaim(obj)
	}
	return nil
}

// admitUpdate gives back to a pod what its creation was given, where the update leaves it out.
func (admitter) admitUpdate(at admission.Attributes) {
	pod, ok := at.GetObject().(*corev1.Pod)
	if !ok || at.GetSubresource() != "" {
		return
	}
	if old, ok := at.GetOldObject().(*corev1.Pod); ok {
		podadmission.KeepPriority(pod, old)
	}
	podadmission.DefaultTolerations(pod)
}

// Validate holds the object, which has a name and passed its own validation, against the pod security and the limit ranges of its
// namespace, and charges a new one to the quotas.
func (a admitter) Validate(ctx context.Context, at admission.Attributes, _ admission.ObjectInterfaces) error {
	if at.GetOperation() == admission.Delete {
		return nil
	}
	if err := a.secure(ctx, at); err != nil {
		return err
	}
	if at.GetOperation() != admission.Create || at.GetNamespace() == "" || at.GetSubresource() != "" {
		return nil
	}
	if err := a.checkLimits(at); err != nil {
		return admission.NewForbidden(at, err)
	}
	if pod, ok := at.GetObject().(*corev1.Pod); ok {
		if err := podadmission.CheckOverhead(pod); err != nil {
			return admission.NewForbidden(at, err)
		}
	}
	return a.server.charge(ctx, at)
}

func (a admitter) checkLimits(at admission.Attributes) error {
	if a.limitRanges().table.Len() == 0 {
		return nil
	}
	ranges := listOf[*corev1.LimitRange](a.limitRanges(), at.GetNamespace())
	switch obj := at.GetObject().(type) {
	case *corev1.Pod:
		return podadmission.CheckLimitRanges(obj, ranges)
	case *corev1.PersistentVolumeClaim:
		return podadmission.CheckClaimLimits(obj, ranges)
	}
	return nil
}

func (a admitter) limitRanges() *registryOf { return a.server.kinds[corev1.Resource("limitranges")] }

// validator is Validate as the registries call it.
func (a admitter) validator(at admission.Attributes) rest.ValidateObjectFunc {
	pod, _ := at.GetObject().(*corev1.Pod)
	if (pod == nil || pod.Spec.Overhead == nil) && a.server.quotas().table.Len() == 0 && a.limitRanges().table.Len() == 0 && !a.isPoliced(at.GetNamespace()) {
		return nil
	}
	return rest.AdmissionToValidateObjectFunc(a, at, nil)
}

// protect keeps the namespaces that every cluster has.
func (admitter) protect(at admission.Attributes) error {
	if at.GetKind().Kind != "Namespace" || at.GetSubresource() != "" {
		return nil
	}
	switch at.GetName() {
	case metav1.NamespaceDefault, metav1.NamespaceSystem, metav1.NamespacePublic:
		return apierrors.NewForbidden(at.GetResource().GroupResource(), at.GetName(), fmt.Errorf("this namespace may not be deleted"))
	}
	return nil
}

// namespaceIsOpen fails when the namespace does not exist, or takes no new content.
func (a admitter) namespaceIsOpen(at admission.Attributes) error {
	item := a.server.kinds[corev1.Resource("namespaces")].table.Get("", at.GetNamespace())
	if item == nil {
		return apierrors.NewNotFound(corev1.Resource("namespaces"), at.GetNamespace())
	}
	if item.Object.(*corev1.Namespace).Status.Phase != corev1.NamespaceTerminating {
		return nil
	}
	err := admission.NewForbidden(at, fmt.Errorf(
		"unable to create new content in namespace %s because it is being terminated", at.GetNamespace()))
	if status, ok := err.(*apierrors.StatusError); ok { //nolint:errorlint // made here
		status.ErrStatus.Details.Causes = append(status.ErrStatus.Details.Causes, metav1.StatusCause{
			Type: corev1.NamespaceTerminatingCause, Field: "metadata.namespace",
			Message: fmt.Sprintf("namespace %s is being terminated", at.GetNamespace()),
		})
	}
	return err
}

func (a admitter) admitPod(at admission.Attributes, pod *corev1.Pod) error {
	if a.limitRanges().table.Len() > 0 {
		podadmission.ApplyLimitRanges(pod, listOf[*corev1.LimitRange](a.limitRanges(), at.GetNamespace()))
	}
	if err := a.giveAccount(at, pod); err != nil {
		return err
	}
	if err := podadmission.DefaultPriority(pod); err != nil {
		return admission.NewForbidden(at, err)
	}
	podadmission.DefaultTolerations(pod)
	if class := pod.Spec.RuntimeClassName; class != nil {
		if err := podadmission.CheckName(*class); err != nil {
			return err
		}
	}
	if err := podadmission.CheckRuntimeClass(pod); err != nil {
		return admission.NewForbidden(at, err)
	}
	return nil
}

// giveAccount makes a pod run as a service account, which must exist, with what that brings along. The default account of a
// namespace may still be to come: a pod that is faster than its controller gets what it will have.
func (a admitter) giveAccount(at admission.Attributes, pod *corev1.Pod) error {
	if podadmission.IsMirror(pod) {
		if err := podadmission.CheckMirror(pod); err != nil {
			return admission.NewForbidden(at, err)
		}
		return nil
	}
	podadmission.DefaultServiceAccount(pod)
	name := pod.Spec.ServiceAccountName
	if err := podadmission.CheckName(name); err != nil {
		return admission.NewForbidden(at, fmt.Errorf("error looking up service account %s/%s: %w", at.GetNamespace(), name, err))
	}
	account := &corev1.ServiceAccount{}
	if item := a.server.kinds[corev1.Resource("serviceaccounts")].table.Get(at.GetNamespace(), name); item != nil {
		account = item.Object.(*corev1.ServiceAccount)
	} else if name != "" && name != podadmission.DefaultAccount {
		return admission.NewForbidden(at, fmt.Errorf("error looking up service account %s/%s: %w",
			at.GetNamespace(), name, apierrors.NewNotFound(corev1.Resource("serviceaccount"), name)))
	}
	podadmission.MountServiceAccount(pod, account, a.server.ids.Suffix)
	return nil
}

// attributes describe a create or delete that did not come over HTTP.
func (k *registryOf) attributes(obj runtime.Object, namespace, name string, op admission.Operation, options runtime.Object) admission.Attributes {
	return admission.NewAttributesRecord(obj, nil, k.GroupVersionKind(), namespace, name,
		schema.GroupVersionResource{Group: k.GroupVersion.Group, Version: k.GroupVersion.Version, Resource: k.Name},
		"", op, options, false, admin)
}

func listOf[T runtime.Object](k *registryOf, namespace string) []T {
	items, _ := k.table.List(namespace)
	objects := make([]T, len(items))
	for i := range items {
		objects[i] = items[i].Object.(T)
	}
	return objects
}
