package upstream

import (
	"context"
	"testing"
	"time"

	"k8s.io/apiserver/pkg/quota/v1/generic"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/metadata"
	"k8s.io/client-go/metadata/metadatainformer"
	"k8s.io/client-go/rest"
	"k8s.io/controller-manager/pkg/informerfactory"
	"k8s.io/kubernetes/pkg/controller"
	"k8s.io/kubernetes/pkg/controller/resourcequota"
	"k8s.io/kubernetes/pkg/quota/v1/install"
)

// quotaCounter returns a func that starts the controller that counts what quotas limit; without their counts, the API
// server enforces none.
func quotaCounter(ctx context.Context, t testing.TB, config *rest.Config, shared informers.SharedInformerFactory) func() {
	t.Helper()
	const resync = 5 * time.Minute // as kube-controller-manager's defaults
	client := kubernetes.NewForConfigOrDie(rest.AddUserAgent(rest.CopyConfig(config), "resourcequota-controller"))
	quotas, err := install.NewQuotaConfigurationForControllers(generic.ListerFuncForResourceFunc(shared.ForResource), shared)
	if err != nil {
		t.Fatalf("make the resource quota controller: %v", err)
	}
	started := make(chan struct{})
	close(started)
	discover := client.Discovery().ServerPreferredNamespacedResources
	counter, err := resourcequota.NewController(ctx, &resourcequota.ControllerOptions{
		QuotaClient:           client.CoreV1(),
		ResourceQuotaInformer: shared.Core().V1().ResourceQuotas(),
		ResyncPeriod:          controller.StaticResyncPeriodFunc(resync),
		InformerFactory: informerfactory.NewInformerFactory(shared,
			metadatainformer.NewSharedInformerFactory(metadata.NewForConfigOrDie(config), 0)),
		ReplenishmentResyncPeriod: controller.StaticResyncPeriodFunc(resync),
		DiscoveryFunc:             discover,
		IgnoredResourcesFunc:      quotas.IgnoredResources,
		InformersStarted:          started,
		Registry:                  generic.NewRegistry(quotas.Evaluators()),
		UpdateFilter:              install.DefaultUpdateFilter(),
	})
	if err != nil {
		t.Fatalf("make the resource quota controller: %v", err)
	}
	return func() {
		go counter.Run(ctx, workers)
		go counter.Sync(ctx, discover, 30*time.Second)
	}
}
