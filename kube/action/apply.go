package action

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/rest"

	"github.com/kronoscope/kronoscope/kube/manifest"
)

// Apply creates the objects of documents, those first that others need. An object without a namespace goes to the cluster's, or to
// default; missing namespaces are created. An object that the API server refuses becomes a problem of its document, in the order of
// documents, and the others are still created. The error is for a cluster that is read-only or cannot be reached at all.
func (c *Client) Apply(ctx context.Context, documents []manifest.Document) ([]manifest.Problem, error) {
	_, problems, err := c.apply(ctx, documents, false)
	return problems, err
}

// ApplyMissing is like [Client.Apply] but leaves objects alone that exist already. It returns where those are in the documents.
func (c *Client) ApplyMissing(ctx context.Context, documents []manifest.Document) (existing []manifest.Place, problems []manifest.Problem, err error) {
	return c.apply(ctx, documents, true)
}

func (c *Client) apply(ctx context.Context, documents []manifest.Document, missing bool) ([]manifest.Place, []manifest.Problem, error) {
	if err := c.checkWritable(); err != nil {
		return nil, nil, fmt.Errorf("applying manifests: %w", err)
	}
	config := rest.CopyConfig(c.cluster.Config)
	config.ContentType, config.AcceptContentTypes = runtime.ContentTypeJSON, runtime.ContentTypeJSON
	served, err := servedKinds(config)
	if err != nil {
		return nil, nil, fmt.Errorf("asking the control plane which kinds it serves: %w", err)
	}
	client, err := dynamic.NewForConfig(config)
	if err != nil {
		return nil, nil, fmt.Errorf("applying manifests: %w", err)
	}
	a := &applier{client: client, served: served, namespace: c.cluster.Namespace, onlyMissing: missing, namespaces: map[string]bool{}, created: map[string]bool{}}
	ordered := slices.Clone(documents)
	slices.SortStableFunc(ordered, func(x, y manifest.Document) int { return cmp.Compare(creationOrder(x.Kind), creationOrder(y.Kind)) })
	for _, doc := range ordered {
		if err := ctx.Err(); err != nil {
			return a.existing, a.problems, fmt.Errorf("applying manifests: %w", err)
		}
		a.create(ctx, doc)
	}
	slices.SortStableFunc(a.problems, func(x, y manifest.Problem) int {
		return cmp.Compare(indexOf(documents, x.Place), indexOf(documents, y.Place))
	})
	return a.existing, a.problems, nil
}

func indexOf(documents []manifest.Document, place manifest.Place) int {
	return slices.IndexFunc(documents, func(d manifest.Document) bool { return d.Place == place })
}

// creationOrder returns the rank of a kind: what a pod needs is created before the pod.
func creationOrder(kind string) int {
	switch kind {
	case "Namespace", "Node":
		return 0
	case "LimitRange", "ResourceQuota":
		return 1
	case "Job", "CronJob":
		return 3
	case "Pod":
		return 4
	}
	return 2
}

// applier creates objects one by one, and collects what came of them.
type applier struct {
	client      dynamic.Interface
	served      map[schema.GroupVersionKind]metav1.APIResource
	namespace   string
	onlyMissing bool            // an object that exists already is no problem
	namespaces  map[string]bool // namespaces known to exist
	created     map[string]bool // by this applier
	existing    []manifest.Place
	problems    []manifest.Problem
}

func (a *applier) create(ctx context.Context, doc manifest.Document) {
	obj := &unstructured.Unstructured{}
	if err := json.Unmarshal(doc.JSON, &obj.Object); err != nil {
		a.addProblems(doc, err)
		return
	}
	gvk := obj.GroupVersionKind()
	resource, ok := a.served[gvk]
	if !ok {
		a.addProblem(doc, "kind", fmt.Sprintf("%s (%s) is not served here: %s", gvk.Kind, gvk.GroupVersion(), a.servedNames()))
		return
	}
	var into dynamic.ResourceInterface = a.client.Resource(gvk.GroupVersion().WithResource(resource.Name))
	if resource.Namespaced {
		namespace := cmp.Or(obj.GetNamespace(), a.namespace, metav1.NamespaceDefault)
		obj.SetNamespace(namespace)
		if err := a.ensureNamespace(ctx, namespace); err != nil {
			a.addProblems(doc, fmt.Errorf("creating namespace %s: %w", namespace, err))
			return
		}
		into = a.client.Resource(gvk.GroupVersion().WithResource(resource.Name)).Namespace(namespace)
	}
	_, err := into.Create(ctx, obj, metav1.CreateOptions{FieldValidation: metav1.FieldValidationStrict})
	title := resource.Name + "/" + obj.GetNamespace() + "/" + obj.GetName()
	if gvk.Kind == "Namespace" {
		if a.namespaces[obj.GetName()] = true; apierrors.IsAlreadyExists(err) {
			return // such as default
		}
	}
	switch {
	case err == nil:
		a.created[title] = true
	case a.onlyMissing && apierrors.IsAlreadyExists(err) && !a.created[title]:
		a.existing = append(a.existing, doc.Place)
	default:
		a.addProblems(doc, err)
	}
}

// ensureNamespace creates a namespace unless it exists.
func (a *applier) ensureNamespace(ctx context.Context, name string) error {
	if a.namespaces[name] {
		return nil
	}
	obj := &unstructured.Unstructured{}
	obj.SetAPIVersion("v1")
	obj.SetKind("Namespace")
	obj.SetName(name)
	namespaces := a.client.Resource(schema.GroupVersionResource{Version: "v1", Resource: "namespaces"})
	if _, err := namespaces.Create(ctx, obj, metav1.CreateOptions{}); err != nil && !apierrors.IsAlreadyExists(err) {
		return err
	}
	a.namespaces[name] = true
	return nil
}

// addProblems adds the reasons why the API server did not take a document, one problem for each field it names.
func (a *applier) addProblems(doc manifest.Document, err error) {
	var status apierrors.APIStatus
	if errors.As(err, &status) && status.Status().Details != nil {
		causes := status.Status().Details.Causes
		for _, cause := range causes {
			a.addProblem(doc, cause.Field, cause.Message)
		}
		if len(causes) > 0 {
			return
		}
	}
	a.addProblem(doc, "", err.Error())
}

func (a *applier) addProblem(doc manifest.Document, field, text string) {
	a.problems = append(a.problems, manifest.Problem{Place: doc.Place, Field: field, Text: text})
}

// servedNames lists the kinds that can be created, to end an error about another kind with.
func (a *applier) servedNames() string {
	var names []string
	for gvk := range a.served {
		if creatable(a.served[gvk]) {
			names = append(names, gvk.Kind)
		}
	}
	slices.Sort(names)
	return "the cluster serves " + strings.Join(slices.Compact(names), ", ")
}
