package api

import (
	"context"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	genericapirequest "k8s.io/apiserver/pkg/endpoints/request"
	"k8s.io/apiserver/pkg/registry/rest"
)

// writeQuotas stores the statuses of quotas that were charged. A quota that changed in between makes the caller's request
// fail with a conflict, which is what keeps two creations from passing on the same rest.
func (s *Server) writeQuotas(ctx context.Context, charged []*corev1.ResourceQuota) error {
	registry := s.kinds[corev1.Resource("resourcequotas")].status
	for _, q := range charged {
		ctx := genericapirequest.WithNamespace(ctx, q.Namespace)
		info := rest.DefaultUpdatedObjectInfo(q)
		if _, _, err := registry.Update(ctx, q.Name, info, rest.ValidateAllObjectFunc, rest.ValidateAllObjectUpdateFunc,
			false, &metav1.UpdateOptions{}); err != nil {
			return err
		}
	}
	return nil
}
