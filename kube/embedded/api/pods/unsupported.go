package pods

import (
	"context"
	"fmt"
	"net/http"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apiserver/pkg/registry/rest"

	"github.com/kronoscope/kronoscope/kube/embedded/api/kinds"
)

// unsupportedREST answers pods/exec, attach and portforward: simulated containers have no terminal and no network.
type unsupportedREST struct {
	kind *kinds.Kind
	verb string
}

var _ rest.Connecter = unsupportedREST{}

func (unsupportedREST) New() runtime.Object { return &corev1.Pod{} }
func (unsupportedREST) Destroy()            {}

func (unsupportedREST) NewConnectOptions() (runtime.Object, bool, string) { return nil, false, "" }
func (unsupportedREST) ConnectMethods() []string                          { return []string{http.MethodGet, http.MethodPost} }

func (r unsupportedREST) Connect(ctx context.Context, name string, _ runtime.Object, _ rest.Responder) (http.Handler, error) {
	if _, err := r.kind.Registry.Get(ctx, name, &metav1.GetOptions{}); err != nil {
		return nil, err
	}
	return nil, unsupported(name, r.verb)
}

// ephemeralREST is pods/ephemeralcontainers. It refuses the update of kubectl debug; reads return the pod, which has none.
type ephemeralREST struct{ kind *kinds.Kind }

var _ rest.Patcher = ephemeralREST{}

func (ephemeralREST) New() runtime.Object { return &corev1.Pod{} }
func (ephemeralREST) Destroy()            {}

func (r ephemeralREST) Get(ctx context.Context, name string, o *metav1.GetOptions) (runtime.Object, error) {
	return r.kind.Registry.Get(ctx, name, o)
}

func (r ephemeralREST) Update(ctx context.Context, name string, _ rest.UpdatedObjectInfo, _ rest.ValidateObjectFunc,
	_ rest.ValidateObjectUpdateFunc, _ bool, _ *metav1.UpdateOptions,
) (runtime.Object, bool, error) {
	if _, err := r.Get(ctx, name, &metav1.GetOptions{}); err != nil {
		return nil, false, err
	}
	return nil, false, unsupported(name, "an ephemeral container")
}

// unsupported is the error for what simulated containers cannot do.
func unsupported(pod, what string) error {
	err := apierrors.NewMethodNotSupported(corev1.Resource("pods"), what)
	err.ErrStatus.Message = fmt.Sprintf("pods %q: %s is not supported by the embedded plane, whose containers are simulated", pod, what)
	return err
}
