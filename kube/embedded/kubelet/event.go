package kubelet

import (
	"fmt"

	corev1 "k8s.io/api/core/v1"

	"github.com/kronoscope/kronoscope/kube/embedded/clock"
	"github.com/kronoscope/kronoscope/kube/embedded/controller"
	"github.com/kronoscope/kronoscope/kube/embedded/resource"
)

func newRecorder(client resource.Client, clk *clock.Clock, component string, o Options) *controller.Recorder {
	var lost func(object string, err error)
	if o.OnError != nil {
		lost = func(object string, err error) { o.OnError(component, object, err) }
	}
	return controller.NewRecorder(client.Events(), clk, component, lost)
}

// about refers to a pod or, if c is not nil, to a container of it.
func about(pod *corev1.Pod, c *container) *corev1.ObjectReference {
	ref := &corev1.ObjectReference{
		Kind: "Pod", APIVersion: "v1", Namespace: pod.Namespace, Name: pod.Name, UID: pod.UID,
		ResourceVersion: pod.ResourceVersion,
	}
	if c != nil {
		list := "containers"
		if c.init {
			list = "initContainers"
		}
		ref.FieldPath = fmt.Sprintf("spec.%s{%s}", list, c.spec.Name)
	}
	return ref
}

func (k *Kubelet) eventf(r *controller.Recorder, ref *corev1.ObjectReference, eventType, reason, format string, args ...any) {
	if k.opts.NoEvents {
		return
	}
	r.EventAbout(ref, eventType, reason, fmt.Sprintf(format, args...))
}

// normal and warn record events about a container, or about the pod if c is nil.
func (p *pod) normal(c *container, reason, format string, args ...any) {
	p.k.eventf(p.k.kubelet, about(p.obj, c), corev1.EventTypeNormal, reason, format, args...)
}

func (p *pod) warn(c *container, reason, format string, args ...any) {
	p.k.eventf(p.k.kubelet, about(p.obj, c), corev1.EventTypeWarning, reason, format, args...)
}
