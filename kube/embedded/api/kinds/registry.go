package kinds

import (
	"context"
	"sync"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/fields"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apiserver/pkg/admission"
	genericapirequest "k8s.io/apiserver/pkg/endpoints/request"
	"k8s.io/apiserver/pkg/registry/generic/registry"
	"k8s.io/apiserver/pkg/storage"

	"github.com/kronoscope/kronoscope/kube/embedded/api/access"
	"github.com/kronoscope/kronoscope/kube/embedded/api/tables"
	"github.com/kronoscope/kronoscope/kube/embedded/resource"
	"github.com/kronoscope/kronoscope/kube/embedded/store"
	"github.com/kronoscope/kronoscope/kube/embedded/strategy"
)

// eventTTL is how long an event lives after its last write, as upstream's --event-ttl.
const eventTTL = time.Hour

// Kind is one served kind: its rules, its objects, and the generic registries of the resource and its subresources.
type Kind struct {
	strategy.Resource
	Objects *store.Table
	Storage *tables.Storage

	Registry         *registry.Store
	StatusRegistry   *registry.Store // nil without the subresource
	FinalizeRegistry *registry.Store // of namespaces only

	// Scratch holds objects that fast writes hand to validation, and that nobody keeps.
	Scratch sync.Pool

	inProcess context.Context
}

// returnsDeleted lists the resources whose DELETE answers with the object instead of a Status, as upstream's do.
var returnsDeleted = map[string]bool{
	"namespaces": true, "persistentvolumeclaims": true, "pods": true, "resourcequotas": true, "serviceaccounts": true,
}

func (s *Set) newKind(r strategy.Resource) *Kind {
	k := &Kind{Resource: r, Objects: s.store.Table(r.GroupResource())}
	k.Storage = tables.New(tables.Options{Store: s.store, Table: k.Objects, Clock: s.clock, Scheme: s.Scheme, New: r.New})
	prefix := tables.KeyPrefix(r.Name)
	k.Registry = &registry.Store{
		NewFunc: r.New, NewListFunc: r.NewList,
		DefaultQualifiedResource:  r.GroupResource(),
		SingularQualifiedResource: schema.GroupResource{Group: r.GroupVersion.Group, Resource: r.Singular},
		KeyRootFunc:               func(ctx context.Context) string { return registry.NamespaceKeyRootFunc(ctx, prefix) },
		KeyFunc:                   keyFunc(r.Namespaced, prefix),
		ObjectNameFunc: func(obj runtime.Object) (string, error) {
			return obj.(resource.Object).GetName(), nil
		},
		PredicateFunc: func(label labels.Selector, field fields.Selector) storage.SelectionPredicate {
			return storage.SelectionPredicate{Label: label, Field: field, GetAttrs: r.GetAttrs}
		},
		EnableGarbageCollection: true,
		DeleteCollectionWorkers: 1,
		BeginCreate:             s.assignIdentity,
		CreateStrategy:          r.Strategy, UpdateStrategy: r.Strategy, DeleteStrategy: r.Strategy, ResetFieldsStrategy: r.Strategy,
		ReturnDeletedObject: returnsDeleted[r.Name],
		TableConvertor:      r.Table,
		Storage:             registry.DryRunnableStorage{Storage: k.Storage, Codec: s.dryRunCodec(r.GroupVersion)},
		StorageVersioner:    r.GroupVersion,
	}
	if r.Name == "events" {
		k.Registry.TTLFunc = func(runtime.Object, uint64, bool) (uint64, error) { return uint64(eventTTL / time.Second), nil }
	}
	if r.Name == "namespaces" {
		k.Registry.ShouldDeleteDuringUpdate = deleteWithoutFinalizers
	}
	k.inProcess = tables.WithSharedObjects(genericapirequest.WithRequestInfo(
		genericapirequest.WithUser(context.Background(), access.Admin), &genericapirequest.RequestInfo{
			IsResourceRequest: true, APIPrefix: PathPrefix(r.GroupVersion), APIGroup: r.GroupVersion.Group,
			APIVersion: r.GroupVersion.Version, Resource: r.Name,
		}))
	s.recountQuotasAfterWrites(k.Registry)
	k.StatusRegistry = k.subresource(r.Status)
	if r.Name == "resourcequotas" {
		k.StatusRegistry.AfterUpdate = nil // charges are written there, before what they are for is stored
	}
	k.FinalizeRegistry = k.subresource(r.Finalize)
	return k
}

// InProcess is the context of requests that do not come over HTTP. They come from the administrator, share what is stored, and
// have no deadline.
func (k *Kind) InProcess() context.Context { return k.inProcess }

// Get returns a stored object, which must not be changed, or a NotFound error.
func (k *Kind) Get(namespace, name string) (resource.Object, error) {
	if item := k.Objects.Get(namespace, name); item != nil {
		return item.Object, nil
	}
	return nil, apierrors.NewNotFound(k.GroupResource(), name)
}

// List returns the stored objects of a namespace, or all of them if it is empty. They must not be changed.
func List[T runtime.Object](k *Kind, namespace string) []T {
	items, _ := k.Objects.List(namespace)
	return ObjectsOf[T](items)
}

// ObjectsOf returns the objects of items, which must not be changed.
func ObjectsOf[T runtime.Object](items []*store.Item) []T {
	objects := make([]T, len(items))
	for i := range items {
		objects[i] = items[i].Object.(T)
	}
	return objects
}

// Attributes describe a create or delete to admission that did not come over HTTP.
func (k *Kind) Attributes(obj runtime.Object, namespace, name string, op admission.Operation, options runtime.Object) admission.Attributes {
	return admission.NewAttributesRecord(obj, nil, k.GroupVersionKind(), namespace, name,
		schema.GroupVersionResource{Group: k.GroupVersion.Group, Version: k.GroupVersion.Version, Resource: k.Name},
		"", op, options, false, access.Admin)
}

// PathPrefix is the first element of the paths of a group: "api" or "apis".
func PathPrefix(gv schema.GroupVersion) string {
	if gv.Group == "" {
		return "api"
	}
	return "apis"
}

// subresource returns the registry of a subresource: the same objects by other rules.
func (k *Kind) subresource(rules strategy.Strategy) *registry.Store {
	if rules == nil {
		return nil
	}
	sub := *k.Registry
	sub.UpdateStrategy, sub.ResetFieldsStrategy = rules, rules
	return &sub
}

func keyFunc(namespaced bool, prefix string) func(context.Context, string) (string, error) {
	if namespaced {
		return func(ctx context.Context, name string) (string, error) {
			return registry.NamespaceKeyFunc(ctx, prefix, name)
		}
	}
	return func(ctx context.Context, name string) (string, error) {
		return registry.NoNamespaceKeyFunc(ctx, prefix, name)
	}
}

// assignIdentity gives a new object what upstream takes from the machine: its UID and the time of its creation.
func (s *Set) assignIdentity(_ context.Context, obj runtime.Object, _ *metav1.CreateOptions) (registry.FinishFunc, error) {
	o := obj.(resource.Object)
	o.SetUID(s.ids.UID())
	o.SetCreationTimestamp(metav1.NewTime(s.clock.Now().Truncate(time.Second).UTC()))
	return func(context.Context, bool) {
		if s.quotas().Objects.Len() > 0 {
			s.RecountQuotas(o.GetNamespace()) // it may have been charged and then refused, or counted before it was stored
		}
	}, nil
}
