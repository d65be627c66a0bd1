package strategy

import (
	"context"
	"fmt"
	"unsafe"

	"k8s.io/apimachinery/pkg/api/operation"
	"k8s.io/apimachinery/pkg/conversion"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	utilruntime "k8s.io/apimachinery/pkg/util/runtime"
	"k8s.io/apimachinery/pkg/util/validation/field"
	"k8s.io/apiserver/pkg/endpoints/request"
	"k8s.io/apiserver/pkg/registry/rest"
	"sigs.k8s.io/structured-merge-diff/v6/fieldpath"
)

// object is a pointer to T that is an API object.
type object[T any] interface {
	*T
	runtime.Object
}

// kind turns objects of the v1 type V of a kind into I, the internal type that upstream's strategy of the kind works on, and
// back.
type kind[V, I any, PV object[V], PI object[I]] struct {
	// toInternal and fromInternal are upstream's conversions. They share what the object points to. Where both are nil, V and
	// I are the same in memory, and are cast: upstream's conversions of lists of these kinds do so too.
	toInternal   func(*V, *I, conversion.Scope) error
	fromInternal func(*I, *V, conversion.Scope) error
}

// internal is obj as the internal type. It may be the object itself: what is done to it must be followed by write.
func (k kind[V, I, PV, PI]) internal(obj runtime.Object) PI {
	v := obj.(PV)
	if k.toInternal == nil {
		return (*I)(unsafe.Pointer(v))
	}
	in := new(I)
	utilruntime.Must(k.toInternal(v, in, nil)) // upstream's conversions of these kinds return no error
	return in
}

// write puts what the internal object holds into obj, whose kind stays.
func (k kind[V, I, PV, PI]) write(in PI, obj runtime.Object) {
	if k.fromInternal == nil {
		return
	}
	var out V
	utilruntime.Must(k.fromInternal(in, &out, nil))
	PV(&out).GetObjectKind().SetGroupVersionKind(obj.GetObjectKind().GroupVersionKind())
	*obj.(PV) = out
}

// upstream is what every strategy of k8s.io/kubernetes/pkg/registry has.
type upstream interface {
	rest.RESTCreateUpdateStrategy
	rest.DeclarativeValidationStrategy
}

// rules make a Strategy of V from upstream's of I. They take names and kinds from the plane, all else from upstream.
type rules[V, I any, PV object[V], PI object[I]] struct {
	base
	kind[V, I, PV, PI]
	upstream upstream
	// request is what upstream's rules see of the request: to which version, and which subresource.
	request *request.RequestInfo

	// noTags says that no tag on the v1 type is enforced, so that ValidateDeclaratively has nothing to add.
	noTags bool

	beforeCreate func(obj PV)
	afterCreate  func(obj PV)
	canonicalize func(obj PV)
}

// newRules makes the rules of a resource, or of its subresource.
func newRules[V, I any, PV object[V], PI object[I]](
	b base, gv schema.GroupVersion, k kind[V, I, PV, PI], from upstream, subresource string,
) rules[V, I, PV, PI] {
	return rules[V, I, PV, PI]{
		base: b, kind: k, upstream: from,
		request: &request.RequestInfo{IsResourceRequest: true, APIGroup: gv.Group, APIVersion: gv.Version, Subresource: subresource},
	}
}

// context makes sure that upstream's rules find the request they look for, who ever calls.
func (r rules[V, I, PV, PI]) context(ctx context.Context) context.Context {
	return request.WithRequestInfo(ctx, r.request)
}

func (r rules[V, I, PV, PI]) NamespaceScoped() bool { return r.upstream.NamespaceScoped() }

func (r rules[V, I, PV, PI]) AllowCreateOnUpdate(ctx context.Context) bool {
	return r.upstream.AllowCreateOnUpdate(ctx)
}

func (r rules[V, I, PV, PI]) AllowUnconditionalUpdate(ctx context.Context) bool {
	return r.upstream.AllowUnconditionalUpdate(ctx)
}

func (r rules[V, I, PV, PI]) GetResetFields() map[fieldpath.APIVersion]*fieldpath.Set {
	if s, ok := r.upstream.(rest.ResetFieldsStrategy); ok {
		return s.GetResetFields()
	}
	return nil
}

