package play

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"sync"
	"time"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/discovery/cached/memory"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/restmapper"
	"k8s.io/utils/ptr"
)

var startOffset = regexp.MustCompile(`^T[+-]\d+(\.\d+)?s$`)

// Stage is the namespace of a plane in which a scenario is played, reached over HTTP.
type Stage struct {
	namespace string
	start     time.Time
	typed     kubernetes.Interface
	dynamic   dynamic.Interface
	mapper    meta.RESTMapper

	mu        sync.Mutex
	disrupted map[types.UID]bool
}

// NewStage connects to a plane. Nothing is created; see [Stage.CreateNamespace].
func NewStage(config *rest.Config, namespace string, start time.Time) (*Stage, error) {
	config = rest.CopyConfig(config)
	config.WarningHandler = rest.NoWarnings{} // records have no warnings
	typed, err := kubernetes.NewForConfig(config)
	if err != nil {
		return nil, fmt.Errorf("connecting to the plane: %w", err)
	}
	dyn, err := dynamic.NewForConfig(config)
	if err != nil {
		return nil, fmt.Errorf("connecting to the plane: %w", err)
	}
	mapper := restmapper.NewDeferredDiscoveryRESTMapper(memory.NewMemCacheClient(typed.Discovery()))
	return &Stage{namespace: namespace, start: start, typed: typed, dynamic: dyn, mapper: mapper, disrupted: map[types.UID]bool{}}, nil
}

// CreateNamespace creates the namespace in which the scenario is played.
func (s *Stage) CreateNamespace(ctx context.Context) error {
	ns := &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: s.namespace}}
	if _, err := s.typed.CoreV1().Namespaces().Create(ctx, ns, metav1.CreateOptions{}); err != nil {
		return fmt.Errorf("creating namespace %s: %w", s.namespace, err)
	}
	return nil
}

// Do takes a step and returns the plane's response, with the real names.
func (s *Stage) Do(ctx context.Context, number int, step Step) Response {
	object, err := s.do(ctx, step)
	response := Response{Step: number, Code: 200, Object: object}
	var status apierrors.APIStatus
	switch {
	case err == nil:
		return response
	case !errors.As(err, &status):
		return Response{Step: number, Message: err.Error()}
	}
	response.Code = int(status.Status().Code)
	response.Reason = string(status.Status().Reason)
	response.Message = status.Status().Message
	if details := status.Status().Details; details != nil {
		for _, cause := range details.Causes {
			response.Causes = append(response.Causes, fmt.Sprintf("%s %s: %s", cause.Type, cause.Field, cause.Message))
		}
	}
	return response
}

func (s *Stage) do(ctx context.Context, step Step) (map[string]any, error) {
	switch {
	case step.Create != nil:
		return s.create(ctx, step.Create)
	case step.Patch != nil:
		return nil, s.patch(ctx, step.Patch)
	case step.Delete != nil && step.Delete.Job != "":
		return nil, s.deletePods(ctx, step.Delete)
	case step.Delete != nil:
		return nil, s.delete(ctx, step.Delete)
	case step.Disrupt != nil:
		return nil, s.disrupt(ctx, step.Disrupt)
	case step.Trigger != nil:
		return nil, s.trigger(ctx, step.Trigger)
	}
	return nil, errors.New("a step without action")
}

func (s *Stage) create(ctx context.Context, object map[string]any) (map[string]any, error) {
	obj := &unstructured.Unstructured{Object: object}
	client, err := s.client(obj.GroupVersionKind().GroupKind(), obj.GroupVersionKind().Version)
	if err != nil {
		return nil, err
	}
	created, err := client.Create(ctx, obj, metav1.CreateOptions{})
	if err != nil {
		return nil, err
	}
	return created.Object, nil
}

func (s *Stage) patch(ctx context.Context, p *Patch) error {
	patchType, known := map[string]types.PatchType{
		"": types.MergePatchType, "merge": types.MergePatchType,
		"strategic": types.StrategicMergePatchType, "json": types.JSONPatchType,
	}[p.Type]
	if !known {
		return fmt.Errorf("unknown type of patch %q", p.Type)
	}
	data, err := json.Marshal(s.withTimes(p.Patch))
	if err != nil {
		return fmt.Errorf("writing the patch of %s %s: %w", p.Kind, p.Name, err)
	}
	client, err := s.client(kindNamed(p.Kind))
	if err != nil {
		return err
	}
	var subresources []string
	if p.Subresource != "" {
		subresources = append(subresources, p.Subresource)
	}
	_, err = client.Patch(ctx, p.Name, patchType, data, metav1.PatchOptions{}, subresources...)
	return err
}

