package api

import (
	"context"
	"fmt"
	"time"

	corev1 "k8s.io/api/core/v1"
	policyv1 "k8s.io/api/policy/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/util/validation/field"
	"k8s.io/apiserver/pkg/registry/rest"
	"k8s.io/apiserver/pkg/storage"
	storeerr "k8s.io/apiserver/pkg/storage/errors"
	"k8s.io/apiserver/pkg/util/dryrun"

	"github.com/kronoscope/kronoscope/kube/embedded/resource"
)

// bindingREST is pods/binding: it assigns a pod to a node, once.
type bindingREST struct{ kind *registryOf }

var (
	_ rest.NamedCreater                   = bindingREST{}
	_ rest.SubresourceObjectMetaPreserver = bindingREST{}
)

func (bindingREST) New() runtime.Object { return &corev1.Binding{} }
func (bindingREST) Destroy()            {}

// PreserveRequestObjectMetaSystemFieldsOnSubresourceCreate keeps the UID that the binding is meant for.
func (bindingREST) PreserveRequestObjectMetaSystemFieldsOnSubresourceCreate() bool { return true }

func (r bindingREST) Create(ctx context.Context, name string, obj runtime.Object, validate rest.ValidateObjectFunc, o *metav1.CreateOptions) (runtime.Object, error) {
	b := obj.(*corev1.Binding)
	if name != b.Name {
		return nil, apierrors.NewBadRequest("name in URL does not match name in Binding object")
	}
	if errs := validateBinding(b); len(errs) > 0 {
		return nil, errs.ToAggregate()
	}
	if validate != nil {
		if err := validate(ctx, b.DeepCopyObject()); err != nil {
			return nil, err
		}
	}
	preconditions := &storage.Preconditions{}
	if b.UID != "" {
		preconditions.UID = &b.UID
	}
	if b.ResourceVersion != "" {
		preconditions.ResourceVersion = &b.ResourceVersion
	}
	_, err := r.bind(ctx, b, preconditions, dryrun.IsDryRun(o.DryRun))
	return &metav1.Status{Status: metav1.StatusSuccess}, err
}

// bindingsREST is bindings, an old way to the same.
type bindingsREST struct{ bindingREST }

var (
	_ rest.Creater              = bindingsREST{}
	_ rest.Scoper               = bindingsREST{}
	_ rest.SingularNameProvider = bindingsREST{}
)

func (bindingsREST) NamespaceScoped() bool   { return true }
func (bindingsREST) GetSingularName() string { return "binding" }

func (r bindingsREST) Create(ctx context.Context, obj runtime.Object, validate rest.ValidateObjectFunc, o *metav1.CreateOptions) (runtime.Object, error) {
	return r.bindingREST.Create(ctx, obj.(*corev1.Binding).Name, obj, validate, o)
}

func validateBinding(b *corev1.Binding) field.ErrorList {
	var errs field.ErrorList
	if k := b.Target.Kind; k != "" && k != "Node" {
		errs = append(errs, field.NotSupported(field.NewPath("target", "kind"), k, []string{"Node", "<empty>"}))
	}
	if b.Target.Name == "" {
		errs = append(errs, field.Required(field.NewPath("target", "name"), ""))
	}
	return errs
}

func (r bindingREST) bind(ctx context.Context, b *corev1.Binding, preconditions *storage.Preconditions, dryRun bool) (*corev1.Pod, error) {
	key, err := r.kind.main.KeyFunc(ctx, b.Name)
	if err != nil {
		return nil, err
	}
	now := r.kind.storage.clock.Now()
	out := &corev1.Pod{}
	err = r.kind.main.Storage.GuaranteedUpdate(ctx, key, out, false, preconditions, storage.SimpleUpdate(
		func(existing runtime.Object) (runtime.Object, error) {
			pod := existing.(*corev1.Pod)
			return pod, assignNode(pod, b, now)
		}), dryRun, nil)
	if err == nil {
		return out, nil
	}
	err = storeerr.InterpretUpdateError(storeerr.InterpretGetError(err, corev1.Resource("pods"), b.Name), corev1.Resource("pods"), b.Name)
	if _, ok := err.(*apierrors.StatusError); !ok { //nolint:errorlint // upstream tells its own errors apart so
		err = apierrors.NewConflict(corev1.Resource("pods/binding"), b.Name, err)
	}
	return nil, err
}

