// Package upstream runs a real Kubernetes control plane in this process: etcd, kube-apiserver and the job, cronjob,
// ttl-after-finished, garbage-collector and resourcequota controllers, on demand those of namespaces, all of the version in go.mod with default feature
// gates. It is the judge of the embedded plane.
//
// It runs no kubelet and no scheduler: the caller brings one.
package upstream

import (
	"context"
	"strings"
	"testing"
	"time"

	"k8s.io/apiserver/pkg/storage/storagebackend"
	"k8s.io/client-go/discovery/cached/memory"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/metadata"
	"k8s.io/client-go/metadata/metadatainformer"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/restmapper"
	"k8s.io/controller-manager/pkg/informerfactory"
	apiserver "k8s.io/kubernetes/cmd/kube-apiserver/app/testing"
	"k8s.io/kubernetes/pkg/controller/cronjob"
	"k8s.io/kubernetes/pkg/controller/garbagecollector"
	"k8s.io/kubernetes/pkg/controller/job"
	"k8s.io/kubernetes/pkg/controller/ttlafterfinished"
)

// Options are what a control plane has beyond what plays of Jobs need. The zero value has nothing of it.
type Options struct {
	// Namespaces runs the controllers namespace, serviceaccount, root-ca-certificate-publisher and pvc-protection, and the
	// admission that gives pods their account.
	Namespaces bool
	// Hostile is for objects that are wrong on purpose. The API server's test kit fails a test in which upstream's two
	// validations of an object, the typed one and the declared one, found different mistakes; here they may.
	Hostile bool
}

// Start runs the control plane until the test ends, and returns how to reach it as an administrator. It asks kubelets at
// their node's InternalIP, for a name would have to be known to this machine.
func Start(t testing.TB, o Options) *rest.Config {
	t.Helper()
	// A new node is tainted as not ready until the node controllers, which are not among these, see that it is.
	disabled := []string{"TaintNodesByCondition"}
	if !o.Namespaces {
		disabled = append(disabled, "ServiceAccount")
	}
	flags := []string{"--kubelet-preferred-address-types=InternalIP", "--allow-privileged", "--disable-admission-plugins=" + strings.Join(disabled, ",")}
	storage := storagebackend.NewDefaultConfig("kronoscope", nil)
	storage.Transport.ServerList = []string{startEtcd(t)}
	kit := apiserver.NewDefaultTestServerOptions()
	kit.DisableInvariantChecks = o.Hostile
	server, err := apiserver.StartTestServer(t, kit, flags, storage)
	if err != nil {
		t.Fatalf("start the API server: %v", err)
	}
	t.Cleanup(server.TearDownFn)
	config := rest.CopyConfig(server.ClientConfig)
	config.QPS, config.Burst = -1, -1

	ctx, cancel := context.WithCancel(context.Background())
	t.Cleanup(cancel)
	startControllers(ctx, t, config, o)
	return config
}

const workers = 5 // as kube-controller-manager's defaults

func startControllers(ctx context.Context, t testing.TB, config *rest.Config, o Options) {
	t.Helper()
	client := kubernetes.NewForConfigOrDie(rest.AddUserAgent(rest.CopyConfig(config), "controllers"))
	shared := informers.NewSharedInformerFactory(client, 0)
	batch, scheduling := shared.Batch().V1(), shared.Scheduling().V1beta1()

	jobs, err := job.NewController(ctx, client, shared.Core().V1().Pods(), batch.Jobs(), scheduling.Workloads(), scheduling.PodGroups())
	if err != nil {
		t.Fatalf("make the job controller: %v", err)
	}
	cronJobs, err := cronjob.NewControllerV2(ctx, batch.Jobs(), batch.CronJobs(), client)
	if err != nil {
		t.Fatalf("make the cronjob controller: %v", err)
	}
	ttl := ttlafterfinished.New(ctx, batch.Jobs(), client)
	collect := garbageCollector(ctx, t, config, shared)
	count := quotaCounter(ctx, t, config, shared)
	look := func() {}
	if o.Namespaces {
		look = namespaceKeepers(ctx, t, config, shared)
	}

	shared.Start(ctx.Done())
	go jobs.Run(ctx, workers)
	go cronJobs.Run(ctx, workers)
	go ttl.Run(ctx, workers)
	collect()
	count()
	look()
}

// garbageCollector returns a func that starts the collector once the informers run.
func garbageCollector(ctx context.Context, t testing.TB, config *rest.Config, shared informers.SharedInformerFactory) func() {
	t.Helper()
	const syncPeriod = 5 * time.Second
	client := kubernetes.NewForConfigOrDie(rest.AddUserAgent(rest.CopyConfig(config), "garbage-collector"))
	objects := metadata.NewForConfigOrDie(config)
	mapper := restmapper.NewDeferredDiscoveryRESTMapper(memory.NewMemCacheClient(client.Discovery()))
	started := make(chan struct{})
	close(started)
	collector, err := garbagecollector.NewGarbageCollector(ctx, client, objects, mapper, garbagecollector.DefaultIgnoredResources(),
		informerfactory.NewInformerFactory(shared, metadatainformer.NewSharedInformerFactory(objects, 0)), started)
	if err != nil {
		t.Fatalf("make the garbage collector: %v", err)
	}
	return func() {
		go collector.Run(ctx, workers, syncPeriod)
		go collector.Sync(ctx, client.Discovery(), syncPeriod)
	}
}
