package controller

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"

	"github.com/kronoscope/kronoscope/kube/embedded/resource"
)

// anyKind gives access to the objects of one kind for controllers that treat all kinds alike.
type anyKind struct {
	schema.GroupKind
	clusterScoped bool

	get      func(namespace, name string) (resource.Object, error)
	list     func(namespace string) []resource.Object
	ownedBy  func(namespace string, uid types.UID) []resource.Object
	update   func(obj resource.Object) error
	delete   func(namespace, name string, opts metav1.DeleteOptions) error
	onChange func(handle func(old, updated resource.Object)) (stop func())
}

// kindsOf returns the kinds whose objects may own others, be owned, or be in a namespace. Events are not among them: nobody owns
// them.
func kindsOf(client resource.Client) []anyKind {
	core := func(kind string) schema.GroupKind { return schema.GroupKind{Kind: kind} }
	batch := func(kind string) schema.GroupKind { return schema.GroupKind{Group: "batch", Kind: kind} }
	return []anyKind{
		kindOf(batch("CronJob"), client.CronJobs()),
		kindOf(batch("Job"), client.Jobs()),
		kindOf(core("Pod"), client.Pods()),
		kindOf(core("ConfigMap"), client.ConfigMaps()),
		kindOf(core("Secret"), client.Secrets()),
		kindOf(core("ServiceAccount"), client.ServiceAccounts()),
		kindOf(core("PersistentVolumeClaim"), client.PersistentVolumeClaims()),
		kindOf(core("ResourceQuota"), client.ResourceQuotas()),
		kindOf(core("LimitRange"), client.LimitRanges()),
		clusterScoped(kindOf(core("Namespace"), client.Namespaces())),
		clusterScoped(kindOf(core("Node"), client.Nodes())),
	}
}

func clusterScoped(kind anyKind) anyKind {
	kind.clusterScoped = true
	return kind
}

func kindOf[T resource.Object](gk schema.GroupKind, objects resource.Interface[T]) anyKind {
	return anyKind{
		GroupKind: gk,
		get: func(namespace, name string) (resource.Object, error) {
			obj, err := objects.Get(namespace, name)
			if err != nil {
				return nil, err
			}
			return obj, nil
		},
		list: func(namespace string) []resource.Object { return asObjects(objects.List(namespace)) },
		ownedBy: func(namespace string, uid types.UID) []resource.Object {
			return asObjects(objects.OwnedBy(namespace, uid))
		},
		update: func(obj resource.Object) error {
			_, err := objects.Update(obj.(T))
			return err
		},
		delete: objects.Delete,
		onChange: func(handle func(old, updated resource.Object)) func() {
			var none T
			orNil := func(obj T) resource.Object {
				if any(obj) == any(none) {
					return nil // otherwise the interface would hold a nil pointer
				}
				return obj
			}
			return objects.OnChange(func(old, updated T) { handle(orNil(old), orNil(updated)) })
		},
	}
}

func asObjects[T resource.Object](objects []T) []resource.Object {
	out := make([]resource.Object, len(objects))
	for i, obj := range objects {
		out[i] = obj
	}
	return out
}
