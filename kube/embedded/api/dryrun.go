package api

import (
	"context"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apiserver/pkg/registry/rest"
	"k8s.io/apiserver/pkg/util/dryrun"

	"github.com/kronoscope/kronoscope/kube/embedded/resource"
)

// A dry run ends before the storage, which puts the plane's time in place of the machine's. So its answers are dated here.

// before is the object that a dry run would change, nil if there is none or the request is no dry run.
func (k *registryOf) before(ctx context.Context, name string, dryRun []string) resource.Object {
	if !dryrun.IsDryRun(dryRun) {
		return nil
	}
	key, err := k.main.KeyFunc(ctx, name)
	if err != nil {
		return nil
	}
	item := k.storage.item(key)
	if item == nil {
		return nil
	}
	return item.Object
}

// dated is the answer to a request by the plane's clock.
func (k *registryOf) dated(ctx context.Context, out runtime.Object, before resource.Object, dryRun []string, err error) runtime.Object {
	obj, ok := out.(resource.Object)
	if err != nil || !ok || !dryrun.IsDryRun(dryRun) {
		return out
	}
	obj = view(obj)
	k.storage.trim(ctx, obj, before)
	return obj
}

func (r mainREST) Create(ctx context.Context, obj runtime.Object, validate rest.ValidateObjectFunc, o *metav1.CreateOptions) (runtime.Object, error) {
	out, err := r.Store.Create(ctx, obj, validate, o)
	return r.kind.dated(ctx, out, nil, o.DryRun, err), err
}

func (r mainREST) Update(ctx context.Context, name string, info rest.UpdatedObjectInfo, create rest.ValidateObjectFunc,
	update rest.ValidateObjectUpdateFunc, force bool, o *metav1.UpdateOptions,
) (runtime.Object, bool, error) {
	before := r.kind.before(ctx, name, o.DryRun)
	out, created, err := r.Store.Update(ctx, name, info, create, update, force, o)
	return r.kind.dated(ctx, out, before, o.DryRun, err), created, err
}
