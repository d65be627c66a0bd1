package kubelet

import (
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/types"

	"github.com/kronoscope/kronoscope/kube/embedded/clock"
	"github.com/kronoscope/kronoscope/kube/embedded/controller"
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/node"
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/placement"
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox"
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/volume"
	"github.com/kronoscope/kronoscope/kube/embedded/resource"
)

// Options say how pods are played. The zero value plays them without delays and with events.
type Options struct {
	// NodeName is the name of the node; "node-0" if empty.
	NodeName string
	// Seed is the seed of durations, failures and $RANDOM. The same seed and names of pods give the same play.
	Seed uint64
	// StartupDelay and StartupJitter are how long pods take to start: the delay plus a seeded part of the jitter.
	StartupDelay, StartupJitter time.Duration
	// NoEvents keeps the scheduler and the kubelet from writing events.
	NoEvents bool
	// OnError is called with events that could not be written and files that could not be read; nil ignores them.
	OnError func(component, key string, err error)
	// Archive keeps logs and files over restarts; nil forgets them.
	Archive Archive
	// Wall is the clock by which files are kept that containers still write; the machine's if nil.
	Wall clock.Wall
	// NoTraps lets containers die at the first signal, even if their scripts have a trap for it.
	NoTraps bool
	// Limits bound every container; zero fields stand for the sandbox's defaults.
	Limits sandbox.Limits
	// StorageBytes bounds the files of all volumes together; 512 MiB if zero.
	StorageBytes int64
}

// Kubelet plays the pods of a plane. Its methods are safe for concurrent use.
type Kubelet struct {
	client    resource.Client
	node      *node.Node
	clock     *clock.Clock
	opts      Options
	volumes   *volume.Store
	kubelet   *controller.Recorder
	scheduler *controller.Recorder

	mu       sync.Mutex
	work     *sync.Cond
	queue    []types.NamespacedName
	queued   map[types.NamespacedName]bool
	running  bool
	stopped  bool
	pods     map[types.NamespacedName]*pod
	awaiting map[types.NamespacedName]bool // pods that wait for an object

	arrivals, arrivalsSeen uint64 // of such objects: all, and those before the worker took up its pod

	chores      []func() // what else the worker has to do
	savePending bool     // one of the chores is to keep changed files

	writeBack *volume.WriteBack

	// Only the worker uses these, after Start has registered the node.
	images    map[string]bool // present on the node
	nextIP    int
	placement *placement.Scheduler

	stops   []func()
	loop    sync.WaitGroup
	players sync.WaitGroup // goroutines of containers
}

// New returns a kubelet that plays pods between [Kubelet.Start] and [Kubelet.Stop].
func New(client resource.Client, clk *clock.Clock, opts Options) *Kubelet {
	if opts.NodeName == "" {
		opts.NodeName = "node-0"
	}
	if opts.StorageBytes == 0 {
		opts.StorageBytes = 512 << 20
	}
	if opts.Wall == nil {
		opts.Wall = clock.System()
	}
	k := &Kubelet{
		client: client, clock: clk, opts: opts,
		node:      node.New(client, clk, opts.NodeName),
		kubelet:   newRecorder(client, clk, "kubelet", opts),
		scheduler: newRecorder(client, clk, "default-scheduler", opts),
		queued:    map[types.NamespacedName]bool{},
		pods:      map[types.NamespacedName]*pod{},
		images:    map[string]bool{},
		awaiting:  map[types.NamespacedName]bool{},
		placement: placement.New(client, opts.NodeName),
	}
	k.work = sync.NewCond(&k.mu)
	k.writeBack = volume.NewWriteBack(opts.Wall, k.writeBackNow)
	k.volumes = volume.New(volume.Options{
		MaxBytes: opts.StorageBytes, Now: clk.Now, Archive: opts.Archive, OnWrite: k.writeBack.Soon,
		OnError: func(name string, err error) {
			if opts.OnError != nil {
				opts.OnError("kubelet", name, err)
			}
		},
	})
	return k
}

