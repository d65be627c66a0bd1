package mutate

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"
	"k8s.io/apimachinery/pkg/runtime"
	"sigs.k8s.io/yaml"

	"github.com/kronoscope/kronoscope/kube/e2e/planes"
	"github.com/kronoscope/kronoscope/kube/e2e/upstream"
)

var (
	mutations = flag.Int("mutations", 2000, "how many mutated objects to send")
	seed      = flag.Uint64("mutation-seed", 1, "where the first mutation comes from; each that follows counts one up")
)

const namespace = "mutations"

// pair are the two planes, with the same objects.
type pair struct {
	real, embedded *Server
	// stored are what the real plane made of the subjects, by the same index.
	stored   []map[string]any
	subjects []Subject
}

// TestMutatedObjectsGetTheSameAnswers sends objects that were valid before they were changed at random: to create them, to
// update what is stored and its status, all dry runs. Codes, messages, causes, warnings and the objects returned must agree.
func TestMutatedObjectsGetTheSameAnswers(t *testing.T) {
	p := newPair(t)
	t.Logf("%d mutations, -mutation-seed %d", *mutations, *seed)
	var next atomic.Int64
	var failures, accepted atomic.Int32
	var workers sync.WaitGroup
	for range 4 {
		workers.Go(func() {
			for failures.Load() < 10 {
				n := next.Add(1) - 1
				if n >= int64(*mutations) {
					return
				}
				r := p.request(*seed + uint64(n)) //nolint:gosec // not negative
				real, embedded, err := p.ask(t.Context(), r)
				if err != nil {
					t.Errorf("-mutations 1 -mutation-seed %d: %v", *seed+uint64(n), err) //nolint:gosec // not negative
					return
				}
				if real.Code < 300 {
					accepted.Add(1)
				}
				if difference(real, embedded) != "" {
					failures.Add(1)
					t.Error(p.report(t.Context(), *seed+uint64(n), r, difference(real, embedded))) //nolint:gosec // not negative
				}
			}
		})
	}
	workers.Wait()
	t.Logf("%d of %d were accepted", accepted.Load(), next.Load())
	if *mutations >= 1000 && (int(accepted.Load()) < *mutations/20 || int(accepted.Load()) > *mutations*19/20) {
		t.Errorf("%d of %d were accepted: the mutations are too wild, or too tame, to say much", accepted.Load(), *mutations)
	}
}

func newPair(t *testing.T) *pair {
	t.Helper()
	p := &pair{subjects: Subjects()}
	for i, plane := range []*planes.Plane{planes.Real(t, func(o *upstream.Options) { o.Hostile = true }), planes.Embedded(t)} {
		plane.Namespace(t.Context(), t, namespace)
		server, err := NewServer(plane.Config)
		if err != nil {
			t.Fatal(err)
		}
		if i == 0 {
			p.real = server
		} else {
			p.embedded = server
		}
	}
	for _, s := range p.subjects {
		p.store(t, s)
	}
	return p
}

// store puts a subject into both planes.
func (p *pair) store(t *testing.T, s Subject) {
	t.Helper()
	must := func(server *Server, r Request) map[string]any {
		object, err := server.Do(t.Context(), r)
		if err != nil {
			t.Fatalf("store %s: %v", s.Name(), err)
		}
		return object
	}
	for _, server := range []*Server{p.embedded, p.real} { // the real one's last: it is what mutations begin with
		object := must(server, Request{Method: "POST", Path: path(s, ""), Object: s.Object})
		if s.Status != nil {
			changed := runtime.DeepCopyJSON(object)
			changed["status"] = s.Status
			if old, ok := object["status"].(map[string]any); ok && old["qosClass"] != nil {
				s.Status["qosClass"] = old["qosClass"]
			}
			object = must(server, Request{Method: "PUT", Path: path(s, s.Name()+"/status"), Object: changed})
		}
		stored := server.Template(object, s.Resource+"/"+s.Name())
		if server == p.real {
			p.stored = append(p.stored, stored)
		}
	}
}