// DefaultGarbageCollectionPolicy is what becomes of dependents when a delete request does not say.
func (r rules[V, I, PV, PI]) DefaultGarbageCollectionPolicy(ctx context.Context) rest.GarbageCollectionPolicy {
	if s, ok := r.upstream.(rest.GarbageCollectionDeleteStrategy); ok {
		return s.DefaultGarbageCollectionPolicy(r.context(ctx))
	}
	return rest.DeleteDependents
}

func (r rules[V, I, PV, PI]) PrepareForCreate(ctx context.Context, obj runtime.Object) {
	if r.beforeCreate != nil {
		r.beforeCreate(obj.(PV))
	}
	in := r.internal(obj)
	r.upstream.PrepareForCreate(ctx, in)
	r.write(in, obj)
	if r.afterCreate != nil {
		r.afterCreate(obj.(PV))
	}
}

func (r rules[V, I, PV, PI]) PrepareForUpdate(ctx context.Context, obj, old runtime.Object) {
	in := r.internal(obj)
	r.upstream.PrepareForUpdate(ctx, in, r.internal(old))
	r.write(in, obj)
}

func (r rules[V, I, PV, PI]) Validate(ctx context.Context, obj runtime.Object) (errs field.ErrorList) {
	defer refuse(&errs)
	return r.upstream.Validate(r.context(ctx), r.internal(obj))
}

func (r rules[V, I, PV, PI]) ValidateUpdate(ctx context.Context, obj, old runtime.Object) (errs field.ErrorList) {
	defer refuse(&errs)
	return r.upstream.ValidateUpdate(r.context(ctx), r.internal(obj), r.internal(old))
}

// refuse makes an error of a panic. Upstream's validation has them left, as for a success policy without completions, where
// its server drops the connection.
func refuse(errs *field.ErrorList) {
	if r := recover(); r != nil {
		*errs = field.ErrorList{field.InternalError(nil, fmt.Errorf("validating the object: %v", r))}
	}
}

// ValidateDeclaratively adds what the tags on the v1 types demand. Upstream's own copies the objects first, and sorts out
// which errors came twice; where there is none at all, that is saved.
func (r rules[V, I, PV, PI]) ValidateDeclaratively(
	ctx context.Context, obj, old runtime.Object, errs field.ErrorList, op operation.Type, config rest.DeclarativeValidationConfig,
) field.ErrorList {
	ctx = r.context(ctx)
	if len(errs) == 0 && (r.noTags || len(r.declarativeErrors(ctx, obj, old, op, config)) == 0) {
		return nil
	}
	return r.upstream.ValidateDeclaratively(ctx, obj, old, errs, op, config)
}

// declarativeErrors are those of the tags, enforced or not.
func (r rules[V, I, PV, PI]) declarativeErrors(
	ctx context.Context, obj, old runtime.Object, op operation.Type, config rest.DeclarativeValidationConfig,
) field.ErrorList {
	var subresources []string
	if r.request.Subresource != "" {
		subresources = []string{r.request.Subresource}
	}
	if op == operation.Create {
		return upstreamScheme().Validate(ctx, config.Options, obj, subresources...)
	}
	return upstreamScheme().ValidateUpdate(ctx, config.Options, obj, old, subresources...)
}

func (r rules[V, I, PV, PI]) DeclarativeValidationConfig(ctx context.Context, obj, old runtime.Object) rest.DeclarativeValidationConfig {
	var before runtime.Object
	if old != nil {
		before = r.internal(old)
	}
	return r.upstream.DeclarativeValidationConfig(ctx, r.internal(obj), before)
}

func (r rules[V, I, PV, PI]) WarningsOnCreate(ctx context.Context, obj runtime.Object) []string {
	return r.upstream.WarningsOnCreate(ctx, r.internal(obj))
}

func (r rules[V, I, PV, PI]) WarningsOnUpdate(ctx context.Context, obj, old runtime.Object) []string {
	return r.upstream.WarningsOnUpdate(ctx, r.internal(obj), r.internal(old))
}

func (r rules[V, I, PV, PI]) Canonicalize(obj runtime.Object) {
	in := r.internal(obj)
	r.upstream.Canonicalize(in)
	r.write(in, obj)
	if r.canonicalize != nil {
		r.canonicalize(obj.(PV))
	}
}
