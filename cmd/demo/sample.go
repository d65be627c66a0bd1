package demo

import (
	"cmp"
	"fmt"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"

	"github.com/kronoscope/kronoscope/kube/embedded"
	"github.com/kronoscope/kronoscope/kube/manifest"
	"github.com/kronoscope/kronoscope/testdata"
)

// sample holds the sample workloads, each group in the order of creation.
type sample struct {
	namespaces, needs []runtime.Object // needs are Secrets, claims and accounts
	cronJobs, jobs    []runtime.Object
}

// readSample reads the guide's manifests and those that the demo adds. Objects that name no namespace go to the one given.
func readSample(namespace string) (*sample, error) {
	s := &sample{namespaces: []runtime.Object{&corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: namespace}}}}
	documents, problems := manifest.ReadFS(testdata.Guide)
	more, wrong := manifest.ReadFS(testdata.Demo)
	if problems = append(problems, wrong...); len(problems) > 0 {
		return nil, fmt.Errorf("reading the sample workloads: %w", problems[0])
	}
	for _, doc := range append(documents, more...) {
		object := doc.Object
		if o, ok := object.(metav1.Object); ok && doc.Kind != "Namespace" {
			o.SetNamespace(cmp.Or(o.GetNamespace(), namespace))
		}
		switch object.(type) {
		case *corev1.Namespace:
			s.namespaces = append(s.namespaces, object)
		case *batchv1.CronJob:
			s.cronJobs = append(s.cronJobs, object)
		case *batchv1.Job:
			s.jobs = append(s.jobs, object)
		default:
			s.needs = append(s.needs, object)
		}
	}
	return s, nil
}

// create creates groups of objects on a plane, in order.
func create(plane *embedded.Plane, groups ...[]runtime.Object) error {
	for _, objects := range groups {
		if err := plane.Create(objects...); err != nil {
			return fmt.Errorf("creating the sample workloads: %w", err)
		}
	}
	return nil
}