func assignNode(pod *corev1.Pod, b *corev1.Binding, now time.Time) error {
	switch {
	case pod.DeletionTimestamp != nil:
		return fmt.Errorf("pod %s is being deleted, cannot be assigned to a host", pod.Name)
	case pod.Spec.NodeName != "":
		return fmt.Errorf("pod %v is already assigned to node %q", pod.Name, pod.Spec.NodeName)
	case len(pod.Spec.SchedulingGates) > 0:
		return fmt.Errorf("pod %v has non-empty .spec.schedulingGates", pod.Name)
	}
	pod.Spec.NodeName = b.Target.Name
	pod.Status.NominatedNodeName = ""
	pod.Annotations = merge(pod.Annotations, b.Annotations)
	pod.Labels = merge(pod.Labels, b.Labels)
	resource.SetPodCondition(&pod.Status, corev1.PodCondition{Type: corev1.PodScheduled, Status: corev1.ConditionTrue}, now)
	return nil
}

func merge(into, from map[string]string) map[string]string {
	if into == nil && len(from) > 0 {
		into = make(map[string]string, len(from))
	}
	for k, v := range from {
		into[k] = v
	}
	return into
}

// evictionREST is pods/eviction. The plane has no PodDisruptionBudgets, so every eviction is granted.
type evictionREST struct{ kind *registryOf }

var (
	_ rest.NamedCreater             = evictionREST{}
	_ rest.GroupVersionKindProvider = evictionREST{}
	_ rest.GroupVersionAcceptor     = evictionREST{}
)

func (evictionREST) New() runtime.Object { return &policyv1.Eviction{} }
func (evictionREST) Destroy()            {}

func (evictionREST) GroupVersionKind(schema.GroupVersion) schema.GroupVersionKind {
	return policyv1.SchemeGroupVersion.WithKind("Eviction")
}

func (evictionREST) AcceptsGroupVersion(gv schema.GroupVersion) bool {
	return gv == policyv1.SchemeGroupVersion
}

func (r evictionREST) Create(ctx context.Context, name string, obj runtime.Object, validate rest.ValidateObjectFunc, o *metav1.CreateOptions) (runtime.Object, error) {
	e := obj.(*policyv1.Eviction)
	if name != e.Name {
		return nil, apierrors.NewBadRequest("name in URL does not match name in Eviction object")
	}
	if validate != nil {
		if err := validate(ctx, e.DeepCopyObject()); err != nil {
			return nil, err
		}
	}
	deletion := e.DeleteOptions
	if deletion == nil {
		deletion = &metav1.DeleteOptions{}
	}
	if len(deletion.DryRun) == 0 {
		deletion.DryRun = o.DryRun
	}
	if !dryrun.IsDryRun(deletion.DryRun) {
		if err := r.announce(ctx, name, deletion); err != nil {
			return nil, err
		}
	}
	if _, _, err := r.kind.main.Delete(ctx, name, rest.ValidateAllObjectFunc, deletion); err != nil {
		return nil, err
	}
	return &metav1.Status{Status: metav1.StatusSuccess}, nil
}

// recorded holds a pod to the preconditions of its eviction, in upstream's words.
func recorded(pod *corev1.Pod, p *metav1.Preconditions) error {
	kind := schema.GroupResource{Resource: "Pod"}
	switch {
	case p == nil:
		return nil
	case p.UID != nil && *p.UID != "" && *p.UID != pod.UID:
		return apierrors.NewConflict(kind, pod.Name, fmt.Errorf("the UID in the precondition (%s) does not match the UID in record (%s). "+
			"The object might have been deleted and then recreated", *p.UID, pod.UID))
	case p.ResourceVersion != nil && *p.ResourceVersion != "" && *p.ResourceVersion != pod.ResourceVersion:
		return apierrors.NewConflict(kind, pod.Name, fmt.Errorf("the ResourceVersion in the precondition (%s) does not match the ResourceVersion "+
			"in record (%s). The object might have been modified", *p.ResourceVersion, pod.ResourceVersion))
	default:
		return nil
	}
}

// announce gives the pod the condition by which a podFailurePolicy recognises the disruption.
func (r evictionREST) announce(ctx context.Context, name string, o *metav1.DeleteOptions) error {
	now := r.kind.storage.clock.Now()
	update := func(_ context.Context, _, old runtime.Object) (runtime.Object, error) {
		pod := old.DeepCopyObject().(*corev1.Pod)
		if err := recorded(pod, o.Preconditions); err != nil {
			return nil, err
		}
		resource.SetPodCondition(&pod.Status, corev1.PodCondition{
			Type: corev1.DisruptionTarget, Status: corev1.ConditionTrue, Reason: "EvictionByEvictionAPI",
			Message: "Eviction API: evicting",
		}, now)
		return pod, nil
	}
	updated, _, err := r.kind.status.Update(ctx, name, rest.DefaultUpdatedObjectInfo(nil, update),
		rest.ValidateAllObjectFunc, rest.ValidateAllObjectUpdateFunc, false, &metav1.UpdateOptions{})
	if err == nil && o.Preconditions != nil && o.Preconditions.ResourceVersion != nil {
		version := updated.(*corev1.Pod).ResourceVersion
		o.Preconditions.ResourceVersion = &version
	}
	return err
}
