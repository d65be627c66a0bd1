package pods

import (
	"context"
	"fmt"

	corev1 "k8s.io/api/core/v1"
	policyv1 "k8s.io/api/policy/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apiserver/pkg/registry/rest"
	"k8s.io/apiserver/pkg/util/dryrun"

	"github.com/kronoscope/kronoscope/kube/embedded/api/kinds"
	"github.com/kronoscope/kronoscope/kube/embedded/resource"
	"github.com/kronoscope/kronoscope/kube/embedded/store"
)

// evictionREST is pods/eviction. The plane has no PodDisruptionBudgets, so every eviction is granted.
type evictionREST struct{ kind *kinds.Kind }

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
		if err := r.markDisrupted(ctx, name, deletion); err != nil {
			return nil, err
		}
		ctx = store.FollowUp(ctx) // half an eviction is worse than a late one
	}
	if _, _, err := r.kind.Registry.Delete(ctx, name, rest.ValidateAllObjectFunc, deletion); err != nil {
		return nil, err
	}
	return &metav1.Status{Status: metav1.StatusSuccess}, nil
}

// checkPreconditions checks a pod against the preconditions of its eviction, in upstream's words.
func checkPreconditions(pod *corev1.Pod, p *metav1.Preconditions) error {
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

// markDisrupted sets the pod condition by which a podFailurePolicy recognises the disruption.
func (r evictionREST) markDisrupted(ctx context.Context, name string, o *metav1.DeleteOptions) error {
	now := r.kind.Storage.Now()
	update := func(_ context.Context, _, old runtime.Object) (runtime.Object, error) {
		pod := old.DeepCopyObject().(*corev1.Pod)
		if err := checkPreconditions(pod, o.Preconditions); err != nil {
			return nil, err
		}
		resource.SetPodCondition(&pod.Status, corev1.PodCondition{
			Type: corev1.DisruptionTarget, Status: corev1.ConditionTrue, Reason: "EvictionByEvictionAPI",
			Message: "Eviction API: evicting",
		}, now)
		return pod, nil
	}
	updated, _, err := r.kind.StatusRegistry.Update(ctx, name, rest.DefaultUpdatedObjectInfo(nil, update),
		rest.ValidateAllObjectFunc, rest.ValidateAllObjectUpdateFunc, false, &metav1.UpdateOptions{})
	if err == nil && o.Preconditions != nil && o.Preconditions.ResourceVersion != nil {
		version := updated.(*corev1.Pod).ResourceVersion
		o.Preconditions.ResourceVersion = &version
	}
	return err
}
