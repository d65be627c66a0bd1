package upstream

import (
	"context"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/metadata"
	"k8s.io/client-go/rest"
	"k8s.io/klog/v2"
	"k8s.io/kubernetes/pkg/controller/certificates/rootcacertpublisher"
	"k8s.io/kubernetes/pkg/controller/namespace"
	"k8s.io/kubernetes/pkg/controller/serviceaccount"
	"k8s.io/kubernetes/pkg/controller/volume/pvcprotection"
)

// namespaceKeepers returns a func that starts the controllers that empty namespaces which are being deleted, give the others
// their default service account and the certificate of the API server, and let volume claims go that nobody uses.
func namespaceKeepers(ctx context.Context, t testing.TB, config *rest.Config, shared informers.SharedInformerFactory) func() {
	t.Helper()
	const resync = 5 * time.Minute // as kube-controller-manager's defaults
	client := kubernetes.NewForConfigOrDie(rest.AddUserAgent(rest.CopyConfig(config), "namespace-controller"))
	namespaces := namespace.NewNamespaceController(ctx, client, metadata.NewForConfigOrDie(config),
		client.Discovery().ServerPreferredNamespacedResources, shared.Core().V1().Namespaces(), resync, corev1.FinalizerKubernetes)
	accounts, err := serviceaccount.NewServiceAccountsController(klog.FromContext(ctx), shared.Core().V1().ServiceAccounts(),
		shared.Core().V1().Namespaces(), client, serviceaccount.DefaultServiceAccountsControllerOptions())
	if err != nil {
		t.Fatalf("make the service account controller: %v", err)
	}
	claims, err := pvcprotection.NewPVCProtectionController(klog.FromContext(ctx), shared.Core().V1().PersistentVolumeClaims(),
		shared.Core().V1().Pods(), client)
	if err != nil {
		t.Fatalf("make the PVC protection controller: %v", err)
	}
	publisher, err := rootcacertpublisher.NewPublisher(shared.Core().V1().ConfigMaps(), shared.Core().V1().Namespaces(), client, config.CAData)
	if err != nil {
		t.Fatalf("make the root CA publisher: %v", err)
	}
	return func() {
		go publisher.Run(ctx, workers)
		go claims.Run(ctx, workers)
		go namespaces.Run(ctx, workers)
		go accounts.Run(ctx, workers)
	}
}
