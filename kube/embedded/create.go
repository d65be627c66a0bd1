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

// Create creates objects in the given order, with the defaulting, validation and admission of a request but without HTTP. It
// continues after a refusal. A namespace that exists already is no error. A user's objects go over HTTP instead, because only there
// unknown fields are reported.
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
		if err := createOf(client.Namespaces(), o); !apierrors.IsAlreadyExists(err) {
			return err
		}
		return nil
	case *corev1.ConfigMap:
		return createOf(client.ConfigMaps(), o)
	case *corev1.Secret:
		return createOf(client.Secrets(), o)
	case *corev1.ServiceAccount:
		return createOf(client.ServiceAccounts(), o)
	case *corev1.PersistentVolumeClaim:
		return createOf(client.PersistentVolumeClaims(), o)
	case *corev1.Pod:
		return createOf(client.Pods(), o)
	case *batchv1.Job:
		return createOf(client.Jobs(), o)
	case *batchv1.CronJob:
		return createOf(client.CronJobs(), o)
	}
	return fmt.Errorf("create in the embedded control plane: it has no kind %T", object)
}

func createOf[T resource.Object](kind resource.Interface[T], object T) error {
	if _, err := kind.Create(object); err != nil {
		return fmt.Errorf("create %s/%s: %w", object.GetNamespace(), object.GetName(), err)
	}
	return nil
}
