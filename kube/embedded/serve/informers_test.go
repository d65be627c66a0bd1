package serve_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"sync"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/equality"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/resourceversion"
	clientfeatures "k8s.io/client-go/features"
	clientfeaturestesting "k8s.io/client-go/features/testing"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/cache"
	"k8s.io/klog/v2"

	"github.com/kronoscope/kronoscope/kube/embedded/api"
	"github.com/kronoscope/kronoscope/kube/embedded/clock"
	"github.com/kronoscope/kronoscope/kube/embedded/resource"
	"github.com/kronoscope/kronoscope/kube/embedded/serve/servetest"
	"github.com/kronoscope/kronoscope/kube/embedded/store"
)

const (
	// population is how many objects there are at the start, a third of them of each kind.
	population = 5000
	// history is how many changes of a kind the server keeps: a client that has missed more must list again.
	history = 150
	// few and many are changes of a kind in a round: fewer and more than history.
	few, many = 100, 300
	// perseverance is when caches that have not caught up are given up: clients wait longer after each failure.
	perseverance = 10 * time.Minute
)

// ordeal is what the clients' connections go through in a round of changes.
type ordeal int

const (
	cuts     ordeal = iota // are cut in the middle of what they carry
	slowness               // nothing is read until all is written
	oblivion               // nothing is read until the server has forgotten where the clients were; then they are cut
)

func TestMain(m *testing.M) {
	klog.SetLogger(klog.Logger{}) // client-go and upstream's handlers report what the tests provoke
	os.Exit(m.Run())
}

func TestInformersSeeWhatIsStoredWhateverTheirConnectionsGoThrough(t *testing.T) {
	for name, watchList := range map[string]bool{"with lists": false, "with watches that begin with the state": true} {
		t.Run(name, func(t *testing.T) {
			clientfeaturestesting.SetFeatureDuringTest(t, clientfeatures.WatchListClient, watchList)
			ctx, cancel := context.WithTimeout(t.Context(), perseverance)
			defer cancel()
			random := rand.New(rand.NewPCG(7, 0))
			herds, config := servedHerds(t, random.Uint64())
			observers := []*observer{
				observe(ctx, t, config, herds, "JSON over HTTP/1.1", runtime.ContentTypeJSON, "http/1.1", random.Uint64()),
				observe(ctx, t, config, herds, "protobuf over HTTP/2", runtime.ContentTypeProtobuf, "h2", random.Uint64()),
			}
			for _, o := range observers {
				o.catchUp(ctx, t, herds)
			}
			plan := []ordeal{cuts, cuts, cuts, slowness, oblivion}
			random.Shuffle(len(plan), func(i, j int) { plan[i], plan[j] = plan[j], plan[i] })
			for _, what := range plan {
				for _, o := range observers {
					o.begin(what)
				}
				writeAll(t, herds, map[ordeal]int{cuts: few, slowness: few, oblivion: many}[what])
				for _, o := range observers {
					o.end(what)
					o.catchUp(ctx, t, herds)
				}
			}
			for _, o := range observers {
				o.check(t, herds, plan)
			}
		})
	}
}

// servedHerds are objects on a served API server that nothing but their writers changes, and how clients reach it.
func servedHerds(t *testing.T, seed uint64) ([]*herd, *rest.Config) {
	t.Helper()
	server, err := api.New(api.Options{
		Clock: clock.NewManual(time.Date(2026, 11, 24, 0, 55, 0, 0, time.UTC)), Store: store.Options{History: history, Lag: history},
	})
	if err != nil {
		t.Fatal(err)
	}
	namespace := &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: metav1.NamespaceDefault}}
	if _, err := server.Client().Namespaces().Create(namespace); err != nil {
		t.Fatal(err)
	}
	herds := newHerds(server.Client(), seed)
	for _, h := range herds {
		if err := h.grow(population / len(herds)); err != nil {
			t.Fatal(err)
		}
	}
	t.Cleanup(server.Close)
	return herds, servetest.Config(t, servetest.Serve(t, server.Handler()))
}

// observer is an informer factory of its own, in its own weather.
type observer struct {
	name    string
	weather *weather
	caches  []cache.SharedIndexInformer // of the herds
	heard   chan struct{}               // something has arrived

	mu       sync.Mutex
	versions map[string]string // the latest that was told of, by kind and key
	wrong    []string
}

