package kube

import (
	"context"
	"time"

	"k8s.io/apimachinery/pkg/version"
	"k8s.io/client-go/kubernetes"
)

// RequestTimeout bounds each request that somebody waits for.
const RequestTimeout = 15 * time.Second

// ServerVersion asks the API server for its version, for at most [RequestTimeout].
func ServerVersion(ctx context.Context, client kubernetes.Interface) (*version.Info, error) {
	ctx, cancel := context.WithTimeout(ctx, RequestTimeout)
	defer cancel()
	return client.Discovery().ServerVersionWithContext(ctx)
}