// Start registers the node and begins to play pods. It is called once.
func (k *Kubelet) Start() {
	k.mu.Lock()
	k.running = true
	k.mu.Unlock()
	k.loop.Add(1)
	go k.run()
	k.clock.Hold()
	defer k.clock.Release()
	k.node.Register()
	k.restore()
	k.stops = append(k.stops,
		k.client.Pods().OnChange(func(old, updated *corev1.Pod) {
			if updated == nil {
				updated = old
				k.dropArchived(old)
			}
			k.enqueue(types.NamespacedName{Namespace: updated.Namespace, Name: updated.Name})
		}),
		k.client.Secrets().OnChange(k.secretChanged),
		k.client.ConfigMaps().OnChange(k.configMapChanged),
		k.client.PersistentVolumeClaims().OnChange(k.claimChanged),
		k.client.Nodes().OnChange(k.nodeChanged),
	)
}

// Stop ends all containers at once and waits until none of their goroutines is left. It does not report that to the API. What they
// have written to volumes that outlive them is kept.
func (k *Kubelet) Stop() {
	for _, stop := range k.stops {
		stop()
	}
	k.writeBack.End()
	k.mu.Lock()
	k.stopped = true
	k.work.Broadcast()
	k.mu.Unlock()
	k.loop.Wait()
	for _, p := range k.allPods() {
		p.killAll()
	}
	k.players.Wait()
	k.saveAllVolumes()
}

// enqueue lets the worker sync a pod, and holds the clock until that is done.
func (k *Kubelet) enqueue(key types.NamespacedName) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.queued[key] || k.stopped || !k.running {
		return
	}
	k.clock.Hold()
	k.queued[key] = true
	k.queue = append(k.queue, key)
	k.work.Signal()
}

// do lets the worker do a chore, and holds the clock until that is done.
func (k *Kubelet) do(chore func()) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.doLocked(chore)
}

// doLocked is do with the lock held. It reports whether the worker will do the chore.
func (k *Kubelet) doLocked(chore func()) bool {
	if k.stopped || !k.running {
		return false
	}
	k.clock.Hold()
	k.chores = append(k.chores, chore)
	k.work.Signal()
	return true
}

func (k *Kubelet) run() {
	defer k.loop.Done()
	for {
		k.mu.Lock()
		for len(k.queue)+len(k.chores) == 0 && !k.stopped {
			k.work.Wait()
		}
		switch {
		case k.stopped:
			for range len(k.queue) + len(k.chores) {
				k.clock.Release()
			}
			k.queue, k.chores = nil, nil
			k.mu.Unlock()
			return
		case len(k.chores) > 0:
			chore := k.chores[0]
			k.chores = k.chores[1:]
			k.mu.Unlock()
			chore()
			k.clock.Release()
			continue
		}
		key := k.queue[0]
		k.queue = k.queue[1:]
		delete(k.queued, key)
		k.arrivalsSeen = k.arrivals
		k.mu.Unlock()
		k.sync(key)
		k.clock.Release()
	}
}

// enqueueAfter enqueues a pod after d.
func (k *Kubelet) enqueueAfter(key types.NamespacedName, d time.Duration) *clock.Timer {
	return k.clock.AfterFunc(d, func() { k.enqueue(key) })
}

// get returns what is known of a pod, nil for nothing.
func (k *Kubelet) get(key types.NamespacedName) *pod {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.pods[key]
}

// allPods returns all known pods by namespace and name, so that each run of the plane goes through them in the same order.
func (k *Kubelet) allPods() []*pod {
	k.mu.Lock()
	defer k.mu.Unlock()
	return slices.SortedFunc(maps.Values(k.pods), func(a, b *pod) int { return strings.Compare(a.key.String(), b.key.String()) })
}

func (k *Kubelet) put(p *pod) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.pods[p.key] = p
}
