package embedded

import (
	"errors"
	"fmt"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/runtime"

	"github.com/kronoscope/kronoscope/kube/embedded/resource"
)

// Create makes objects in the order given, with the defaulting, validation and admission of a request but without HTTP, and
// goes on after one that is refused. A namespace that exists already is no error. What comes from a user goes over HTTP
// instead, for only there are unknown fields told.
func (p *Plane) Create(objects ...runtime.Object) error {
	client := p.server.Client()
	var errs []error
	for _, object := range objects {
		if err := createOne(client, object); err != nil {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}

func createOne(client resource.Client, object runtime.Object) error {
	switch o := object.(type) {
	case *corev1.Namespace:
		if err := makeOf(client.Namespaces(), o); !apierrors.IsAlreadyExists(err) {
			return err
		}
		return nil
	case *corev1.ConfigMap:
		return makeOf(client.ConfigMaps(), o)
	case *corev1.Secret:
		return makeOf(client.Secrets(), o)
	case *corev1.ServiceAccount:
		return makeOf(client.ServiceAccounts(), o)
	case *corev1.PersistentVolumeClaim:
		return makeOf(client.PersistentVolumeClaims(), o)
	case *corev1.Pod:
		return makeOf(client.Pods(), o)
	case *batchv1.Job:
		return makeOf(client.Jobs(), o)
	case *batchv1.CronJob:
		return makeOf(client.CronJobs(), o)
	}
	return fmt.Errorf("create in the embedded control plane: no such kind here: %T", object)
}

func makeOf[T resource.Object](kind resource.Interface[T], object T) error {
	if _, err := kind.Create(object); err != nil {
		return fmt.Errorf("create %s/%s: %w", object.GetNamespace(), object.GetName(), err)
	}
	return nil
}
