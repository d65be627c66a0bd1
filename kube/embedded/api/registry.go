package api

import (
	"context"
	"sync"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metainternalversion "k8s.io/apimachinery/pkg/apis/meta/internalversion"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/fields"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	genericapirequest "k8s.io/apiserver/pkg/endpoints/request"
	"k8s.io/apiserver/pkg/registry/generic/registry"
	"k8s.io/apiserver/pkg/registry/rest"
	"k8s.io/apiserver/pkg/storage"
	"k8s.io/apiserver/pkg/warning"
	"sigs.k8s.io/structured-merge-diff/v6/fieldpath"

	"github.com/kronoscope/kronoscope/kube/embedded/resource"
	"github.com/kronoscope/kronoscope/kube/embedded/store"
	"github.com/kronoscope/kronoscope/kube/embedded/strategy"
)

// eventTTL is how long an event lives after its last write, as upstream's --event-ttl.
const eventTTL = time.Hour

// registryOf is one kind: its rules, its table, and the generic registries of the resource and its subresources.
type registryOf struct {
	strategy.Resource
	table   *store.Table
	storage *tableStorage

	scratch sync.Pool // of objects that quick writes hand to validation, and nobody keeps

	direct context.Context // of requests that do not come over HTTP: who asks, and for what

	main     *registry.Store
	status   *registry.Store // nil without the subresource
	finalize *registry.Store // of namespaces only
}

// returnsDeleted lists the kinds whose DELETE answers with the object instead of a Status, as upstream's do.
var returnsDeleted = map[string]bool{
	"namespaces": true, "persistentvolumeclaims": true, "pods": true, "resourcequotas": true, "serviceaccounts": true,
}

func (s *Server) newRegistry(r strategy.Resource) *registryOf {
	k := &registryOf{Resource: r, table: s.store.Table(r.GroupResource())}
	prefix := "/" + r.Name
	if r.Name == "nodes" {
		prefix = "/minions" // their name when this was laid down
	}
	k.storage = &tableStorage{
		table: k.table, store: s.store, clock: s.clock, scheme: s.scheme,
		newFunc: r.New, newList: r.NewList, resource: r.Name, prefix: prefix,
	}
	k.main = &registry.Store{
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
		BeginCreate:             s.identify,
		CreateStrategy:          r.Strategy, UpdateStrategy: r.Strategy, DeleteStrategy: r.Strategy, ResetFieldsStrategy: r.Strategy,
		ReturnDeletedObject: returnsDeleted[r.Name],
		TableConvertor:      r.Table,
		Storage:             registry.DryRunnableStorage{Storage: k.storage, Codec: s.wireCodec(r.GroupVersion)},
		StorageVersioner:    r.GroupVersion,
	}
	if r.Name == "events" {
		k.main.TTLFunc = func(runtime.Object, uint64, bool) (uint64, error) { return uint64(eventTTL / time.Second), nil }
	}
	if r.Name == "namespaces" {
		k.main.ShouldDeleteDuringUpdate = deleteEmptied
	}
	k.direct = shared(genericapirequest.WithRequestInfo(genericapirequest.WithUser(context.Background(), admin),
		&genericapirequest.RequestInfo{
			IsResourceRequest: true, APIPrefix: prefixOf(r.GroupVersion), APIGroup: r.GroupVersion.Group,
			APIVersion: r.GroupVersion.Version, Resource: r.Name,
		}))
	s.countChanges(k.main)
	k.status = k.with(r.Status)
	if r.Name == "resourcequotas" {
		k.status.AfterUpdate = nil // charges are written there, before what they are for is stored
	}
	k.finalize = k.with(r.Finalize)
	return k
}

func (k *registryOf) notFound(name string) error {
	return apierrors.NewNotFound(k.GroupResource(), name)
}

// deleter is what DELETE goes through.
func (k *registryOf) deleter() rest.GracefulDeleter {
	if k.Name == "namespaces" {
		return namespaceREST{mainREST{k.main, k}}
	}
	return mainREST{k.main, k}
}

