package kube

import (
	"context"
	"errors"
	"time"

	"k8s.io/apimachinery/pkg/version"
	"k8s.io/client-go/kubernetes"
)

// RequestTimeout bounds each request of an action.
const RequestTimeout = 15 * time.Second

// ErrReadOnly is why an action on a Cluster that is ReadOnly is refused; nothing was sent.
var ErrReadOnly = errors.New("read-only: nothing is changed")

func ServerVersion(ctx context.Context, client kubernetes.Interface) (*version.Info, error) {
	ctx, cancel := context.WithTimeout(ctx, RequestTimeout)
	defer cancel()
	return client.Discovery().ServerVersionWithContext(ctx)
}
