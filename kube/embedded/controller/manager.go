package controller

import (
	"fmt"
	"sync"

	"github.com/kronoscope/kronoscope/kube/embedded/clock"
	"github.com/kronoscope/kronoscope/kube/embedded/resource"
)

// Options of the controllers. The zero value is usable.
type Options struct {
	// OnError is called for every sync that failed and will be retried, and for every event that could not be written and is lost.
	// It may be nil.
	OnError func(controller, key string, err error)
}

// Manager runs all controllers of the plane, one sync at a time, in the order of the changes that caused them. It can be stopped and
// started again; like a restarted process, it then knows only what the API holds.
type Manager struct {
	deps deps

	mu      sync.Mutex
	running []controller
	worker  *SerialWorker
}

// controller is one controller of the manager. start subscribes to changes and starts the worker; stop undoes both and returns once
// the running sync is done.
type controller interface {
	start()
	stop()
}

// deps are the dependencies of every controller.
type deps struct {
	client  resource.Client
	clock   *clock.Clock
	worker  *SerialWorker // shared by all controllers; nil: each queue has its own
	onError func(controller, key string, err error)
}

// constructors lists the controllers in the order in which they start. They stop in the reverse order.
var constructors = []func(deps) controller{
	newJobController,
	newCronJobController,
	newTTLController,
	newGarbageCollector,
	newNamespaceController,
	newServiceAccountController,
	newClaimController,
}

// New returns a manager that is not started.
func New(client resource.Client, clk *clock.Clock, opts Options) *Manager {
	onError := opts.OnError
	if onError == nil {
		onError = func(string, string, error) {}
	}
	return &Manager{deps: deps{client: client, clock: clk, onError: onError}}
}

// Start runs all controllers. It does nothing if they run already.
func (m *Manager) Start() {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.running != nil {
		return
	}
	m.worker = NewSerialWorker()
	m.worker.Start()
	d := m.deps
	d.worker = m.worker
	for _, construct := range constructors {
		c := construct(d)
		c.start()
		m.running = append(m.running, c)
	}
}

// Stop ends all controllers and waits for running syncs.
func (m *Manager) Stop() {
	m.mu.Lock()
	defer m.mu.Unlock()
	for i := len(m.running) - 1; i >= 0; i-- {
		m.running[i].stop()
	}
	m.running = nil
	if m.worker != nil {
		m.worker.Stop()
		m.worker = nil
	}
}

// recorder returns a recorder for a component.
func (d deps) recorder(component string) *Recorder {
	return NewRecorder(d.client.Events(), d.clock, component, func(object string, err error) { d.onError(component, object, err) })
}

// newQueue returns a queue that reports failures under the controller's name.
func newQueue[K comparable](d deps, name string, retry Retry, sync func(K) error) *Queue[K] {
	q := NewQueue(d.clock, d.worker, retry, sync)
	q.OnError = func(key K, err error) { d.onError(name, fmt.Sprint(key), err) }
	return q
}