func path(s Subject, rest string) string {
	if rest != "" {
		rest = "/" + rest
	}
	return s.Group + "/namespaces/" + namespace + "/" + s.Resource + rest
}

// request is that of a seed: a third each create, update, and update the status.
func (p *pair) request(seed uint64) Request {
	draw := rand.New(rand.NewPCG(seed, 1)) //nolint:gosec // repeatable on purpose
	i := draw.IntN(len(p.subjects))
	s := p.subjects[i]
	switch draw.IntN(5) {
	case 0, 1:
		object := runtime.DeepCopyJSON(integers(s.Object).(map[string]any))
		object["metadata"].(map[string]any)["name"] = "new"
		return Request{Method: "POST", Path: path(s, "") + "?dryRun=All", Object: Mutate(seed, object, s.Sample)}
	case 2, 3:
		return Request{Method: "PUT", Path: path(s, s.Name()) + "?dryRun=All", Object: Mutate(seed, p.stored[i], s.Sample)}
	default:
		return Request{Method: "PUT", Path: path(s, s.Name()+"/status") + "?dryRun=All", Object: Mutate(seed, p.stored[i], s.Sample, "status")}
	}
}

// ask sends a request to both planes.
func (p *pair) ask(ctx context.Context, r Request) (real, embedded Answer, err error) {
	if real, err = p.real.Ask(ctx, r); err != nil {
		return real, embedded, err
	}
	embedded, err = p.embedded.Ask(ctx, r)
	return real, embedded, err
}

// difference is what the answers differ in. Where the real plane panics, the embedded one must refuse in any way.
func difference(real, embedded Answer) string {
	if real.Reason == Dropped && embedded.Code >= http.StatusBadRequest {
		return ""
	}
	return cmp.Diff(real, embedded)
}

// report writes a request that the planes disagree on as small as it can be made, with both answers.
func (p *pair) report(ctx context.Context, seed uint64, r Request, first string) string {
	was, wasEmbedded, _ := p.ask(ctx, r)
	differs := func(object map[string]any) bool {
		real, embedded, err := p.ask(ctx, Request{r.Method, r.Path, object})
		return err == nil && difference(real, embedded) != "" && real.Code == was.Code && embedded.Code == wasEmbedded.Code
	}
	if !differs(r.Object) {
		return fmt.Sprintf("-mutations 1 -mutation-seed %d: once only, %s %s\n--- (-real +embedded)\n%s", seed, r.Method, r.Path, first)
	}
	r.Object = Shrink(r.Object, differs)
	real, embedded, _ := p.ask(ctx, r)
	text := func(v any) string {
		raw, err := yaml.Marshal(v)
		if err != nil {
			return err.Error()
		}
		return string(raw)
	}
	return fmt.Sprintf("-mutations 1 -mutation-seed %d: %s %s\n%s\n--- the real plane\n%s\n--- the embedded plane\n%s\n--- (-real +embedded)\n%s",
		seed, r.Method, r.Path, text(r.Object), text(real), text(embedded), difference(real, embedded))
}

func TestShrinkKeepsWhatMatters(t *testing.T) {
	object := map[string]any{"a": "x", "b": map[string]any{"c": []any{int64(1), int64(2)}, "d": "y"}}
	got := Shrink(object, func(o map[string]any) bool {
		b, _ := o["b"].(map[string]any)
		list, _ := b["c"].([]any)
		return len(list) > 0 && list[len(list)-1] == int64(2)
	})
	if diff := cmp.Diff(map[string]any{"b": map[string]any{"c": []any{int64(2)}}}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestTheSameSeedMakesTheSameMutation(t *testing.T) {
	seen := map[string]bool{}
	for n := range uint64(200) {
		s := Subjects()[n%9]
		a, b := Mutate(n, integers(s.Object).(map[string]any), s.Sample), Mutate(n, integers(s.Object).(map[string]any), s.Sample)
		if diff := cmp.Diff(a, b); diff != "" {
			t.Fatalf("seed %d (-first +second):\n%s", n, diff)
		}
		seen[fmt.Sprint(a)] = true
	}
	if len(seen) < 150 {
		t.Errorf("200 seeds make %d objects", len(seen))
	}
}