// observe starts a factory's informers of the herds; they end with the test.
func observe(ctx context.Context, t *testing.T, config *rest.Config, herds []*herd, name, contentType, protocol string, seed uint64) *observer {
	t.Helper()
	o := &observer{name: name, weather: newWeather(seed), heard: make(chan struct{}, 1), versions: map[string]string{}}
	config = rest.CopyConfig(config)
	config.ContentType, config.NextProtos = contentType, []string{protocol}
	o.weather.over(config)
	client, err := kubernetes.NewForConfig(config)
	if err != nil {
		t.Fatal(err)
	}
	factory := informers.NewSharedInformerFactory(client, 0)
	for _, h := range herds {
		informer := h.informer(factory)
		_, err := informer.AddEventHandler(cache.ResourceEventHandlerFuncs{
			AddFunc:    func(obj any) { o.hear(h.kind, obj, false) },
			UpdateFunc: func(_, obj any) { o.hear(h.kind, obj, true) },
			DeleteFunc: func(obj any) { o.hear(h.kind, obj, false) },
		})
		if err != nil {
			t.Fatal(err)
		}
		o.caches = append(o.caches, informer)
	}
	ctx, cancel := context.WithCancel(ctx)
	factory.Start(ctx.Done())
	t.Cleanup(func() {
		cancel()
		o.weather.lift(false)
		factory.Shutdown()
	})
	return o
}

// hear takes note of what an object's version is now. Told again by a list, it may be the same.
func (o *observer) hear(kind string, obj any, again bool) {
	if gone, ok := obj.(cache.DeletedFinalStateUnknown); ok {
		obj, again = gone.Obj, true // the last that was known
	}
	object := obj.(resource.Object)
	key, version := kind+" "+object.GetName(), object.GetResourceVersion()
	o.mu.Lock()
	defer o.mu.Unlock()
	if before, known := o.versions[key]; known {
		order, err := resourceversion.CompareResourceVersion(before, version)
		if err != nil || order > 0 || order == 0 && !again {
			o.wrong = append(o.wrong, fmt.Sprintf("%s at %s after %s (%v)", key, version, before, err))
		}
	}
	o.versions[key] = version
	select {
	case o.heard <- struct{}{}:
	default:
	}
}

func (o *observer) begin(what ordeal) {
	if what == cuts {
		o.weather.strike(16<<10, 256<<10)
		return
	}
	o.weather.stall()
}

func (o *observer) end(what ordeal) { o.weather.lift(what == oblivion) }

// catchUp waits until the caches hold the versions that are stored.
func (o *observer) catchUp(ctx context.Context, t *testing.T, herds []*herd) {
	t.Helper()
	for i, h := range herds {
		stored := h.stored()
		for difference := o.difference(i, stored, sameVersion); difference != ""; difference = o.difference(i, stored, sameVersion) {
			select {
			case <-o.heard:
			case <-ctx.Done():
				t.Fatalf("%s: %s: %s %s", o.name, context.Cause(ctx), h.kind, difference)
			}
		}
	}
}

// difference says where a cache differs from what is stored; it is empty where it does not.
func (o *observer) difference(i int, stored map[string]resource.Object, same func(a, b resource.Object) bool) string {
	cached := o.caches[i].GetStore()
	for key, want := range stored {
		got, found, err := cached.GetByKey(key)
		switch {
		case err != nil || !found:
			return fmt.Sprintf("%s is not in the cache (%v)", key, err)
		case !same(got.(resource.Object), want):
			return fmt.Sprintf("%s at version %s in the cache is not that at %s which is stored", key,
				got.(resource.Object).GetResourceVersion(), want.GetResourceVersion())
		}
	}
	if n := len(cached.ListKeys()); n != len(stored) {
		return fmt.Sprintf("the cache holds %d objects, not %d", n, len(stored))
	}
	return ""
}

func sameVersion(a, b resource.Object) bool {
	return a.GetUID() == b.GetUID() && a.GetResourceVersion() == b.GetResourceVersion()
}

func sameAll(a, b resource.Object) bool { return equality.Semantic.DeepEqual(a, b) }

// check tells what the observer saw wrong, and whether its connections went through what they were to.
func (o *observer) check(t *testing.T, herds []*herd, plan []ordeal) {
	t.Helper()
	for i, h := range herds {
		if difference := o.difference(i, h.stored(), sameAll); difference != "" {
			t.Errorf("%s: %s %s", o.name, h.kind, difference)
		}
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, wrong := range o.wrong {
		t.Errorf("%s: a version went back: %s", o.name, wrong)
	}
	cut, lists := int(o.weather.cuts.Load()), int(o.weather.lists.Load())
	t.Logf("%s: %d connections cut, %d times all was listed", o.name, cut, lists)
	count := func(what ordeal) int {
		return len(slices.DeleteFunc(slices.Clone(plan), func(o ordeal) bool { return o != what }))
	}
	if least := len(herds) * (1 + count(oblivion)); lists < least {
		t.Errorf("%s listed %d times, not %d: the server has forgotten nothing", o.name, lists, least)
	}
	if least := count(cuts) + count(oblivion); cut < least {
		t.Errorf("%s had only %d connections cut, not %d", o.name, cut, least)
	}
}
