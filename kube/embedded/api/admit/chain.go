// Package admit is the admission of the embedded plane: what a write may do given the other objects of its namespace, and the
// fields that admission sets.
//
// It stores nothing but the charges to quotas, and decides nothing that upstream's default plugins do not.
package admit

import (
	"context"
	"fmt"
	"sync"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apiserver/pkg/admission"
	"k8s.io/apiserver/pkg/registry/rest"
	podsecurity "k8s.io/pod-security-admission/admission"

	"github.com/kronoscope/kronoscope/kube/embedded/api/kinds"
	podadmission "github.com/kronoscope/kronoscope/kube/embedded/strategy/admission"
)

// Chain does the work of those of upstream's default admission plugins that concern the plane's kinds: NamespaceLifecycle,
// LimitRanger, ServiceAccount, PodSecurity, Priority, DefaultTolerationSeconds, StorageObjectInUseProtection, RuntimeClass and
// ResourceQuota.
type Chain struct {
	kinds       *kinds.Set
	podSecurity func() (*podsecurity.Admission, error) // made on first use
}

var (
	_ admission.MutationInterface   = (*Chain)(nil)
	_ admission.ValidationInterface = (*Chain)(nil)
)

// New returns the admission of the kinds.
func New(of *kinds.Set) *Chain {
	c := &Chain{kinds: of}
	c.podSecurity = sync.OnceValues(c.newPodSecurity)
	return c
}

// Handles reports whether admission applies to an operation.
func (*Chain) Handles(op admission.Operation) bool {
	return op == admission.Create || op == admission.Update || op == admission.Delete
}

// Admit refuses what cannot be created or deleted at all, and sets the fields that admission decides.
func (c *Chain) Admit(_ context.Context, at admission.Attributes, _ admission.ObjectInterfaces) error {
	if at.GetOperation() == admission.Delete {
		return c.protect(at)
	}
	if at.GetOperation() == admission.Update {
		admitUpdate(at)
		return nil
	}
	if at.GetOperation() != admission.Create || at.GetNamespace() == "" || at.GetKind().Kind == "Namespace" {
		return nil
	}
	if err := c.checkNamespace(at); err != nil {
		return err
	}
	if at.GetSubresource() != "" {
		return nil
	}
	switch obj := at.GetObject().(type) {
	case *corev1.Pod:
		return c.admitPod(at, obj)
	case *corev1.PersistentVolumeClaim:
		podadmission.ProtectClaim(obj)
	}
	return nil
}

// admitUpdate gives back to a pod what its creation was given, where the update leaves it out.
func admitUpdate(at admission.Attributes) {
	pod, ok := at.GetObject().(*corev1.Pod)
	if !ok || at.GetSubresource() != "" {
		return
	}
	if old, ok := at.GetOldObject().(*corev1.Pod); ok {
		podadmission.KeepPriority(pod, old)
	}
	podadmission.DefaultTolerations(pod)
}

// Validate checks the object, which has a name and has passed its own validation, against its namespace's pod security and limit
// ranges, and charges a new object to the quotas.
func (c *Chain) Validate(ctx context.Context, at admission.Attributes, _ admission.ObjectInterfaces) error {
	if at.GetOperation() == admission.Delete {
		return nil
	}
	if err := c.checkPodSecurity(ctx, at); err != nil {
		return err
	}
	if at.GetOperation() != admission.Create || at.GetNamespace() == "" || at.GetSubresource() != "" {
		return nil
	}
	if err := c.checkLimits(at); err != nil {
		return admission.NewForbidden(at, err)
	}
	if pod, ok := at.GetObject().(*corev1.Pod); ok {
		if err := podadmission.CheckOverhead(pod); err != nil {
			return admission.NewForbidden(at, err)
		}
	}
	return c.kinds.ChargeQuotas(ctx, at)
}

func (c *Chain) checkLimits(at admission.Attributes) error {
	if c.limitRanges().Objects.Len() == 0 {
		return nil
	}
	ranges := kinds.List[*corev1.LimitRange](c.limitRanges(), at.GetNamespace())
	switch obj := at.GetObject().(type) {
	case *corev1.Pod:
		return podadmission.CheckLimitRanges(obj, ranges)
	case *corev1.PersistentVolumeClaim:
		return podadmission.CheckClaimLimits(obj, ranges)
	}
	return nil
}

func (c *Chain) limitRanges() *kinds.Kind { return c.kinds.Kind(corev1.Resource("limitranges")) }

func (c *Chain) namespaces() *kinds.Kind { return c.kinds.Kind(corev1.Resource("namespaces")) }

// ValidateFunc is Validate in the form that the registries call; nil if there is nothing to check.
func (c *Chain) ValidateFunc(at admission.Attributes) rest.ValidateObjectFunc {
	pod, _ := at.GetObject().(*corev1.Pod)
	if (pod == nil || pod.Spec.Overhead == nil) && c.kinds.Kind(corev1.Resource("resourcequotas")).Objects.Len() == 0 &&
		c.limitRanges().Objects.Len() == 0 && !c.hasPodSecurity(at.GetNamespace()) {
		return nil
	}
	return rest.AdmissionToValidateObjectFunc(c, at, nil)
}

// protect refuses to delete the namespaces that every cluster has.
func (*Chain) protect(at admission.Attributes) error {
	if at.GetKind().Kind != "Namespace" || at.GetSubresource() != "" {
		return nil
	}
	switch at.GetName() {
	case metav1.NamespaceDefault, metav1.NamespaceSystem, metav1.NamespacePublic:
		return apierrors.NewForbidden(at.GetResource().GroupResource(), at.GetName(), fmt.Errorf("this namespace may not be deleted"))
	}
	return nil
}

// checkNamespace fails if the namespace does not exist or is being deleted.
func (c *Chain) checkNamespace(at admission.Attributes) error {
	item := c.namespaces().Objects.Get("", at.GetNamespace())
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

func (c *Chain) admitPod(at admission.Attributes, pod *corev1.Pod) error {
	if c.limitRanges().Objects.Len() > 0 {
		podadmission.ApplyLimitRanges(pod, kinds.List[*corev1.LimitRange](c.limitRanges(), at.GetNamespace()))
	}
	if err := c.setServiceAccount(at, pod); err != nil {
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

// setServiceAccount makes a pod run as a service account, which must exist, and mounts the account's token. A namespace's default
// account may not have been created yet: such a pod gets what the account will have.
func (c *Chain) setServiceAccount(at admission.Attributes, pod *corev1.Pod) error {
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
	if item := c.kinds.Kind(corev1.Resource("serviceaccounts")).Objects.Get(at.GetNamespace(), name); item != nil {
		account = item.Object.(*corev1.ServiceAccount)
	} else if name != "" && name != podadmission.DefaultAccount {
		return admission.NewForbidden(at, fmt.Errorf("error looking up service account %s/%s: %w",
			at.GetNamespace(), name, apierrors.NewNotFound(corev1.Resource("serviceaccount"), name)))
	}
	podadmission.MountServiceAccount(pod, account, c.kinds.Suffix)
	return nil
}
