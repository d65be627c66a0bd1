// Package embedded is a Kubernetes control plane in this process: an API server over an in-memory store, the controllers
// of batch work, and a simulated kubelet, all on one clock. Clients reach it over an in-memory connection; no port is opened.
//
// It only wires the parts together, and decides nothing itself.
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

// Options configure a plane. The zero value is a plane that starts now and, apart from its start, is the same on every run.
type Options struct {
	// Start is the plane's first instant. If zero, the plane starts at the machine's time, or at the instant of a State whose clock
	// has left the machine's time.
	Start time.Time
	// State holds the objects of an earlier plane, and gets all changes; nil keeps everything in memory. The plane owns it: it
	// closes the state when it stops, or cannot be made.
	State *disk.DB
	// OnSave is called with an error when the state can no longer be written, or its disk hangs while the plane stops, and with nil
	// when it can be written again. It may be nil.
	OnSave func(error)
	// Wall is the time outside the plane; nil means the machine's.
	Wall clock.Wall
	// Seed determines every random choice of the plane: names, UIDs, simulated durations and failures.
	Seed uint64
	// Kubelet configures how pods are played.
	Kubelet kubelet.Options
	// OnError is called with the component's name for each controller sync that failed and is retried, and each event that could
	// not be written. It may be nil.
	OnError func(controller, key string, err error)

	disk store.Disk // what the journal writes to; State unless a test replaces it
}

// Plane is a control plane. Its parts run between [Plane.Start] and [Plane.Stop].
type Plane struct {
	clock       *clock.Clock
	server      *api.Server
	controllers *controller.Manager
	kubelet     *kubelet.Kubelet
	journal     *store.Journal // nil without a state
	state       *disk.DB       // nil without one
	wall        clock.Wall

	stop context.CancelFunc
	done sync.WaitGroup
}

// New makes a plane. Its API server answers, nothing else runs yet, and its clock stands still at the start. New fails with a
// [StartError] if the start is before the instant of the state.
func New(o Options) (*Plane, error) {
	p, err := newPlane(o)
	if err != nil {
		if o.State != nil {
			_ = o.State.Close() // err matters more
		}
		return nil, fmt.Errorf("make the embedded control plane: %w", err)
	}
	return p, nil
}

func newPlane(o Options) (*Plane, error) {
	if o.Wall == nil {
		o.Wall = clock.System()
	}
	start, err := o.firstInstant()
	if err != nil {
		return nil, err
	}
	p := &Plane{clock: clock.New(start.At, o.Wall), state: o.State, wall: o.Wall}
	if o.State != nil {
		if o.disk == nil {
			o.disk = o.State
		}
		p.journal = store.NewJournal(o.disk, newInstantReader(p.clock, o.Wall, start).read, func(err error) {
			if err != nil {
				p.clock.StopJump() // every further write of the jump would be refused
			}
			if o.OnSave != nil {
				o.OnSave(err)
			}
		})
	}
	if err := p.makeParts(o); err != nil {
		_ = p.closeJournal()
		return nil, err
	}
	return p, nil
}

// makeParts makes the API server, the kubelet and the controllers.
func (p *Plane) makeParts(o Options) error {
	logs := &logs{}
	settings := api.Options{Clock: p.clock, Seed: o.Seed, Logs: logs, Store: store.Options{Journal: p.journal}}
	if o.State != nil {
		settings.Starts = o.State.Starts()
		o.Kubelet.Archive = p.journal
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

// logs gives the API server the logs of a kubelet that is made after it.
type logs struct{ kubelet *kubelet.Kubelet }

func (l *logs) Logs(ctx context.Context, pod *corev1.Pod, opts *corev1.PodLogOptions) (io.ReadCloser, error) {
	return l.kubelet.Logs(ctx, pod, opts)
}

// StartParts runs the controllers and the kubelet. The caller moves the clock, with RunUntil or [Plane.StartClock].
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

// Clock is the plane's time.
func (p *Plane) Clock() *clock.Clock { return p.clock }

// Client reaches the plane's objects without HTTP. What it returns is shared and must not be changed.
func (p *Plane) Client() resource.Client { return p.server.Client() }

// Controllers are the plane's; tests stop and start them.
func (p *Plane) Controllers() *controller.Manager { return p.controllers }

// RESTConfig configures client-go to reach the plane in memory, as an administrator.
func (p *Plane) RESTConfig() *rest.Config {
	return &rest.Config{Host: "http://embedded.kronoscope", Transport: p.server.Transport(), QPS: -1}
}
