// Package strategy says, kind by kind, what the API server of the embedded plane does to an object before it is stored:
// what it defaults, prepares, validates, warns about and lets selectors see. It has the rules of Kubernetes v1.37 with
// the default feature gates, and works on the v1 types directly.
//
// It never stores, serves or schedules anything, and never reads the wall clock.
package strategy

import (
	"context"
	"time"

	"k8s.io/apimachinery/pkg/api/operation"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/util/validation/field"
	"k8s.io/apiserver/pkg/registry/rest"
	"k8s.io/apiserver/pkg/storage/names"
	"sigs.k8s.io/structured-merge-diff/v6/fieldpath"
)

// Options are what strategies need from the plane.
type Options struct {
	// Typer names the kinds of objects: the plane's scheme.
	Typer runtime.ObjectTyper
	// Names completes metadata.generateName; nil means five random characters, as upstream.
	Names names.NameGenerator
	// UIDs names LimitRanges that come without a name; nil means random UUIDs, as upstream.
	UIDs func() types.UID
	// Now tells the time of conditions, and that from which ages in tables are counted. Nil is no time: ages are <unknown>.
	Now func() time.Time
}

// Strategy is what a registry.Store asks for, for its CreateStrategy, UpdateStrategy, DeleteStrategy and
// ResetFieldsStrategy.
type Strategy interface {
	rest.RESTCreateUpdateStrategy
	rest.GarbageCollectionDeleteStrategy
	rest.ResetFieldsStrategy
}

// base holds what all strategies share.
type base struct {
	runtime.ObjectTyper
	names.NameGenerator
	newUID func() types.UID
	now    func() time.Time
}

// rules are the Strategy of the kind T; a nil function has nothing to do.
type rules[T runtime.Object] struct {
	base
	namespaced     bool
	createOnUpdate bool
	resets         map[fieldpath.APIVersion]*fieldpath.Set
	collect        rest.GarbageCollectionPolicy

	prepare       func(obj T)
	prepareUpdate func(obj, old T)
	validate      func(obj T) field.ErrorList
	validateWith  func(obj, old T) field.ErrorList
	warn          func(obj T) []string
	warnUpdate    func(obj, old T) []string
	canonicalize  func(obj T)
}

var (
	_ Strategy                           = rules[runtime.Object]{}
	_ rest.DeclarativeValidationStrategy = rules[runtime.Object]{}
)

func (r rules[T]) NamespaceScoped() bool                         { return r.namespaced }
func (r rules[T]) AllowCreateOnUpdate(context.Context) bool      { return r.createOnUpdate }
func (r rules[T]) AllowUnconditionalUpdate(context.Context) bool { return true }

func (r rules[T]) GetResetFields() map[fieldpath.APIVersion]*fieldpath.Set { return r.resets }

func (r rules[T]) PrepareForCreate(_ context.Context, obj runtime.Object) {
	if r.prepare != nil {
		r.prepare(obj.(T))
	}
}

func (r rules[T]) PrepareForUpdate(_ context.Context, obj, old runtime.Object) {
	if r.prepareUpdate != nil {
		r.prepareUpdate(obj.(T), old.(T))
	}
}

func (r rules[T]) Validate(_ context.Context, obj runtime.Object) field.ErrorList {
	if r.validate == nil {
		return nil
	}
	return r.validate(obj.(T))
}

func (r rules[T]) ValidateUpdate(_ context.Context, obj, old runtime.Object) field.ErrorList {
	if r.validateWith == nil {
		return nil
	}
	return r.validateWith(obj.(T), old.(T))
}

// ValidateDeclaratively has no errors to add to those of validation, but has each only once: upstream's own drops
// duplicates where it merges both.
func (r rules[T]) ValidateDeclaratively(_ context.Context, _, _ runtime.Object, errs field.ErrorList, _ operation.Type, _ rest.DeclarativeValidationConfig) field.ErrorList {
	if len(errs) < 2 {
		return errs
	}
	return errs.Filter()
}

// DeclarativeValidationConfig is empty: see ValidateDeclaratively.
func (r rules[T]) DeclarativeValidationConfig(context.Context, runtime.Object, runtime.Object) rest.DeclarativeValidationConfig {
	return rest.DeclarativeValidationConfig{}
}

func (r rules[T]) WarningsOnCreate(_ context.Context, obj runtime.Object) []string {
	if r.warn == nil {
		return nil
	}
	return r.warn(obj.(T))
}

func (r rules[T]) WarningsOnUpdate(_ context.Context, obj, old runtime.Object) []string {
	if r.warnUpdate == nil {
		return nil
	}
	return r.warnUpdate(obj.(T), old.(T))
}

func (r rules[T]) Canonicalize(obj runtime.Object) {
	if r.canonicalize != nil {
		r.canonicalize(obj.(T))
	}
}

// DefaultGarbageCollectionPolicy is what becomes of dependents when a delete request does not say.
func (r rules[T]) DefaultGarbageCollectionPolicy(context.Context) rest.GarbageCollectionPolicy {
	if r.collect == "" {
		return rest.DeleteDependents
	}
	return r.collect
}

// resets names the top-level fields ("spec", "status", "metadata.ownerReferences") that a request to a resource or a subresource cannot own.
func resets(version fieldpath.APIVersion, paths ...[]any) map[fieldpath.APIVersion]*fieldpath.Set {
	set := fieldpath.NewSet()
	for _, p := range paths {
		set.Insert(fieldpath.MakePathOrDie(p...))
	}
	return map[fieldpath.APIVersion]*fieldpath.Set{version: set}
}

func path(parts ...any) []any { return parts }
