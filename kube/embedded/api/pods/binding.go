package pods

import (
	"context"
	"fmt"
	"slices"
	"time"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/validation/field"
	genericapirequest "k8s.io/apiserver/pkg/endpoints/request"
	"k8s.io/apiserver/pkg/registry/rest"
	"k8s.io/apiserver/pkg/storage"
	storeerr "k8s.io/apiserver/pkg/storage/errors"
	"k8s.io/apiserver/pkg/util/dryrun"

	"github.com/kronoscope/kronoscope/kube/embedded/api/kinds"
	"github.com/kronoscope/kronoscope/kube/embedded/resource"
)

// bindingREST is pods/binding: it assigns a pod to a node, once.
type bindingREST struct{ kind *kinds.Kind }

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

// bindingsREST is bindings, the older path of pods/binding.
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
	key, err := r.kind.Registry.KeyFunc(ctx, b.Name)
	if err != nil {
		return nil, err
	}
	now := r.kind.Storage.Now()
	out := &corev1.Pod{}
	err = r.kind.Registry.Storage.GuaranteedUpdate(ctx, key, out, false, preconditions, storage.SimpleUpdate(
		func(existing runtime.Object) (runtime.Object, error) {
			pod := existing.(*corev1.Pod)
			return pod, assignNode(pod, b, now)
		}), dryRun, nil)
	if err == nil {
		return out, nil
	}
	err = storeerr.InterpretUpdateError(storeerr.InterpretGetError(err, corev1.Resource("pods"), b.Name), corev1.Resource("pods"), b.Name)
	if _, ok := err.(*apierrors.StatusError); !ok { //nolint:errorlint // upstream distinguishes its own errors like this
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

// Bind assigns a pod, as the caller saw it, to the node in its spec. The caller treats the pod as read-only.
func Bind(k *kinds.Kind, pod *corev1.Pod) (*corev1.Pod, error) {
	binding := &corev1.Binding{
		ObjectMeta: metav1.ObjectMeta{Namespace: pod.Namespace, Name: pod.Name},
		Target:     corev1.ObjectReference{Kind: "Node", Name: pod.Spec.NodeName},
	}
	if bound := bindUnchanged(k, pod, binding); bound != nil {
		return bound, nil
	}
	preconditions := &storage.Preconditions{}
	if pod.UID != "" {
		preconditions.UID = &pod.UID
	}
	if pod.ResourceVersion != "" {
		preconditions.ResourceVersion = &pod.ResourceVersion
	}
	return bindingREST{k}.bind(genericapirequest.WithNamespace(k.InProcess(), pod.Namespace), binding, preconditions, false)
}

// bindUnchanged binds a pod that is stored as the scheduler saw it, without a copy. It returns nil for any other, and on failure.
func bindUnchanged(k *kinds.Kind, pod *corev1.Pod, b *corev1.Binding) *corev1.Pod {
	item := k.Objects.Get(pod.Namespace, pod.Name)
	if item == nil || item.Object.GetUID() != pod.UID || item.Object.GetResourceVersion() != pod.ResourceVersion {
		return nil
	}
	bound := *item.Object.(*corev1.Pod)
	bound.Status.Conditions = slices.Clone(bound.Status.Conditions)
	if assignNode(&bound, b, k.Storage.Now()) != nil {
		return nil
	}
	item, err := k.Storage.Replace(k.InProcess(), item, &bound, 0)
	if err != nil {
		return nil
	}
	return item.Object.(*corev1.Pod)
}
