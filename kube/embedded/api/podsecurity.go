package api

import (
	"context"
	"errors"
	"fmt"
	"strings"

	admissionv1 "k8s.io/api/admission/v1"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apiserver/pkg/admission"
	"k8s.io/apiserver/pkg/warning"
	podsecurity "k8s.io/pod-security-admission/admission"
	podsecurityconfig "k8s.io/pod-security-admission/admission/api"
	podsecurityapi "k8s.io/pod-security-admission/api"
	podsecuritymetrics "k8s.io/pod-security-admission/metrics"
	podsecuritypolicy "k8s.io/pod-security-admission/policy"
)

// policedBy begins the labels by which a namespace asks for a level of pod security.
const policedBy = "pod-security.kubernetes.io/"

// newPodSecurity is upstream's admission of that name, as it is configured by default: a namespace without labels takes every pod.
func (s *Server) newPodSecurity() (*podsecurity.Admission, error) {
	evaluator, err := podsecuritypolicy.NewEvaluator(podsecuritypolicy.DefaultChecks(), nil)
	if err != nil {
		return nil, fmt.Errorf("making the pod security admission: %w", err)
	}
	everything, latest := string(podsecurityapi.LevelPrivileged), podsecurityapi.VersionLatest
	a := &podsecurity.Admission{
		Configuration: &podsecurityconfig.PodSecurityConfiguration{Defaults: podsecurityconfig.PodSecurityDefaults{
			Enforce: everything, EnforceVersion: latest, Audit: everything, AuditVersion: latest, Warn: everything, WarnVersion: latest,
		}},
		Evaluator: evaluator, Metrics: unmeasured{}, NamespaceGetter: inNamespaces{s}, PodLister: inNamespaces{s},
	}
	if err := errors.Join(a.CompleteConfiguration(), a.ValidateConfiguration()); err != nil {
		return nil, fmt.Errorf("configuring the pod security admission: %w", err)
	}
	return a, nil
}

// secure holds what becomes a pod, and the labels of a namespace, to the pod security that the namespace asks for. What it only warns
// of is told in the answer; nothing is audited.
func (a admitter) secure(ctx context.Context, at admission.Attributes) error {
	switch at.GetResource().Resource {
	case "namespaces", "pods", "jobs", "cronjobs":
	default:
		return nil
	}
	pods, err := a.server.podSecurity()
	if err != nil {
		return apierrors.NewInternalError(err)
	}
	verdict := pods.Validate(ctx, &podsecurityapi.AttributesRecord{
		Name: at.GetName(), Namespace: at.GetNamespace(), Kind: at.GetKind(), Resource: at.GetResource(), Subresource: at.GetSubresource(),
		Operation: admissionv1.Operation(at.GetOperation()), Object: at.GetObject(), OldObject: at.GetOldObject(),
		Username: at.GetUserInfo().GetName(),
	})
	for _, text := range verdict.Warnings {
		warning.AddWarning(ctx, "", text)
	}
	if verdict.Allowed {
		return nil
	}
	return &apierrors.StatusError{ErrStatus: *verdict.Result}
}

// isPoliced says that a namespace has labels that [admitter.secure] reads.
func (a admitter) isPoliced(namespace string) bool {
	item := a.server.kinds[corev1.Resource("namespaces")].table.Get("", namespace)
	if item == nil {
		return false
	}
	for label := range item.Object.GetLabels() {
		if strings.HasPrefix(label, policedBy) {
			return true
		}
	}
	return false
}

// inNamespaces finds what the admission looks up.
type inNamespaces struct{ server *Server }

func (n inNamespaces) GetNamespace(_ context.Context, name string) (*corev1.Namespace, error) {
	return handleOf[*corev1.Namespace](n.server, corev1.Resource("namespaces")).Get("", name)
}

func (n inNamespaces) ListPods(_ context.Context, namespace string) ([]*corev1.Pod, error) {
	return listOf[*corev1.Pod](n.server.kinds[corev1.Resource("pods")], namespace), nil
}

// unmeasured counts nothing: the plane has no metrics.
type unmeasured struct{}

func (unmeasured) RecordEvaluation(podsecuritymetrics.Decision, podsecurityapi.LevelVersion, podsecuritymetrics.Mode, podsecurityapi.Attributes) {
}
func (unmeasured) RecordExemption(podsecurityapi.Attributes)   {}
func (unmeasured) RecordError(bool, podsecurityapi.Attributes) {}
