package access

import (
	"context"

	authorizationv1 "k8s.io/api/authorization/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/util/validation/field"
	"k8s.io/apiserver/pkg/authorization/authorizer"
	genericapirequest "k8s.io/apiserver/pkg/endpoints/request"
	"k8s.io/apiserver/pkg/registry/rest"
)

// accessReviewREST answers kubectl auth can-i.
type accessReviewREST struct{}

var (
	_ rest.Creater              = accessReviewREST{}
	_ rest.Scoper               = accessReviewREST{}
	_ rest.SingularNameProvider = accessReviewREST{}
)

func (accessReviewREST) New() runtime.Object     { return &authorizationv1.SelfSubjectAccessReview{} }
func (accessReviewREST) Destroy()                {}
func (accessReviewREST) NamespaceScoped() bool   { return false }
func (accessReviewREST) GetSingularName() string { return "selfsubjectaccessreview" }

func (accessReviewREST) Create(ctx context.Context, obj runtime.Object, validate rest.ValidateObjectFunc, _ *metav1.CreateOptions) (runtime.Object, error) {
	review := obj.(*authorizationv1.SelfSubjectAccessReview)
	if (review.Spec.ResourceAttributes == nil) == (review.Spec.NonResourceAttributes == nil) {
		// Upstream's message shows its internal type, whose JSON names are those of its fields.
		type attributes struct{ Path, Verb string }
		err := field.Invalid(field.NewPath("spec"), (*attributes)(review.Spec.NonResourceAttributes),
			"exactly one of nonResourceAttributes or resourceAttributes must be specified")
		return nil, apierrors.NewInvalid(schema.GroupKind{Group: authorizationv1.GroupName}, "", field.ErrorList{err})
	}
	if validate != nil {
		if err := validate(ctx, obj.DeepCopyObject()); err != nil {
			return nil, err
		}
	}
	who, _ := genericapirequest.UserFrom(ctx)
	asked := authorizer.AttributesRecord{User: who}
	if to := review.Spec.ResourceAttributes; to != nil {
		asked.ResourceRequest, asked.Verb = true, to.Verb
		asked.APIGroup, asked.Resource, asked.Subresource = to.Group, to.Resource, to.Subresource
	} else {
		asked.Verb, asked.Path = review.Spec.NonResourceAttributes.Verb, review.Spec.NonResourceAttributes.Path
	}
	review.Status = authorizationv1.SubjectAccessReviewStatus{Allowed: rightsOf(who).allow(asked)}
	return review, nil
}

// rulesReviewREST answers kubectl auth can-i --list.
type rulesReviewREST struct{}

var (
	_ rest.Creater              = rulesReviewREST{}
	_ rest.Scoper               = rulesReviewREST{}
	_ rest.SingularNameProvider = rulesReviewREST{}
)

func (rulesReviewREST) New() runtime.Object     { return &authorizationv1.SelfSubjectRulesReview{} }
func (rulesReviewREST) Destroy()                {}
func (rulesReviewREST) NamespaceScoped() bool   { return false }
func (rulesReviewREST) GetSingularName() string { return "selfsubjectrulesreview" }

func (rulesReviewREST) Create(ctx context.Context, obj runtime.Object, validate rest.ValidateObjectFunc, _ *metav1.CreateOptions) (runtime.Object, error) {
	review := obj.(*authorizationv1.SelfSubjectRulesReview)
	if review.Spec.Namespace == "" {
		return nil, apierrors.NewBadRequest("no namespace on request")
	}
	if validate != nil {
		if err := validate(ctx, obj.DeepCopyObject()); err != nil {
			return nil, err
		}
	}
	who, _ := genericapirequest.UserFrom(ctx)
	may := rightsOf(who)
	review.Status = authorizationv1.SubjectRulesReviewStatus{ResourceRules: may.resources, NonResourceRules: may.paths}
	return review, nil
}
