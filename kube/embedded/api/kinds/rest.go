package kinds

import (
	"context"

	metainternalversion "k8s.io/apimachinery/pkg/apis/meta/internalversion"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apiserver/pkg/registry/generic/registry"
	"k8s.io/apiserver/pkg/registry/rest"
	"k8s.io/apiserver/pkg/warning"
	"sigs.k8s.io/structured-merge-diff/v6/fieldpath"

	"github.com/kronoscope/kronoscope/kube/embedded/api/tables"
	"github.com/kronoscope/kronoscope/kube/embedded/strategy"
)

// REST returns what the endpoints serve for the resource.
func (k *Kind) REST() rest.Storage {
	if k.Name == "namespaces" {
		return namespaceREST{mainREST{k.Registry, k}}
	}
	return mainREST{k.Registry, k}
}

// Subresources returns what the endpoints serve for status and finalize, by name.
func (k *Kind) Subresources() map[string]rest.Storage {
	served := map[string]rest.Storage{}
	for name, r := range map[string]*registry.Store{"status": k.StatusRegistry, "finalize": k.FinalizeRegistry} {
		if r != nil {
			served[name] = subREST{r, k}
		}
	}
	return served
}

// Delete deletes an object as DELETE does over HTTP, without admission.
func (k *Kind) Delete(ctx context.Context, name string, o *metav1.DeleteOptions) error {
	_, _, err := k.REST().(rest.GracefulDeleter).Delete(ctx, name, rest.ValidateAllObjectFunc, o)
	return err
}

// mainREST serves a resource.
type mainREST struct {
	*registry.Store
	kind *Kind
}

var (
	_ rest.StandardStorage    = mainREST{}
	_ rest.ShortNamesProvider = mainREST{}
	_ rest.CategoriesProvider = mainREST{}
)

func (r mainREST) ShortNames() []string { return r.kind.Resource.ShortNames }
func (r mainREST) Categories() []string { return r.kind.Resource.Categories }

func (r mainREST) Delete(ctx context.Context, name string, validate rest.ValidateObjectFunc, o *metav1.DeleteOptions) (runtime.Object, bool, error) {
	r.warnOfOrphans(ctx, o)
	ctx = tables.WithGracePeriod(ctx, o)
	if o == nil {
		return r.Store.Delete(ctx, name, validate, o)
	}
	before := r.kind.beforeDryRun(ctx, name, o.DryRun)
	out, deleted, err := r.Store.Delete(ctx, name, validate, o)
	return r.kind.dateDryRun(ctx, out, before, o.DryRun, err), deleted, err
}

func (r mainREST) DeleteCollection(
	ctx context.Context, validate rest.ValidateObjectFunc, o *metav1.DeleteOptions, l *metainternalversion.ListOptions,
) (runtime.Object, error) {
	r.warnOfOrphans(ctx, o)
	return r.Store.DeleteCollection(tables.WithGracePeriod(ctx, o), validate, o, l)
}

func (r mainREST) warnOfOrphans(ctx context.Context, o *metav1.DeleteOptions) {
	if r.kind.WarnsOfOrphans(o) {
		warning.AddWarning(ctx, "", strategy.OrphanWarning)
	}
}

// subREST serves a subresource that reads and updates its resource's object: status, finalize.
type subREST struct {
	store *registry.Store
	kind  *Kind
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
	before := r.kind.beforeDryRun(ctx, name, o.DryRun)
	// A subresource never creates its resource, not even by server-side apply.
	out, created, err := r.store.Update(ctx, name, info, create, update, false, o)
	return r.kind.dateDryRun(ctx, out, before, o.DryRun, err), created, err
}

func (r subREST) ConvertToTable(ctx context.Context, obj, options runtime.Object) (*metav1.Table, error) {
	return r.store.ConvertToTable(ctx, obj, options)
}

func (r subREST) GetResetFields() map[fieldpath.APIVersion]*fieldpath.Set {
	return r.store.GetResetFields()
}
