package strategy

import (
	"context"
	"fmt"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/validation/field"
	"k8s.io/apiserver/pkg/registry/rest"
	"k8s.io/apiserver/pkg/storage/names"
	"k8s.io/kubernetes/pkg/apis/core"
	"k8s.io/kubernetes/pkg/apis/core/validation"
)

func serviceAccounts(b base) Resource {
	r := coreResource("ServiceAccount", "serviceaccounts", "serviceaccount", "sa")
	r.New, r.NewList = func() runtime.Object { return &corev1.ServiceAccount{} }, func() runtime.Object { return &corev1.ServiceAccountList{} }
	r.GetAttrs = metadataAttrs
	r.Strategy = coreRules(b, serviceAccountKind, serviceAccountStrategy{rest.DeclarativeValidation{Scheme: upstreamScheme()}, b.NameGenerator}, "")
	return r
}

// enforceMountableSecrets is an annotation that only has the API server warn by now.
const enforceMountableSecrets = "kubernetes.io/enforce-mountable-secrets"

// serviceAccountStrategy is upstream's strategy of ServiceAccounts, k8s.io/kubernetes/pkg/registry/core/serviceaccount: the
// package itself would bring an admission plugin and a JWT library with it.
type serviceAccountStrategy struct {
	rest.DeclarativeValidation
	names.NameGenerator
}

func (serviceAccountStrategy) NamespaceScoped() bool                         { return true }
func (serviceAccountStrategy) AllowCreateOnUpdate(context.Context) bool      { return false }
func (serviceAccountStrategy) AllowUnconditionalUpdate(context.Context) bool { return true }
func (serviceAccountStrategy) Canonicalize(runtime.Object)                   {}

func (serviceAccountStrategy) PrepareForCreate(_ context.Context, obj runtime.Object) {
	keepNames(obj.(*core.ServiceAccount))
}

func (serviceAccountStrategy) PrepareForUpdate(_ context.Context, obj, _ runtime.Object) {
	keepNames(obj.(*core.ServiceAccount))
}

func keepNames(a *core.ServiceAccount) {
	for i, s := range a.Secrets {
		a.Secrets[i] = core.ObjectReference{Name: s.Name}
	}
}

func (serviceAccountStrategy) Validate(_ context.Context, obj runtime.Object) field.ErrorList {
	return validation.ValidateServiceAccount(obj.(*core.ServiceAccount))
}

func (serviceAccountStrategy) ValidateUpdate(_ context.Context, obj, old runtime.Object) field.ErrorList {
	return validation.ValidateServiceAccountUpdate(obj.(*core.ServiceAccount), old.(*core.ServiceAccount))
}

func (serviceAccountStrategy) WarningsOnCreate(_ context.Context, obj runtime.Object) []string {
	if _, ok := obj.(*core.ServiceAccount).Annotations[enforceMountableSecrets]; !ok {
		return nil
	}
	return []string{fmt.Sprintf("metadata.annotations[%s]: deprecated in v1.32+; prefer separate namespaces to isolate access to mounted secrets", enforceMountableSecrets)}
}

func (s serviceAccountStrategy) WarningsOnUpdate(ctx context.Context, obj, old runtime.Object) []string {
	if _, ok := old.(*core.ServiceAccount).Annotations[enforceMountableSecrets]; ok {
		return nil
	}
	return s.WarningsOnCreate(ctx, obj)
}
