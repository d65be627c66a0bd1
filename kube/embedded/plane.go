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
	"github.com/kronoscope/kronoscope/kube/embedded/store"
	"github.com/kronoscope/kronoscope/kube/embedded/store/disk"
)

// Options are what a plane is made from. The zero value is a plane that starts now and is the same on every run but for
// its start.
type Options struct {
	// Start is the plane's first instant. When zero it is the machine's time, or where a state stands that has left it.
	Start time.Time
	// State is what the plane finds again, and keeps all changes in; nil keeps them in memory alone. It belongs to the plane from
	// then on, and is closed when the plane stops, or cannot be made.
	State *disk.DB
	// OnSave is told when the state can no longer be written, and with nil when it can again; nil ignores it.
	OnSave func(error)
	// Wall is the time outside the plane; the machine's when nil.
	Wall clock.Wall
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
	journal     *store.Journal // nil without a state
	state       *disk.DB       // nil without one

	stop context.CancelFunc
	done sync.WaitGroup
}

// New makes a plane with an API server that answers; nothing else runs yet, and the clock stands at the start. It fails with a
// [StartError] when that is before the instant of the state.
func New(o Options) (*Plane, error) {
	p, err := newPlane(o)
	if err != nil {
		if o.State != nil {
			_ = o.State.Close() // why the plane could not be made says more
		}
		return nil, fmt.Errorf("make the embedded control plane: %w", err)
	}
	return p, nil
}

func newPlane(o Options) (*Plane, error) {
	if o.Wall == nil {
		o.Wall = clock.System()
	}
	begin, err := o.begin()
	if err != nil {
		return nil, err
	}
	p := &Plane{clock: clock.New(begin.At, o.Wall), state: o.State}
	if o.State != nil {
		p.journal = store.NewJournal(o.State, newTimekeeper(p.clock, o.Wall, begin).instant, func(err error) {
			if err != nil {
				p.clock.StopJump() // in which nothing but refusals would come
			}
			if o.OnSave != nil {
				o.OnSave(err)
			}
		})
	}
	if err := p.equip(o); err != nil {
		p.closeJournal()
		return nil, err
	}
	return p, nil
}

// equip makes the plane's parts.
func (p *Plane) equip(o Options) error {
	logs := &logs{}
	settings := api.Options{Clock: p.clock, Seed: o.Seed, Logs: logs, Store: store.Options{Journal: p.journal}}
	if o.State != nil {
		settings.Starts = o.State.Starts()
		o.Kubelet.Attic = p.journal
	}
	server, err := api.New(settings)
	if err != nil {
		return err
	}
	p.server = server
	client := server.Client()
	for _, name := range []string{metav1.NamespaceDefault, metav1.NamespaceSystem} {
		namespace := &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: name}}
		if _, err := client.Namespaces().Create(namespace); err != nil && !apierrors.IsAlreadyExists(err) {
			return fmt.Errorf("create namespace %s: %w", name, err)
		}
	}
	o.Kubelet.Seed, o.Kubelet.OnError, o.Kubelet.Wall = o.Seed, o.OnError, o.Wall
	p.kubelet = kubelet.New(client, p.clock, o.Kubelet)
	logs.kubelet = p.kubelet
	p.controllers = controller.New(client, p.clock, controller.Options{OnError: o.OnError})
	return nil
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

// Stop ends all that runs, closes every open request, and closes the state with all that was changed in it. It may be called
// for a plane that was never started.
func (p *Plane) Stop() {
	p.clock.StopJump()
	if p.stop != nil {
		p.stop()
		p.done.Wait()
	}
	p.controllers.Stop()
	p.kubelet.Stop()
	p.server.Close()
	p.closeJournal()
	if p.state != nil {
		_ = p.state.Close() // all is written and synced
	}
}

// closeJournal ends the journal. That the last changes cannot be written is told to OnSave.
func (p *Plane) closeJournal() {
	if p.journal != nil {
		_ = p.journal.Close()
	}
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
