package kinds

import (
	"context"
	"errors"
	"fmt"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apiserver/pkg/registry/generic/registry"
	"k8s.io/apiserver/pkg/registry/rest"
	"k8s.io/apiserver/pkg/storage"
	storeerr "k8s.io/apiserver/pkg/storage/errors"
	"k8s.io/apiserver/pkg/util/dryrun"
)

// namespaceREST deletes a namespace in two steps: DELETE makes it Terminating, and it is removed once spec has no finalizers left.
type namespaceREST struct{ mainREST }

var _ rest.GracefulDeleter = namespaceREST{}

// DeleteCollection hides the generic registry's: namespaces can only be deleted one by one.
func (namespaceREST) DeleteCollection() {}

func (r namespaceREST) Delete(ctx context.Context, name string, validate rest.ValidateObjectFunc, o *metav1.DeleteOptions) (runtime.Object, bool, error) {
	got, err := r.Get(ctx, name, &metav1.GetOptions{})
	if err != nil {
		return nil, false, err
	}
	ns := got.(*corev1.Namespace)
	if o == nil {
		o = metav1.NewDeleteOptions(0)
	}
	if err := checkPreconditions(ns, o); err != nil {
		return nil, false, err
	}
	if o.Preconditions == nil {
		o.Preconditions = &metav1.Preconditions{}
	}
	o.Preconditions.UID = &ns.UID
	if ns.DeletionTimestamp == nil {
		out, err := r.terminate(ctx, name, validate, o)
		return out, false, err
	}
	if len(ns.Spec.Finalizers) > 0 {
		return ns, false, nil
	}
	return r.Store.Delete(ctx, name, validate, o)
}

func checkPreconditions(ns *corev1.Namespace, o *metav1.DeleteOptions) error {
	p := o.Preconditions
	conflict := func(field string, want, have any) error {
		//lint:ignore ST1005 upstream's text
		return apierrors.NewConflict(corev1.Resource("namespaces"), ns.Name, fmt.Errorf(
			"Precondition failed: %s in precondition: %v, %s in object meta: %v", field, want, field, have))
	}
	switch {
	case p == nil:
		return nil
	case p.UID != nil && *p.UID != ns.UID:
		return conflict("UID", *p.UID, ns.UID)
	case p.ResourceVersion != nil && *p.ResourceVersion != ns.ResourceVersion:
		return conflict("ResourceVersion", *p.ResourceVersion, ns.ResourceVersion)
	default:
		return nil
	}
}

func (r namespaceREST) terminate(ctx context.Context, name string, validate rest.ValidateObjectFunc, o *metav1.DeleteOptions) (runtime.Object, error) {
	key, err := r.KeyFunc(ctx, name)
	if err != nil {
		return nil, err
	}
	update := func(existing runtime.Object) (runtime.Object, error) {
		ns := existing.(*corev1.Namespace)
		if err := validate(ctx, ns); err != nil {
			return nil, err
		}
		if ns.DeletionTimestamp == nil {
			ns.DeletionTimestamp = &metav1.Time{Time: r.kind.Storage.Now()}
		}
		ns.Status.Phase = corev1.NamespaceTerminating
		setFinalizer(ns, metav1.FinalizerOrphanDependents, o, metav1.DeletePropagationOrphan, true)
		setFinalizer(ns, metav1.FinalizerDeleteDependents, o, metav1.DeletePropagationForeground, false)
		return ns, nil
	}
	before := r.kind.beforeDryRun(ctx, name, o.DryRun)
	out := r.NewFunc()
	err = r.Storage.GuaranteedUpdate(ctx, key, out, false,
		&storage.Preconditions{UID: o.Preconditions.UID, ResourceVersion: o.Preconditions.ResourceVersion},
		storage.SimpleUpdate(update), dryrun.IsDryRun(o.DryRun), nil)
	if err != nil {
		err = storeerr.InterpretUpdateError(storeerr.InterpretGetError(err, corev1.Resource("namespaces"), name), corev1.Resource("namespaces"), name)
		var status *apierrors.StatusError
		if !errors.As(err, &status) {
			err = apierrors.NewInternalError(err)
		}
		return nil, err
	}
	return r.kind.dateDryRun(ctx, out, before, o.DryRun, nil), nil
}

// setFinalizer adds a deletion finalizer if the options ask for its policy, and removes it if they ask for another. If they ask
// for none, it stays as it is.
func setFinalizer(ns *corev1.Namespace, finalizer string, o *metav1.DeleteOptions, policy metav1.DeletionPropagation, orphans bool) {
	var want bool
	switch {
	//lint:ignore SA1019 old clients still send it
	case o.OrphanDependents != nil:
		//lint:ignore SA1019 as above
		want = *o.OrphanDependents == orphans
	case o.PropagationPolicy != nil:
		want = *o.PropagationPolicy == policy
	default:
		return
	}
	var kept []string
	for _, f := range ns.Finalizers {
		if f != finalizer {
			kept = append(kept, f)
		}
	}
	if want {
		kept = append(kept, finalizer)
	}
	ns.Finalizers = kept
}

// deleteWithoutFinalizers lets an update remove a namespace only once its spec has no finalizers either.
func deleteWithoutFinalizers(ctx context.Context, key string, obj, existing runtime.Object) bool {
	return len(obj.(*corev1.Namespace).Spec.Finalizers) == 0 && registry.ShouldDeleteDuringUpdate(ctx, key, obj, existing)
}
