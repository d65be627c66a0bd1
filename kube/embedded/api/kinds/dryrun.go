package kinds

import (
	"context"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apiserver/pkg/registry/rest"
	"k8s.io/apiserver/pkg/util/dryrun"

	"github.com/kronoscope/kronoscope/kube/embedded/api/tables"
	"github.com/kronoscope/kronoscope/kube/embedded/resource"
)

// A dry run never reaches the storage, which replaces the machine's time by the plane's. So its responses are dated here.

// beforeDryRun returns the object that a dry run would change; nil if there is none, or the request is no dry run.
func (k *Kind) beforeDryRun(ctx context.Context, name string, dryRun []string) resource.Object {
	if !dryrun.IsDryRun(dryRun) {
		return nil
	}
	key, err := k.Registry.KeyFunc(ctx, name)
	if err != nil {
		return nil
	}
	item := k.Storage.Item(key)
	if item == nil {
		return nil
	}
	return item.Object
}

// dateDryRun dates the response to a dry run by the plane's clock. Other responses are returned as they are.
func (k *Kind) dateDryRun(ctx context.Context, out runtime.Object, before resource.Object, dryRun []string, err error) runtime.Object {
	obj, ok := out.(resource.Object)
	if err != nil || !ok || !dryrun.IsDryRun(dryRun) {
		return out
	}
	obj = tables.ShallowCopy(obj)
	k.Storage.Normalize(ctx, obj, before)
	return obj
}

func (r mainREST) Create(ctx context.Context, obj runtime.Object, validate rest.ValidateObjectFunc, o *metav1.CreateOptions) (runtime.Object, error) {
	out, err := r.Store.Create(ctx, obj, validate, o)
	return r.kind.dateDryRun(ctx, out, nil, o.DryRun, err), err
}

func (r mainREST) Update(ctx context.Context, name string, info rest.UpdatedObjectInfo, create rest.ValidateObjectFunc,
	update rest.ValidateObjectUpdateFunc, force bool, o *metav1.UpdateOptions,
) (runtime.Object, bool, error) {
	before := r.kind.beforeDryRun(ctx, name, o.DryRun)
	out, created, err := r.Store.Update(ctx, name, info, create, update, force, o)
	return r.kind.dateDryRun(ctx, out, before, o.DryRun, err), created, err
}
