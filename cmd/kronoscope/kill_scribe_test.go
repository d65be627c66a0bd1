package main

import (
	"context"
	"fmt"
	"math/rand/v2"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/dynamic"
)

var (
	configMaps = schema.GroupVersionResource{Version: "v1", Resource: "configmaps"}
	jobs       = schema.GroupVersionResource{Group: "batch", Version: "v1", Resource: "jobs"}
	cronJobs   = schema.GroupVersionResource{Group: "batch", Version: "v1", Resource: "cronjobs"}
	written    = []schema.GroupVersionResource{configMaps, jobs, cronJobs}
)

// scribe writes objects that nobody else writes, one after another, and notes each write in the ledger: before it is asked for,
// and when it is acknowledged.
type scribe struct {
	name        string
	client      dynamic.Interface
	book        *ledger
	acknowledge func()
}

// write goes on until the server is gone.
func (s *scribe) write(ctx context.Context, random *rand.Rand) {
	for {
		of := written[random.IntN(len(written))]
		mine := s.book.present(of, s.name)
		var err error
		switch {
		case len(mine) < 2 || len(mine) < 6 && random.IntN(3) == 0:
			err = s.create(ctx, of)
		case len(mine) > 5 || random.IntN(3) == 0:
			err = s.remove(ctx, of, mine[random.IntN(len(mine))])
		default:
			err = s.patch(ctx, of, mine[random.IntN(len(mine))])
		}
		if err != nil {
			return
		}
		s.acknowledge()
	}
}

func (s *scribe) create(ctx context.Context, of schema.GroupVersionResource) error {
	value := s.book.next(s.name)
	obj := body(of, value, s.name)
	return s.book.wrote(of, value, value, func() (*unstructured.Unstructured, error) {
		return s.client.Resource(of).Namespace("default").Create(ctx, obj, metav1.CreateOptions{})
	})
}

func (s *scribe) patch(ctx context.Context, of schema.GroupVersionResource, name string) error {
	value := s.book.next(s.name)
	patch := fmt.Sprintf(`{"metadata": {"labels": {"value": %q}}}`, value)
	return s.book.wrote(of, name, value, func() (*unstructured.Unstructured, error) {
		return s.client.Resource(of).Namespace("default").Patch(ctx, name, types.MergePatchType, []byte(patch), metav1.PatchOptions{})
	})
}

func (s *scribe) remove(ctx context.Context, of schema.GroupVersionResource, name string) error {
	background := metav1.DeletePropagationBackground
	return s.book.wrote(of, name, "", func() (*unstructured.Unstructured, error) {
		return nil, s.client.Resource(of).Namespace("default").Delete(ctx, name, metav1.DeleteOptions{PropagationPolicy: &background})
	})
}

// body is a new object; its label value is what patches change.
func body(of schema.GroupVersionResource, name, writer string) *unstructured.Unstructured {
	type object = map[string]any
	obj := &unstructured.Unstructured{Object: object{"metadata": object{"name": name}}}
	obj.SetAPIVersion(of.GroupVersion().String())
	obj.SetLabels(map[string]string{"writer": writer, "value": name})
	job := object{"template": object{"spec": object{
		"restartPolicy": "Never",
		"containers":    []any{object{"name": "main", "image": "busybox", "command": []any{"sh", "-c", "echo begun; sleep 90"}}},
	}}}
	switch of {
	case configMaps:
		obj.SetKind("ConfigMap")
		obj.Object["data"] = object{"text": name}
	case jobs:
		obj.SetKind("Job")
		obj.Object["spec"] = job
	case cronJobs:
		obj.SetKind("CronJob")
		obj.Object["spec"] = object{"schedule": "*/7 * * * *", "jobTemplate": object{"spec": job}}
	}
	return obj
}
