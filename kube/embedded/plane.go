// Package embedded is a Kubernetes control plane in this process: an API server over an in-memory store, the controllers
// of batch work, and a simulated kubelet, all on one clock. Clients reach it over an in-memory connection; no port is opened.
//
// It only wires the parts together; none of them knows who uses the plane.
package embedded

import (
	"context"
	"fmt"
	"io"
	"sync"
	"time"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/rest"

	"github.com/kronoscope/kronoscope/kube/embedded/api"
	"github.com/kronoscope/kronoscope/kube/embedded/clock"
	"github.com/kronoscope/kronoscope/kube/embedded/controller"
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet"
	"github.com/kronoscope/kronoscope/kube/embedded/resource"
)

// Options are what a plane is made from. The zero value is a plane that starts now and is the same on every run but for
// its start.
type Options struct {
	// Start is the plane's first instant; the machine's time when zero.
	Start time.Time
	// Seed makes every random choice of the plane: names, UIDs, simulated durations and failures.
	Seed uint64
	// Kubelet says how pods are played.
	Kubelet kubelet.Options
	// OnError is told of controller syncs that failed and are retried, and of events that could not be written, by the name of
	// the component; nil ignores them.
	OnError func(controller, key string, err error)
}

// Plane is a control plane. Its parts run between [Plane.Start] and [Plane.Stop].
type Plane struct {
	clock       *clock.Clock
	server      *api.Server
	controllers *controller.Manager
	kubelet     *kubelet.Kubelet

	stop context.CancelFunc
	done sync.WaitGroup
}

// New makes a plane with an API server that answers; nothing else runs yet, and the clock stands at the start.
func New(o Options) (*Plane, error) {
	if o.Start.IsZero() {
		o.Start = time.Now()
	}
	p := &Plane{clock: clock.New(o.Start, clock.System())}
	logs := &logs{}
	server, err := api.New(api.Options{Clock: p.clock, Seed: o.Seed, Logs: logs})
	if err != nil {
		return nil, fmt.Errorf("make the embedded control plane: %w", err)
	}
	p.server = server
	client := server.Client()
	for _, name := range []string{metav1.NamespaceDefault, metav1.NamespaceSystem} {
		namespace := &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: name}}
		if _, err := client.Namespaces().Create(namespace); err != nil && !apierrors.IsAlreadyExists(err) {
			return nil, fmt.Errorf("make the embedded control plane: create namespace %s: %w", name, err)
		}
	}
	o.Kubelet.Seed, o.Kubelet.OnError = o.Seed, o.OnError
	p.kubelet = kubelet.New(client, p.clock, o.Kubelet)
	logs.kubelet = p.kubelet
	p.controllers = controller.New(client, p.clock, controller.Options{OnError: o.OnError})
	return p, nil
}

// logs lets the API server ask for logs of a kubelet that is made after it.
type logs struct{ kubelet *kubelet.Kubelet }

func (l *logs) Logs(ctx context.Context, pod *corev1.Pod, opts *corev1.PodLogOptions) (io.ReadCloser, error) {
	return l.kubelet.Logs(ctx, pod, opts)
}

// StartParts runs the controllers and the kubelet, and leaves the clock to the caller, who moves it with RunUntil, or lets it
// run with [Plane.StartClock].
func (p *Plane) StartParts() {
	p.kubelet.Start()
	p.controllers.Start()
}

// Start runs the controllers and the kubelet, and lets the clock run with the machine's time.
func (p *Plane) Start() {
	p.StartParts()
	p.StartClock()
}

// StartClock lets the clock run with the machine's time.
func (p *Plane) StartClock() {
	ctx, cancel := context.WithCancel(context.Background())
	p.stop = cancel
	p.done.Add(1)
	go func() {
		defer p.done.Done()
		p.clock.Run(ctx)
	}()
}

// Stop ends all that runs, and closes every open request.
func (p *Plane) Stop() {
	if p.stop != nil {
		p.stop()
		p.done.Wait()
	}
	p.controllers.Stop()
	p.kubelet.Stop()
	p.server.Close()
}

// Clock is the plane's time.
func (p *Plane) Clock() *clock.Clock { return p.clock }

// Client reaches the plane's objects without HTTP; reads are shared and must not be changed.
func (p *Plane) Client() resource.Client { return p.server.Client() }

// Controllers are the plane's; tests stop and start them.
func (p *Plane) Controllers() *controller.Manager { return p.controllers }

// RESTConfig lets client-go reach the plane over an in-memory connection, as an administrator.
func (p *Plane) RESTConfig() *rest.Config {
	return &rest.Config{Host: "http://embedded.kronoscope", Transport: p.server.Transport(), QPS: -1}
}
