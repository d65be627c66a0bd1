package admit

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

	"github.com/kronoscope/kronoscope/kube/embedded/api/kinds"
)

// podSecurityPrefix begins the labels by which a namespace asks for a level of pod security.
const podSecurityPrefix = "pod-security.kubernetes.io/"

// newPodSecurity returns upstream's PodSecurity admission in its default configuration: a namespace without labels takes every pod.
func (c *Chain) newPodSecurity() (*podsecurity.Admission, error) {
	evaluator, err := podsecuritypolicy.NewEvaluator(podsecuritypolicy.DefaultChecks(), nil)
	if err != nil {
		return nil, fmt.Errorf("making the pod security admission: %w", err)
	}
	everything, latest := string(podsecurityapi.LevelPrivileged), podsecurityapi.VersionLatest
	a := &podsecurity.Admission{
		Configuration: &podsecurityconfig.PodSecurityConfiguration{Defaults: podsecurityconfig.PodSecurityDefaults{
			Enforce: everything, EnforceVersion: latest, Audit: everything, AuditVersion: latest, Warn: everything, WarnVersion: latest,
		}},
		Evaluator: evaluator, Metrics: noMetrics{}, NamespaceGetter: lookup{c}, PodLister: lookup{c},
	}
	if err := errors.Join(a.CompleteConfiguration(), a.ValidateConfiguration()); err != nil {
		return nil, fmt.Errorf("configuring the pod security admission: %w", err)
	}
	return a, nil
}

// checkPodSecurity checks pods, pod templates and the labels of a namespace against the pod security that the namespace asks for.
// Warnings go into the response; nothing is audited.
func (c *Chain) checkPodSecurity(ctx context.Context, at admission.Attributes) error {
	switch at.GetResource().Resource {
	case "namespaces", "pods", "jobs", "cronjobs":
	default:
		return nil
	}
	pods, err := c.podSecurity()
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

// hasPodSecurity reports whether a namespace has labels that ask for a level of pod security.
func (c *Chain) hasPodSecurity(namespace string) bool {
	item := c.namespaces().Objects.Get("", namespace)
	if item == nil {
		return false
	}
	for label := range item.Object.GetLabels() {
		if strings.HasPrefix(label, podSecurityPrefix) {
			return true
		}
	}
	return false
}

// lookup finds the objects that upstream's admission needs.
type lookup struct{ chain *Chain }

func (l lookup) GetNamespace(_ context.Context, name string) (*corev1.Namespace, error) {
	obj, err := l.chain.namespaces().Get("", name)
	if err != nil {
		return nil, err
	}
	return obj.(*corev1.Namespace), nil
}

func (l lookup) ListPods(_ context.Context, namespace string) ([]*corev1.Pod, error) {
	return kinds.List[*corev1.Pod](l.chain.kinds.Kind(corev1.Resource("pods")), namespace), nil
}

// noMetrics counts nothing: the plane has no metrics.
type noMetrics struct{}

func (noMetrics) RecordEvaluation(podsecuritymetrics.Decision, podsecurityapi.LevelVersion, podsecuritymetrics.Mode, podsecurityapi.Attributes) {
}
func (noMetrics) RecordExemption(podsecurityapi.Attributes)   {}
func (noMetrics) RecordError(bool, podsecurityapi.Attributes) {}
