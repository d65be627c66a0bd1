package planes

import (
	"context"
	"testing"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/client-go/kubernetes"

	"github.com/kronoscope/kronoscope/kube/e2e/live"
	"github.com/kronoscope/kronoscope/kube/e2e/upstream"
	"github.com/kronoscope/kronoscope/kube/embedded/clock"
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet"
	"github.com/kronoscope/kronoscope/kube/embedded/resource"
)

// Real runs a real control plane until the test ends. Its kubelet is the embedded plane's, with an endpoint that the API server
// asks for logs.
func Real(t testing.TB, change ...func(*upstream.Options)) *Plane {
	t.Helper()
	options := upstream.Options{Namespaces: true}
	for _, c := range change {
		c(&options)
	}
	ctx, cancel := context.WithCancel(context.Background())
	config := upstream.Start(t, options)
	t.Cleanup(cancel)
	objects, err := live.New(ctx, kubernetes.NewForConfigOrDie(config))
	if err != nil {
		t.Fatal(err)
	}
	clk := clock.NewReal()
	endpoint := listen(t, objects)
	node := kubelet.New(reachable{objects, endpoint.port()}, clk, kubeletOptions())
	endpoint.serve(node)
	node.Start()
	t.Cleanup(node.Stop)
	ran := make(chan struct{})
	go func() { defer close(ran); clk.Run(ctx) }()
	t.Cleanup(func() { cancel(); <-ran })
	return &Plane{Name: "the real plane", Config: config}
}

// reachable is the client of a kubelet whose node says where the API server finds it.
type reachable struct {
	resource.Client
	port int32
}

func (r reachable) Nodes() resource.Interface[*corev1.Node] {
	return reachableNodes{r.Client.Nodes(), r.port}
}

type reachableNodes struct {
	resource.Interface[*corev1.Node]
	port int32
}

func (r reachableNodes) UpdateStatus(node *corev1.Node) (*corev1.Node, error) {
	for i := range node.Status.Addresses {
		if address := &node.Status.Addresses[i]; address.Type == corev1.NodeInternalIP {
			address.Address = "127.0.0.1"
		}
	}
	node.Status.DaemonEndpoints.KubeletEndpoint.Port = r.port
	return r.Interface.UpdateStatus(node)
}
