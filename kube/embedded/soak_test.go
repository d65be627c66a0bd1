package embedded_test

import (
	"runtime"
	"testing"
	"time"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/kube/action"
	"github.com/kronoscope/kronoscope/kube/embedded"
	"github.com/kronoscope/kronoscope/kube/manifest"
	"github.com/kronoscope/kronoscope/testdata"
)

// size is what would grow if the plane forgot to let go of something.
type size struct {
	goroutines, jobs, pods, events int
	heap                           uint64
}

func sizeOf(plane *embedded.Plane) size {
	runtime.GC()
	runtime.GC() // the second collects what finalizers held
	var memory runtime.MemStats
	runtime.ReadMemStats(&memory)
	client := plane.Client()
	return size{
		goroutines: runtime.NumGoroutine(), heap: memory.HeapAlloc,
		jobs: len(client.Jobs().List("")), pods: len(client.Pods().List("")), events: len(client.Events().List("")),
	}
}

func TestTheSceneRunsForDaysWithoutGrowing(t *testing.T) {
	if testing.Short() {
		t.Skip("plays three days")
	}
	plane := newPlane(t)
	defer plane.Stop()
	documents, problems := manifest.ReadFS(testdata.Demo)
	guide, more := manifest.ReadFS(testdata.Guide)
	cluster, err := kube.NewCluster(plane.RESTConfig(), kube.Options{}, "default")
	if err != nil {
		t.Fatal(err)
	}
	refused, err := action.New(cluster).Apply(t.Context(), append(guide, documents...))
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range append(append(problems, more...), refused...) {
		t.Error(p.Error())
	}
	advance(t, plane, 24*time.Hour)
	before := sizeOf(plane)
	if before.jobs < 20 {
		t.Fatalf("only %d Jobs are there after a day", before.jobs)
	}
	advance(t, plane, 48*time.Hour)
	after := sizeOf(plane)
	t.Logf("after one day %+v, after three %+v", before, after)
	// A slot more or less makes small differences; what is kept for ever grows with the two days.
	if after.goroutines > before.goroutines+10 || after.jobs > before.jobs+15 || after.pods > before.pods+20 ||
		after.events > before.events*2+100 {
		t.Errorf("the plane grew: after one day %+v, after three %+v", before, after)
	}
	if limit := before.heap + before.heap/4 + 8<<20; after.heap > limit {
		t.Errorf("the heap grew from %d to %d bytes, more than %d", before.heap, after.heap, limit)
	}
}
