package validate

import (
	"fmt"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/validation/field"
)

// Event checks an event of core/v1. Those with an eventTime come from the newer recorders and have more to say.
func Event(v *corev1.Event) field.ErrorList {
	e, object := &errs{}, v.InvolvedObject.Namespace
	elsewhere := false
	if v.EventTime.IsZero() {
		elsewhere = object != "" && object != v.Namespace ||
			object == "" && v.Namespace != metav1.NamespaceNone && v.Namespace != metav1.NamespaceDefault
	} else {
		elsewhere = object == "" && v.Namespace != metav1.NamespaceDefault && v.Namespace != metav1.NamespaceSystem
	}
	if elsewhere {
		e.invalid(field.NewPath("involvedObject", "namespace"), object, "does not match event.namespace")
	}
	if v.EventTime.IsZero() {
		return e.list
	}
	need := func(child, value string) {
		if value == "" {
			e.required(field.NewPath(child), "")
		}
	}
	limit := func(child, value string, most int) {
		if len(value) > most {
			e.invalid(field.NewPath(child), "", fmt.Sprintf("can have at most %v characters", most))
		}
	}
	need("reportingComponent", v.ReportingController)
	qualifiedName(e, field.NewPath("reportingComponent"), v.ReportingController)
	need("reportingInstance", v.ReportingInstance)
	limit("reportingInstance", v.ReportingInstance, 128)
	need("action", v.Action)
	limit("action", v.Action, 128)
	need("reason", v.Reason)
	limit("reason", v.Reason, 128)
	limit("message", v.Message, 1024)
	return e.list
}

// EventUpdate checks the new event like a new one.
func EventUpdate(v, _ *corev1.Event) field.ErrorList { return Event(v) }
