package strategy

import (
	"time"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/util/uuid"
	"k8s.io/apiserver/pkg/registry/rest"
	"k8s.io/apiserver/pkg/storage"
	"k8s.io/apiserver/pkg/storage/names"

	"github.com/kronoscope/kronoscope/kube/embedded/strategy/printers"
)

// Resource is one kind as a registry.Store, discovery and a Table need it.
type Resource struct {
	GroupVersion         schema.GroupVersion
	Kind                 string
	Name, Singular       string // "jobs", "job"
	ShortNames           []string
	Categories           []string
	Namespaced           bool
	New, NewList         func() runtime.Object
	Strategy             Strategy
	Status               Strategy // nil without a /status subresource
	Finalize             Strategy // of namespaces only
	GetAttrs             storage.AttrFunc
	Table                rest.TableConvertor
	PropagationIsWarning bool // a delete without propagationPolicy deserves OrphanWarning: see WarnsOfOrphans
}

// GroupVersionKind names the kind.
func (r Resource) GroupVersionKind() schema.GroupVersionKind { return r.GroupVersion.WithKind(r.Kind) }

// GroupResource names the resource.
func (r Resource) GroupResource() schema.GroupResource {
	return schema.GroupResource{Group: r.GroupVersion.Group, Resource: r.Name}
}

// Resources returns every kind of the plane, core before batch and in alphabetical order.
func Resources(o Options) []Resource {
	b := base{o.Typer, o.Names, o.UIDs, o.Now}
	if b.NameGenerator == nil {
		b.NameGenerator = names.SimpleNameGenerator
	}
	if b.newUID == nil {
		b.newUID = uuid.NewUUID
	}
	if b.now == nil {
		b.now = func() time.Time { return time.Time{} }
	}
	upstreamScheme() // before the first request
	all := []Resource{
		configMaps(b), events(b), limitRanges(b), namespaces(b), nodes(b), persistentVolumeClaims(b), pods(b),
		resourceQuotas(b), secrets(b), serviceAccounts(b), cronJobs(b), jobs(b),
	}
	for i := range all {
		all[i].Table = printers.New(all[i].GroupResource(), o.Now)
	}
	return all
}

func coreResource(kind, name, singular string, short ...string) Resource {
	return Resource{
		GroupVersion: corev1.SchemeGroupVersion, Kind: kind, Name: name, Singular: singular, ShortNames: short, Namespaced: true,
	}
}

func batchResource(kind, name, singular string, short ...string) Resource {
	return Resource{
		GroupVersion: batchv1.SchemeGroupVersion, Kind: kind, Name: name, Singular: singular, ShortNames: short,
		Namespaced: true, Categories: []string{"all"},
	}
}
