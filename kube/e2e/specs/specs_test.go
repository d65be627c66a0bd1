package specs_test

import (
	"context"
	"flag"
	"os"
	"regexp"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/kronoscope/kronoscope/kube/e2e/served"
	"github.com/kronoscope/kronoscope/kube/e2e/specs"
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet"
)

func TestMain(m *testing.M) {
	if specs.IsMain() {
		os.Exit(specs.Main())
	}
	os.Exit(m.Run())
}

const (
	// count is how many specs there are in the version that go.mod names, so that none vanishes unseen.
	count = 41
	// together is how many run at a time. Most of them wait most of the time.
	together = 12
	// patience bounds one spec; upstream itself waits up to 15 minutes for a Job.
	patience = 17 * time.Minute
)

var (
	focus = regexp.MustCompile(`^\[sig-apps\] (Job|CronJob) `)
	// skip leaves out what a default cluster does not have, and two specs that watch for five minutes that nothing happens.
	skip = regexp.MustCompile(`\[Slow\]|\[Feature:`)
	// waiting are specs that wait for minutes.
	waiting = regexp.MustCompile(`^\[sig-apps\] CronJob `)

	only = flag.String("spec", "", "run only the specs of Jobs and CronJobs whose names match this `expression`, slow ones too")
)

// known says of specs that do not pass why that is right.
var known = map[string]string{}

// TestUpstreamsSpecsPass runs upstream's specs against the served plane. Its clock goes as fast as the machine's, because the
// specs wait by that one.
func TestUpstreamsSpecsPass(t *testing.T) {
	all := selected(t)
	server := served.Start(t, kubelet.Options{StartupDelay: 300 * time.Millisecond})
	server.Plane.StartClock()
	run := runner{verdicts: map[string]verdict{}, dir: t.TempDir(), kubeconfig: server.Kubeconfig}
	var long, short, alone []specs.Spec
	for _, s := range all {
		switch {
		case s.Serial:
			alone = append(alone, s)
		case waiting.MatchString(s.Name):
			long = append(long, s)
		default:
			short = append(short, s)
		}
	}
	run.all(t.Context(), slices.Concat(long, short), together)
	run.all(t.Context(), alone, 1)

	passed := 0
	for _, s := range all {
		t.Run(s.Name, func(t *testing.T) {
			v, reason := run.verdicts[s.Name], known[s.Name]
			t.Logf("took %v", v.took.Round(time.Second))
			switch {
			case v.err == nil && reason != "":
				t.Errorf("it passes, but is listed as one that does not: %s", reason)
			case v.err == nil:
				passed++
			case reason != "":
				t.Skipf("%s: %v", reason, v.err)
			default:
				t.Errorf("%v\n%s", v.err, v.log)
			}
		})
	}
	t.Logf("%d of %d specs passed", passed, len(all))
}

// selected are the specs to run.
func selected(t *testing.T) []specs.Spec {
	t.Helper()
	if *only != "" {
		expression, err := regexp.Compile(*only)
		if err != nil {
			t.Fatal(err)
		}
		some := slices.DeleteFunc(specs.Find(focus, regexp.MustCompile(`\[Feature:`)),
			func(s specs.Spec) bool { return !expression.MatchString(s.Name) })
		if len(some) == 0 {
			t.Fatalf("no spec matches %s", expression)
		}
		return some
	}
	all := specs.Find(focus, skip)
	if len(all) != count {
		t.Errorf("there are %d specs, not %d: has the version of k8s.io/kubernetes changed?", len(all), count)
	}
	return all
}

type verdict struct {
	err  error // why the spec did not pass
	log  string
	took time.Duration
}

// runner runs specs and keeps what came of them.
type runner struct {
	dir, kubeconfig string

	mu       sync.Mutex
	verdicts map[string]verdict
}

// all runs specs, with at most limit of them at a time, and waits for them.
func (r *runner) all(ctx context.Context, list []specs.Spec, limit int) {
	var running sync.WaitGroup
	slots := make(chan struct{}, limit)
	for _, s := range list {
		slots <- struct{}{}
		running.Go(func() {
			defer func() { <-slots }()
			r.one(ctx, s)
		})
	}
	running.Wait()
}

func (r *runner) one(ctx context.Context, s specs.Spec) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	began := time.Now()
	var v verdict
	dir, err := os.MkdirTemp(r.dir, "spec-")
	if err == nil {
		v.log, err = s.Run(ctx, r.kubeconfig, dir)
	}
	v.err, v.took = err, time.Since(began)
	r.mu.Lock()
	defer r.mu.Unlock()
	r.verdicts[s.Name] = v
}
