package kube

import (
	"context"
	"time"

	"k8s.io/apimachinery/pkg/version"
	"k8s.io/client-go/kubernetes"
)

// RequestTimeout is how long a request that the user waits for may take.
const RequestTimeout = 15 * time.Second

// ServerVersion asks the API server for its version. It waits for at most [RequestTimeout].
func ServerVersion(ctx context.Context, client kubernetes.Interface) (*version.Info, error) {
	ctx, cancel := context.WithTimeout(ctx, RequestTimeout)
	defer cancel()
	return client.Discovery().ServerVersionWithContext(ctx)
}
