package validate

import (
	"fmt"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
	"k8s.io/apimachinery/pkg/util/validation"
	"k8s.io/apimachinery/pkg/util/validation/field"
)

func lifecycleAndProbes(e *errs, p *field.Path, c *corev1.Container, pod *podContext) {
	grace := pod.TerminationGracePeriodSeconds
	if l := c.Lifecycle; l != nil {
		at := p.Child("lifecycle")
		if h := l.PostStart; h != nil {
			handler(e, at.Child("postStart"), action{h.Exec, h.HTTPGet, h.TCPSocket, nil, h.Sleep}, grace)
		}
		if h := l.PreStop; h != nil {
			handler(e, at.Child("preStop"), action{h.Exec, h.HTTPGet, h.TCPSocket, nil, h.Sleep}, grace)
		}
		if l.StopSignal != nil && pod.OS == nil {
			e.forbidden(at.Child("stopSignal"), "may not be set for containers with empty `spec.os.name`")
		}
	}
	mustBeOne := func(child string, b *corev1.Probe) {
		if b != nil && b.SuccessThreshold != 1 {
			e.invalid(p.Child(child).Child("successThreshold"), b.SuccessThreshold, "must be 1")
		}
	}
	probe(e, p, "livenessProbe", c.LivenessProbe, grace)
	mustBeOne("livenessProbe", c.LivenessProbe)
	probe(e, p, "readinessProbe", c.ReadinessProbe, grace)
	if b := c.ReadinessProbe; b != nil && b.TerminationGracePeriodSeconds != nil {
		e.invalid(p.Child("readinessProbe", "terminationGracePeriodSeconds"), b.TerminationGracePeriodSeconds, "must not be set for readinessProbes")
	}
	probe(e, p, "startupProbe", c.StartupProbe, grace)
	mustBeOne("startupProbe", c.StartupProbe)
}

func probe(e *errs, p *field.Path, child string, b *corev1.Probe, grace *int64) {
	if b == nil {
		return
	}
	at := p.Child(child)
	handler(e, at, action{b.Exec, b.HTTPGet, b.TCPSocket, b.GRPC, nil}, grace)
	nonNegative(e, at, "initialDelaySeconds", &b.InitialDelaySeconds)
	nonNegative(e, at, "timeoutSeconds", &b.TimeoutSeconds)
	nonNegative(e, at, "periodSeconds", &b.PeriodSeconds)
	nonNegative(e, at, "successThreshold", &b.SuccessThreshold)
	nonNegative(e, at, "failureThreshold", &b.FailureThreshold)
	if t := b.TerminationGracePeriodSeconds; t != nil && *t <= 0 {
		e.invalid(at.Child("terminationGracePeriodSeconds"), *t, "must be greater than 0")
	}
}

// action is what a probe or a lifecycle hook does: exactly one of these.
type action struct {
	exec  *corev1.ExecAction
	http  *corev1.HTTPGetAction
	tcp   *corev1.TCPSocketAction
	grpc  *corev1.GRPCAction
	sleep *corev1.SleepAction
}

func handler(e *errs, p *field.Path, a action, grace *int64) {
	found := false
	is := func(child string, set bool) bool {
		if set && found {
			e.forbidden(p.Child(child), "may not specify more than 1 handler type")
			return false
		}
		found = found || set
		return set
	}
	if is("exec", a.exec != nil) && len(a.exec.Command) == 0 {
		e.required(p.Child("exec", "command"), "")
	}
	if is("httpGet", a.http != nil) {
		httpGet(e, p.Child("httpGet"), a.http)
	}
	if is("tcpSocket", a.tcp != nil) {
		port(e, p.Child("tcpSocket"), a.tcp.Port)
	}
	if is("grpc", a.grpc != nil) {
		port(e, p.Child("grpc"), intstr.FromInt32(a.grpc.Port))
	}
	if is("sleep", a.sleep != nil) && grace != nil && (a.sleep.Seconds < 0 || a.sleep.Seconds > *grace) {
		e.invalid(p.Child("sleep"), a.sleep.Seconds,
			fmt.Sprintf("must be non-negative and less than terminationGracePeriodSeconds (%d)", *grace))
	}
	if !found {
		e.required(p, "must specify a handler type")
	}
}

func httpGet(e *errs, p *field.Path, a *corev1.HTTPGetAction) {
	if a.Path == "" {
		e.required(p.Child("path"), "")
	}
	port(e, p, a.Port)
	oneOf(e, p, "scheme", a.Scheme, corev1.URISchemeHTTP, corev1.URISchemeHTTPS)
	for i := range a.HTTPHeaders {
		e.each(p.Child("httpHeaders"), a.HTTPHeaders[i].Name, validation.IsHTTPHeaderName(a.HTTPHeaders[i].Name))
	}
}

func port(e *errs, p *field.Path, v intstr.IntOrString) {
	if v.Type == intstr.String {
		e.each(p.Child("port"), v.StrVal, validation.IsValidPortName(v.StrVal))
		return
	}
	if msgs := validation.IsValidPortNum(int(v.IntVal)); len(msgs) > 0 {
		e.each(p.Child("port"), int64(v.IntVal), msgs)
	}
}
