package pods

import (
	"context"
	"fmt"
	"io"
	"slices"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/util/validation/field"
	"k8s.io/apiserver/pkg/registry/rest"

	"github.com/kronoscope/kronoscope/kube/embedded/api/kinds"
)

// LogSource has the logs of containers: the kubelet.
type LogSource interface {
	// Logs returns what a container wrote. The options are valid, and name a container of the pod. Errors should be API
	// status errors. The reader ends when ctx does.
	Logs(ctx context.Context, pod *corev1.Pod, opts *corev1.PodLogOptions) (io.ReadCloser, error)
}

// logREST is pods/log.
type logREST struct {
	kind *kinds.Kind
	logs LogSource
}

var (
	_ rest.GetterWithOptions = logREST{}
	_ rest.StorageMetadata   = logREST{}
)

func (logREST) New() runtime.Object               { return &corev1.Pod{} }
func (logREST) Destroy()                          {}
func (logREST) ProducesMIMETypes(string) []string { return []string{"text/plain"} }
func (logREST) ProducesObject(string) any         { return "" }
func (logREST) NewGetOptions() (runtime.Object, bool, string) {
	return &corev1.PodLogOptions{}, false, ""
}

func (r logREST) Get(ctx context.Context, name string, options runtime.Object) (runtime.Object, error) {
	o := options.(*corev1.PodLogOptions)
	if o.Stream == nil {
		all := corev1.LogStreamAll
		o.Stream = &all
	}
	if errs := validateLogOptions(o); len(errs) > 0 {
		return nil, apierrors.NewInvalid(corev1.SchemeGroupVersion.WithKind("PodLogOptions").GroupKind(), name, errs)
	}
	got, err := r.kind.Registry.Get(ctx, name, &metav1.GetOptions{})
	if err != nil {
		return nil, err
	}
	pod := got.(*corev1.Pod)
	if o.Container, err = logContainer(pod, o.Container); err != nil {
		return nil, err
	}
	return &logStream{pod: pod, options: o, logs: r.logs}, nil
}

func validateLogOptions(o *corev1.PodLogOptions) field.ErrorList {
	var errs field.ErrorList
	invalid := func(name string, value *int64, least int64, detail string) {
		if value != nil && *value < least {
			errs = append(errs, field.Invalid(field.NewPath(name), *value, detail))
		}
	}
	invalid("tailLines", o.TailLines, 0, "must be greater than or equal to 0")
	invalid("limitBytes", o.LimitBytes, 1, "must be greater than 0")
	if o.SinceSeconds != nil && o.SinceTime != nil {
		errs = append(errs, field.Forbidden(field.NewPath(""), "at most one of `sinceTime` or `sinceSeconds` may be specified"))
	} else {
		invalid("sinceSeconds", o.SinceSeconds, 1, "must be greater than 0")
	}
	switch *o.Stream {
	case corev1.LogStreamAll:
	case corev1.LogStreamStdout, corev1.LogStreamStderr:
		if o.TailLines != nil {
			errs = append(errs, field.Forbidden(field.NewPath(""), "`tailLines` and specific `stream` are mutually exclusive for now"))
		}
	default:
		known := []string{corev1.LogStreamAll, corev1.LogStreamStderr, corev1.LogStreamStdout}
		errs = append(errs, field.NotSupported(field.NewPath("stream"), *o.Stream, known))
	}
	return errs
}

// logContainer returns the container that a request means: the one it names, or the only one.
func logContainer(pod *corev1.Pod, name string) (string, error) {
	var all []string
	for i := range pod.Spec.InitContainers {
		all = append(all, pod.Spec.InitContainers[i].Name)
	}
	for i := range pod.Spec.Containers {
		all = append(all, pod.Spec.Containers[i].Name)
	}
	for i := range pod.Spec.EphemeralContainers {
		all = append(all, pod.Spec.EphemeralContainers[i].Name)
	}
	switch {
	case name != "" && slices.Contains(all, name):
		return name, nil
	case name != "":
		return "", apierrors.NewBadRequest(fmt.Sprintf("container %s is not valid for pod %s", name, pod.Name))
	case len(pod.Spec.Containers) == 1:
		return pod.Spec.Containers[0].Name, nil
	case len(pod.Spec.Containers) == 0:
		return "", apierrors.NewBadRequest(fmt.Sprintf("a container name must be specified for pod %s", pod.Name))
	default:
		return "", apierrors.NewBadRequest(fmt.Sprintf("a container name must be specified for pod %s, choose one of: %s", pod.Name, all))
	}
}

// logStream is the response of pods/log before its first byte.
type logStream struct {
	pod     *corev1.Pod
	options *corev1.PodLogOptions
	logs    LogSource
}

var _ rest.ResourceStreamer = (*logStream)(nil)

func (*logStream) GetObjectKind() schema.ObjectKind { return schema.EmptyObjectKind }

// DeepCopyObject is never called: the response goes to one client.
func (s *logStream) DeepCopyObject() runtime.Object {
	c := *s
	return &c
}

func (s *logStream) InputStream(ctx context.Context, _, _ string) (stream io.ReadCloser, flush bool, mimeType string, err error) {
	if s.pod.Spec.NodeName == "" {
		return nil, false, "", nil // as upstream: an empty log until the pod has a node
	}
	if s.logs == nil {
		return nil, false, "", apierrors.NewNotFound(corev1.Resource("pods/log"), s.pod.Name)
	}
	stream, err = s.logs.Logs(ctx, s.pod, s.options)
	return stream, s.options.Follow, "text/plain", err
}
