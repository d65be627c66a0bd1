package store_test

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	corev1 "k8s.io/api/core/v1"
	"pgregory.net/rapid"

	"github.com/kronoscope/kronoscope/kube/embedded/store"
)

// TestACrashLosesNothingDurable writes at random, lets the disk commit at random, crashes, and goes on with what is left.
func TestACrashLosesNothingDurable(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := &writer{t: t, disk: newMemory(), model: map[string]string{}, blobs: []string{""}}
		w.states = []map[string]string{{}, {}} // of revisions 0 and 1
		w.kepts = []int{0, 0}
		w.open()
		t.Repeat(map[string]func(*rapid.T){
			"create": func(*rapid.T) { w.create() }, "replace": func(*rapid.T) { w.replace() }, "delete": func(*rapid.T) { w.delete() },
			"keep": func(*rapid.T) { w.keep() }, "commit": func(*rapid.T) { w.commit() }, "crash": func(*rapid.T) { w.crash(); w.open() },
			"": func(*rapid.T) { w.check() },
		})
		w.crash()
	})
}

// writer holds a store against what it should hold at each revision.
type writer struct {
	t      *rapid.T
	disk   *memory
	kept   *kept
	model  map[string]string
	states []map[string]string // by revision
	blobs  []string            // all that were kept under one name, "" for none
	kepts  []int               // the latest of them, by revision
	writes int
}

func (w *writer) open() {
	w.disk.gate, w.disk.passed = make(chan struct{}), make(chan uint64)
	var err error
	if w.kept, err = openKept(w.disk, store.Options{History: 4}, nil); err != nil {
		w.t.Fatal(err)
	}
}

func (w *writer) name() string {
	return rapid.SampledFrom([]string{"a", "b", "c", "d"}).Draw(w.t, "name")
}

func (w *writer) value(name string) *corev1.ConfigMap {
	w.writes++
	return withData(object("ns", name), fmt.Sprint(w.writes))
}

// written notes the state at the revision that was reached.
func (w *writer) written(revision uint64) {
	if revision != uint64(len(w.states)) {
		w.t.Fatalf("a write has revision %d, want %d", revision, len(w.states))
	}
	w.states = append(w.states, maps.Clone(w.model))
	w.kepts = append(w.kepts, len(w.blobs)-1)
}

// keep keeps another blob under the name of the last, or none.
func (w *writer) keep() {
	w.writes++
	text, data := "", []byte(nil)
	if rapid.Bool().Draw(w.t, "some") {
		text = fmt.Sprint(w.writes)
		data = []byte(text)
	}
	if !w.kept.journal.Keep("blob", data) {
		w.t.Fatal("it is not kept")
	}
	w.blobs = append(w.blobs, text)
}

func (w *writer) create() {
	name := w.name()
	obj := w.value(name)
	item, err := w.kept.table.Create(context.Background(), obj, 0)
	if _, exists := w.model[name]; exists != (err == store.ErrExists) {
		w.t.Fatalf("create %s: %v", name, err)
	}
	if err == nil {
		w.model[name] = obj.Data["value"]
		w.written(item.Revision)
	}
}

func (w *writer) replace() {
	name := w.name()
	old := w.kept.table.Get("ns", name)
	if old == nil {
		return
	}
	obj := w.value(name)
	item, err := w.kept.table.Replace(context.Background(), old, obj, 0)
	if err != nil {
		w.t.Fatal(err)
	}
	w.model[name] = obj.Data["value"]
	w.written(item.Revision)
}

func (w *writer) delete() {
	name := w.name()
	old := w.kept.table.Get("ns", name)
	if old == nil {
		return
	}
	revision, err := w.kept.table.Delete(context.Background(), old)
	if err != nil {
		w.t.Fatal(err)
	}
	delete(w.model, name)
	w.written(revision)
}

// commit lets batches through until one with an object is durable, if any waits. No other is under way then: what follows looks at
// a disk that rests.
func (w *writer) commit() {
	durable := w.kept.Durable()
	if durable == w.kept.Revision() {
		return
	}
	for reached := durable; reached == durable; {
		w.disk.gate <- struct{}{}
		reached = <-w.disk.passed
	}
	if err := w.kept.journal.Wait(context.Background(), durable+1); err != nil {
		w.t.Fatal(err)
	}
}

// crash forgets all but the disk as it is.
func (w *writer) crash() {
	left := w.disk.crashed()
	w.disk.fail(true)
	w.disk.release()
	_ = w.kept.journal.Close()
	w.disk = left
	w.states = w.states[:left.last.Revision+1]
	w.model = maps.Clone(w.states[left.last.Revision])
	w.checkBlob()
}

// checkBlob holds what is left of the blob against what was kept before the durable revision, and since.
func (w *writer) checkBlob() {
	w.kepts = w.kepts[:w.disk.last.Revision+1]
	left := string(w.disk.data[store.Blobs+" blob"])
	if since := w.blobs[w.kepts[w.disk.last.Revision]:]; !slices.Contains(since, left) {
		w.t.Fatalf("%q is left of the blob, want one of %q", left, since)
	}
	w.blobs = []string{left}
	clear(w.kepts)
}

func (w *writer) check() {
	all, revision := w.kept.table.List("")
	if diff := cmp.Diff(w.states[revision], values(all)); diff != "" {
		w.t.Fatalf("the store at %d (-want +got):\n%s", revision, diff)
	}
	seen, durable := w.kept.table.ListDurable("ns")
	if diff := cmp.Diff(w.states[durable], values(seen)); diff != "" {
		w.t.Fatalf("what is durable at %d of %d (-want +got):\n%s", durable, revision, diff)
	}
	for _, name := range []string{"a", "b", "c", "d"} {
		want, there := w.states[durable][name]
		item := w.kept.table.GetDurable("ns", name)
		if (item != nil) != there || there && item.Object.(*corev1.ConfigMap).Data["value"] != want {
			w.t.Fatalf("%s at %d is %v, want %q", name, durable, item, want)
		}
	}
}

func values(items []*store.Item) map[string]string {
	all := map[string]string{}
	for _, i := range items {
		all[i.Object.GetName()] = i.Object.(*corev1.ConfigMap).Data["value"]
	}
	return all
}
