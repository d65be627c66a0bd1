package access

import (
	"context"

	authenticationv1 "k8s.io/api/authentication/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	genericapirequest "k8s.io/apiserver/pkg/endpoints/request"
	"k8s.io/apiserver/pkg/registry/rest"

	"github.com/kronoscope/kronoscope/kube/embedded/clock"
)

// userReviewREST answers kubectl auth whoami.
type userReviewREST struct{ clock *clock.Clock }

var (
	_ rest.Creater              = userReviewREST{}
	_ rest.Scoper               = userReviewREST{}
	_ rest.SingularNameProvider = userReviewREST{}
)

func (userReviewREST) New() runtime.Object     { return &authenticationv1.SelfSubjectReview{} }
func (userReviewREST) Destroy()                {}
func (userReviewREST) NamespaceScoped() bool   { return false }
func (userReviewREST) GetSingularName() string { return "selfsubjectreview" }

func (r userReviewREST) Create(ctx context.Context, obj runtime.Object, validate rest.ValidateObjectFunc, _ *metav1.CreateOptions) (runtime.Object, error) {
	if validate != nil {
		if err := validate(ctx, obj.DeepCopyObject()); err != nil {
			return nil, err
		}
	}
	who, _ := genericapirequest.UserFrom(ctx)
	info := authenticationv1.UserInfo{Username: who.GetName(), UID: who.GetUID(), Groups: who.GetGroups()}
	for key, values := range who.GetExtra() {
		if info.Extra == nil {
			info.Extra = map[string]authenticationv1.ExtraValue{}
		}
		info.Extra[key] = values
	}
	return &authenticationv1.SelfSubjectReview{
		ObjectMeta: metav1.ObjectMeta{CreationTimestamp: metav1.NewTime(r.clock.Now())},
		Status:     authenticationv1.SelfSubjectReviewStatus{UserInfo: info},
	}, nil
}