func prefixOf(gv schema.GroupVersion) string {
	if gv.Group == "" {
		return "api"
	}
	return "apis"
}

// with is the registry of a subresource: the same objects by other rules.
func (k *registryOf) with(rules strategy.Strategy) *registry.Store {
	if rules == nil {
		return nil
	}
	sub := *k.main
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

// identify gives a new object what upstream draws from the machine: its UID and the time of its creation.
func (s *Server) identify(_ context.Context, obj runtime.Object, _ *metav1.CreateOptions) (registry.FinishFunc, error) {
	o := obj.(resource.Object)
	o.SetUID(s.ids.UID())
	o.SetCreationTimestamp(metav1.NewTime(s.clock.Now().Truncate(time.Second).UTC()))
	return func(context.Context, bool) {
		if s.quotas().table.Len() > 0 {
			s.recount(o.GetNamespace()) // it may have been charged and refused then, or counted before it was there
		}
	}, nil
}

// mainREST is what the endpoints serve for a resource.
type mainREST struct {
	*registry.Store
	kind *registryOf
}

var (
	_ rest.StandardStorage    = mainREST{}
	_ rest.ShortNamesProvider = mainREST{}
	_ rest.CategoriesProvider = mainREST{}
)

func (r mainREST) ShortNames() []string { return r.kind.Resource.ShortNames }
func (r mainREST) Categories() []string { return r.kind.Resource.Categories }

func (r mainREST) Delete(ctx context.Context, name string, validate rest.ValidateObjectFunc, o *metav1.DeleteOptions) (runtime.Object, bool, error) {
	r.warn(ctx, o)
	ctx = withGrace(ctx, o)
	if o == nil {
		return r.Store.Delete(ctx, name, validate, o)
	}
	before := r.kind.before(ctx, name, o.DryRun)
	out, deleted, err := r.Store.Delete(ctx, name, validate, o)
	return r.kind.dated(ctx, out, before, o.DryRun, err), deleted, err
}

func (r mainREST) DeleteCollection(
	ctx context.Context, validate rest.ValidateObjectFunc, o *metav1.DeleteOptions, l *metainternalversion.ListOptions,
) (runtime.Object, error) {
	r.warn(ctx, o)
	return r.Store.DeleteCollection(withGrace(ctx, o), validate, o, l)
}

func (r mainREST) warn(ctx context.Context, o *metav1.DeleteOptions) {
	if r.kind.WarnsOfOrphans(o) {
		warning.AddWarning(ctx, "", strategy.OrphanWarning)
	}
}

// subREST is a subresource that reads and updates the object of its resource: status, finalize.
type subREST struct {
	store *registry.Store
	kind  *registryOf
}

var (
	_ rest.Patcher             = subREST{}
	_ rest.ResetFieldsStrategy = subREST{}
	_ rest.TableConvertor      = subREST{}
)

func (r subREST) New() runtime.Object { return r.store.New() }
func (r subREST) Destroy()            {}

func (r subREST) Get(ctx context.Context, name string, o *metav1.GetOptions) (runtime.Object, error) {
	return r.store.Get(ctx, name, o)
}

func (r subREST) Update(ctx context.Context, name string, info rest.UpdatedObjectInfo, create rest.ValidateObjectFunc,
	update rest.ValidateObjectUpdateFunc, _ bool, o *metav1.UpdateOptions,
) (runtime.Object, bool, error) {
	before := r.kind.before(ctx, name, o.DryRun)
	// A subresource never creates its resource, not even by server-side apply.
	out, created, err := r.store.Update(ctx, name, info, create, update, false, o)
	return r.kind.dated(ctx, out, before, o.DryRun, err), created, err
}

func (r subREST) ConvertToTable(ctx context.Context, obj, options runtime.Object) (*metav1.Table, error) {
	return r.store.ConvertToTable(ctx, obj, options)
}

func (r subREST) GetResetFields() map[fieldpath.APIVersion]*fieldpath.Set {
	return r.store.GetResetFields()
}