// withTimes replaces offsets from the start by instants.
func (s *Stage) withTimes(value any) any {
	switch value := value.(type) {
	case string:
		if !startOffset.MatchString(value) {
			return value
		}
		d, err := time.ParseDuration(value[1:])
		if err != nil {
			return value
		}
		return s.start.Add(d).UTC().Format(time.RFC3339)
	case []any:
		result := make([]any, len(value))
		for i := range value {
			result[i] = s.withTimes(value[i])
		}
		return result
	case map[string]any:
		result := map[string]any{}
		for key, field := range value {
			result[key] = s.withTimes(field)
		}
		return result
	}
	return value
}

func (s *Stage) delete(ctx context.Context, d *Delete) error {
	client, err := s.client(kindNamed(d.Kind))
	if err != nil {
		return err
	}
	var opts metav1.DeleteOptions
	if d.Propagation != "" {
		opts.PropagationPolicy = ptr.To(metav1.DeletionPropagation(d.Propagation))
	}
	return client.Delete(ctx, d.Name, opts)
}

func (s *Stage) deletePods(ctx context.Context, d *Delete) error {
	pods, err := s.podsOf(ctx, d.Job)
	for _, pod := range pods {
		err = errors.Join(err, s.typed.CoreV1().Pods(s.namespace).Delete(ctx, pod.Name, metav1.DeleteOptions{}))
	}
	return err
}

func (s *Stage) disrupt(ctx context.Context, d *Disrupt) error {
	pods, err := s.podsOf(ctx, d.Job)
	for _, pod := range pods {
		if pod.Status.Phase == corev1.PodSucceeded || pod.Status.Phase == corev1.PodFailed {
			continue
		}
		patch := map[string]any{"status": map[string]any{
			"phase":      corev1.PodFailed,
			"conditions": []any{map[string]any{"type": corev1.DisruptionTarget, "status": corev1.ConditionTrue, "reason": d.Reason}},
		}}
		data, patchErr := json.Marshal(patch)
		if patchErr == nil {
			_, patchErr = s.typed.CoreV1().Pods(s.namespace).
				Patch(ctx, pod.Name, types.StrategicMergePatchType, data, metav1.PatchOptions{}, "status")
		}
		err = errors.Join(err, patchErr)
		s.mu.Lock()
		s.disrupted[pod.UID] = true
		s.mu.Unlock()
	}
	return err
}

func (s *Stage) podsOf(ctx context.Context, job string) ([]corev1.Pod, error) {
	pods, err := s.typed.CoreV1().Pods(s.namespace).List(ctx, metav1.ListOptions{LabelSelector: "job-name=" + job})
	if err != nil {
		return nil, err
	}
	return pods.Items, nil
}

func (s *Stage) trigger(ctx context.Context, t *Trigger) error {
	cronJob, err := s.typed.BatchV1().CronJobs(s.namespace).Get(ctx, t.CronJob, metav1.GetOptions{})
	if err != nil {
		return err
	}
	annotations := map[string]string{"cronjob.kubernetes.io/instantiate": "manual"}
	maps.Copy(annotations, cronJob.Spec.JobTemplate.Annotations)
	job := &batchv1.Job{
		ObjectMeta: metav1.ObjectMeta{
			Name:        t.Name,
			Annotations: annotations,
			Labels:      cronJob.Spec.JobTemplate.Labels,
			OwnerReferences: []metav1.OwnerReference{{
				APIVersion: batchv1.SchemeGroupVersion.String(), Kind: "CronJob",
				Name: cronJob.Name, UID: cronJob.UID, Controller: ptr.To(true),
			}},
		},
		Spec: cronJob.Spec.JobTemplate.Spec,
	}
	_, err = s.typed.BatchV1().Jobs(s.namespace).Create(ctx, job, metav1.CreateOptions{})
	return err
}

func (s *Stage) client(kind schema.GroupKind, versions ...string) (dynamic.ResourceInterface, error) {
	versions = slices.DeleteFunc(versions, func(v string) bool { return v == "" })
	mapping, err := s.mapper.RESTMapping(kind, versions...)
	if err != nil {
		return nil, fmt.Errorf("finding the resource of kind %s: %w", kind, err)
	}
	if mapping.Scope.Name() == meta.RESTScopeNameRoot {
		return s.dynamic.Resource(mapping.Resource), nil
	}
	return s.dynamic.Resource(mapping.Resource).Namespace(s.namespace), nil
}

// kindNamed returns a kind with its group.
func kindNamed(kind string) schema.GroupKind {
	if kind == "Job" || kind == "CronJob" {
		return schema.GroupKind{Group: batchv1.GroupName, Kind: kind}
	}
	return schema.GroupKind{Kind: kind}
}
