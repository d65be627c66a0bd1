package fetch

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/rest"
	"k8s.io/kubectl/pkg/describe"
	"sigs.k8s.io/yaml"

	"github.com/kronoscope/kronoscope/kube"
)

// Describe returns what kubectl describe prints about an object, in several lines and not sanitised. Ages are by the cluster's
// clock. It takes at most [kube.RequestTimeout].
func (r Reader) Describe(ctx context.Context, kind kube.Kind, key kube.Key) (string, error) {
	fail := func(err error) (string, error) {
		return "", fmt.Errorf("describing %s %s: %w", strings.ToLower(string(kind)), key, err)
	}
	c, group := r.Cluster, batchv1.GroupName
	if kind == kube.KindPod {
		group = corev1.GroupName
	}
	config := rest.CopyConfig(c.Config)
	config.Timeout = kube.RequestTimeout
	if c.Control() != nil || c.Skew() != 0 {
		config.ContentType, config.AcceptContentTypes = runtime.ContentTypeJSON, runtime.ContentTypeJSON
		config.Wrap(func(next http.RoundTripper) http.RoundTripper { return &eventShifter{next: next, cluster: c} })
	}
	describer, ok := describe.DescriberFor(schema.GroupKind{Group: group, Kind: string(kind)}, config)
	if !ok {
		return fail(errors.New("unsupported kind"))
	}
	type result struct {
		text string
		err  error
	}
	// kubectl's code takes no context. An answer that comes too late is dropped.
	done := make(chan result, 1)
	go func() {
		text, err := describer.Describe(key.Namespace, key.Name, describe.DescriberSettings{ShowEvents: true, ChunkSize: 500})
		done <- result{text, err}
	}()
	ctx, cancel := context.WithTimeout(ctx, kube.RequestTimeout)
	defer cancel()
	select {
	case r := <-done:
		if r.err != nil {
			return fail(r.err)
		}
		return r.text, nil
	case <-ctx.Done():
		return fail(ctx.Err())
	}
}

// YAML returns what kubectl get -o yaml prints: the whole object but its managed fields, sorted by name and not sanitised. It takes at
// most [kube.RequestTimeout].
func (r Reader) YAML(ctx context.Context, kind kube.Kind, key kube.Key) (string, error) {
	fail := func(err error) (string, error) {
		return "", fmt.Errorf("getting %s %s: %w", strings.ToLower(string(kind)), key, err)
	}
	ctx, cancel := context.WithTimeout(ctx, kube.RequestTimeout)
	defer cancel()
	raw, err := r.getJSON(ctx, kind, key)
	if err != nil {
		return fail(err)
	}
	var object map[string]any
	if err := json.Unmarshal(raw, &object); err != nil {
		return fail(err)
	}
	if meta, ok := object["metadata"].(map[string]any); ok {
		delete(meta, "managedFields")
	}
	text, err := yaml.Marshal(object)
	if err != nil {
		return fail(err)
	}
	return string(text), nil
}

// getJSON reads an object as the server sends it, with the fields that this program does not know.
func (r Reader) getJSON(ctx context.Context, kind kube.Kind, key kube.Key) ([]byte, error) {
	var client rest.Interface
	var resource string
	switch kind {
	case kube.KindJob:
		client, resource = r.Cluster.Client.BatchV1().RESTClient(), "jobs"
	case kube.KindCronJob:
		client, resource = r.Cluster.Client.BatchV1().RESTClient(), "cronjobs"
	case kube.KindPod:
		client, resource = r.Cluster.Client.CoreV1().RESTClient(), "pods"
	default:
		return nil, fmt.Errorf("unsupported kind %s", kind)
	}
	return client.Get().Namespace(key.Namespace).Resource(resource).Name(key.Name).
		SetHeader("Accept", runtime.ContentTypeJSON).DoRaw(ctx)
}
