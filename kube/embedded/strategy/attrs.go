package strategy

import (
	"fmt"
	"strconv"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/fields"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apiserver/pkg/storage"
)

// attrs makes the storage.AttrFunc of a kind: the labels and fields that selectors see. more adds to the name and,
// with a namespaced kind, the namespace.
func attrs[T interface {
	runtime.Object
	metav1.Object
}](namespaced bool, size int, more func(obj T, into fields.Set)) storage.AttrFunc {
	return func(obj runtime.Object) (labels.Set, fields.Set, error) {
		o, ok := obj.(T)
		if !ok {
			var want T
			return nil, nil, fmt.Errorf("selecting objects: got a %T, want a %T", obj, want)
		}
		set := make(fields.Set, size+2)
		set["metadata.name"] = o.GetName()
		if namespaced {
			set["metadata.namespace"] = o.GetNamespace()
		}
		if more != nil {
			more(o, set)
		}
		return o.GetLabels(), set, nil
	}
}

func jobFields(j *batchv1.Job, set fields.Set) {
	set["status.successful"] = strconv.Itoa(int(j.Status.Succeeded))
}

func podFields(p *corev1.Pod, set fields.Set) {
	set["spec.nodeName"] = p.Spec.NodeName
	set["spec.restartPolicy"] = string(p.Spec.RestartPolicy)
	set["spec.schedulerName"] = p.Spec.SchedulerName
	set["spec.serviceAccountName"] = p.Spec.ServiceAccountName
	set["spec.hostNetwork"] = strconv.FormatBool(p.Spec.HostNetwork)
	set["status.phase"] = string(p.Status.Phase)
	set["status.nominatedNodeName"] = p.Status.NominatedNodeName
	set["status.podIP"] = ""
	if len(p.Status.PodIPs) > 0 {
		set["status.podIP"] = p.Status.PodIPs[0].IP
	}
}

func eventFields(e *corev1.Event, set fields.Set) {
	source := e.Source.Component
	if source == "" {
		source = e.ReportingController
	}
	set["involvedObject.kind"] = e.InvolvedObject.Kind
	set["involvedObject.namespace"] = e.InvolvedObject.Namespace
	set["involvedObject.name"] = e.InvolvedObject.Name
	set["involvedObject.uid"] = string(e.InvolvedObject.UID)
	set["involvedObject.apiVersion"] = e.InvolvedObject.APIVersion
	set["involvedObject.resourceVersion"] = e.InvolvedObject.ResourceVersion
	set["involvedObject.fieldPath"] = e.InvolvedObject.FieldPath
	set["reason"] = e.Reason
	set["reportingComponent"] = e.ReportingController
	set["source"] = source
	set["type"] = e.Type
}

func namespaceFields(n *corev1.Namespace, set fields.Set) {
	set["status.phase"] = string(n.Status.Phase)
	set["name"] = n.Name
}

func nodeFields(n *corev1.Node, set fields.Set) {
	set["spec.unschedulable"] = strconv.FormatBool(n.Spec.Unschedulable)
}

func secretFields(s *corev1.Secret, set fields.Set) { set["type"] = string(s.Type) }

func claimFields(c *corev1.PersistentVolumeClaim, set fields.Set) { set["name"] = c.Name }

// selectable lists the field selectors that requests may use beside metadata.name, which every kind has, and
// metadata.namespace. Kinds that are not listed have those two.
var selectable = map[string][]string{
	"Job": {"metadata.namespace", "status.successful"},
	"Pod": {
		"metadata.namespace", "spec.nodeName", "spec.restartPolicy", "spec.schedulerName", "spec.serviceAccountName",
		"spec.hostNetwork", "status.phase", "status.podIP", "status.podIPs", "status.nominatedNodeName",
	},
	"Node":      {"spec.unschedulable"},
	"Namespace": {"status.phase"},
	"Secret":    {"metadata.namespace", "type"},
	"Event": {
		"metadata.namespace", "involvedObject.kind", "involvedObject.namespace", "involvedObject.name", "involvedObject.uid",
		"involvedObject.apiVersion", "involvedObject.resourceVersion", "involvedObject.fieldPath", "reason",
		"reportingComponent", "source", "type",
	},
}

// AddFieldLabels teaches the scheme which field selectors each kind knows, with upstream's error for the others.
func AddFieldLabels(scheme *runtime.Scheme) error {
	for kind, known := range selectable {
		gvk := corev1.SchemeGroupVersion.WithKind(kind)
		unknown := func(label string) error { return fmt.Errorf("field label not supported: %s", label) }
		if kind == "Job" {
			gvk = batchv1.SchemeGroupVersion.WithKind(kind)
			unknown = func(label string) error { return fmt.Errorf("field label %q not supported for Job", label) }
		}
		allowed := map[string]bool{"metadata.name": true}
		for _, k := range known {
			allowed[k] = true
		}
		convert := func(label, value string) (string, string, error) {
			if kind == "Pod" && label == "spec.host" { // what v1beta clients called it
				label = "spec.nodeName"
			}
			if !allowed[label] {
				return "", "", unknown(label)
			}
			return label, value, nil
		}
		if err := scheme.AddFieldLabelConversionFunc(gvk, convert); err != nil {
			return fmt.Errorf("registering field selectors of %s: %w", kind, err)
		}
	}
	return nil
}
