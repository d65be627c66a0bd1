package workload

import (
	"math"
	"testing"
	"time"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/utils/ptr"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/kube/workload/workloadtest"
)

func TestPodStatus(t *testing.T) {
	inits := func(states ...corev1.ContainerState) func(*corev1.Pod) {
		return func(p *corev1.Pod) {
			for i, state := range states {
				name := string(rune('a' + i))
				p.Spec.InitContainers = append(p.Spec.InitContainers, corev1.Container{Name: name})
				p.Status.InitContainerStatuses = append(p.Status.InitContainerStatuses, corev1.ContainerStatus{Name: name, State: state})
			}
		}
	}
	done := corev1.ContainerState{Terminated: &corev1.ContainerStateTerminated{Reason: "Completed"}}
	failed := corev1.ContainerState{Terminated: &corev1.ContainerStateTerminated{ExitCode: 3}}
	deleted := func(p *corev1.Pod) { p.DeletionTimestamp = ptr.To(workloadtest.At(9)) }
	for name, tt := range map[string]struct {
		edits []func(*corev1.Pod)
		want  string
	}{
		"pending":                  {nil, "Pending"},
		"creating":                 {[]func(*corev1.Pod){workloadtest.Waiting("ContainerCreating", "")}, "ContainerCreating"},
		"running":                  {[]func(*corev1.Pod){workloadtest.Running(0)}, "Running"},
		"completed":                {[]func(*corev1.Pod){workloadtest.Ended(0, 1, 0)}, "Completed"},
		"failed":                   {[]func(*corev1.Pod){workloadtest.Ended(0, 1, 2)}, "Error"},
		"no reason for the end":    {[]func(*corev1.Pod){workloadtest.Ended(0, 1, 2), func(p *corev1.Pod) { p.Status.ContainerStatuses[0].State.Terminated.Reason = "" }}, "ExitCode:2"},
		"killed by a signal":       {[]func(*corev1.Pod){workloadtest.Ended(0, 1, 137), func(p *corev1.Pod) { x := p.Status.ContainerStatuses[0].State.Terminated; x.Reason, x.Signal = "", 9 }}, "Signal:9"},
		"crash loop":               {[]func(*corev1.Pod){workloadtest.Waiting("CrashLoopBackOff", "")}, "CrashLoopBackOff"},
		"first init container":     {[]func(*corev1.Pod){inits(corev1.ContainerState{Running: &corev1.ContainerStateRunning{}}, corev1.ContainerState{})}, "Init:0/2"},
		"second init container":    {[]func(*corev1.Pod){inits(done, corev1.ContainerState{})}, "Init:1/2"},
		"an init container failed": {[]func(*corev1.Pod){inits(failed)}, "Init:ExitCode:3"},
		"terminating":              {[]func(*corev1.Pod){workloadtest.Running(0), deleted}, "Terminating"},
		"completed and deleted":    {[]func(*corev1.Pod){workloadtest.Ended(0, 1, 0), deleted}, "Completed"},
		"evicted":                  {[]func(*corev1.Pod){func(p *corev1.Pod) { p.Status.Phase, p.Status.Reason = corev1.PodFailed, "Evicted" }}, "Evicted"},
	} {
		if got := newPod(workloadtest.Pod(workloadtest.Job("x"), 1, tt.edits...)).Status; got != tt.want {
			t.Errorf("%s: %s, want %s", name, got, tt.want)
		}
	}
}

func TestPodProgress(t *testing.T) {
	withInit := func(total, done int) func(*corev1.Pod) {
		return func(p *corev1.Pod) {
			for i := range total {
				name := string(rune('a' + i))
				p.Spec.InitContainers = append(p.Spec.InitContainers, corev1.Container{Name: name})
				if i < done {
					p.Status.InitContainerStatuses = append(p.Status.InitContainerStatuses, corev1.ContainerStatus{
						Name: name, State: corev1.ContainerState{Terminated: &corev1.ContainerStateTerminated{}},
					})
				}
			}
		}
	}
	for name, tt := range map[string]struct {
		edits    []func(*corev1.Pod)
		expected time.Duration
		want     Progress
	}{
		"not started":           {nil, time.Minute, Progress{Known: true}},
		"one of two inits done": {[]func(*corev1.Pod){withInit(2, 1)}, time.Minute, Progress{Known: true, Init: true, Fraction: 0.5}},
		"half way":              {[]func(*corev1.Pod){workloadtest.Running(0)}, time.Minute, Progress{Known: true, Estimated: true, Fraction: 0.5}},
		"longer than usual":     {[]func(*corev1.Pod){workloadtest.Running(0)}, 10 * time.Second, Progress{Known: true, Estimated: true, Fraction: nearlyDone}},
		"no history":            {[]func(*corev1.Pod){workloadtest.Running(0)}, 0, Progress{}},
		"succeeded":             {[]func(*corev1.Pod){workloadtest.Ended(0, 5, 0)}, time.Minute, Progress{Known: true, Fraction: 1}},
		"failed":                {[]func(*corev1.Pod){workloadtest.Ended(0, 5, 1)}, 0, Progress{Known: true, Fraction: 1}},
	} {
		got := newPod(workloadtest.Pod(workloadtest.Job("x"), 1, tt.edits...)).Progress(workloadtest.Epoch.Add(30*time.Second), tt.expected)
		if got != tt.want {
			t.Errorf("%s: %+v, want %+v", name, got, tt.want)
		}
	}
}

func TestExpected_ComesFromTheJobThenFromItsCronJob(t *testing.T) {
	cronJob := workloadtest.CronJob("nightly", "0 2 * * *")
	first := workloadtest.Job("first", workloadtest.OwnedBy(cronJob), workloadtest.Completed(0, 30))
	second := workloadtest.Job("second", workloadtest.OwnedBy(cronJob), func(j *batchv1.Job) { j.CreationTimestamp = workloadtest.At(100) })
	own := workloadtest.Job("own", func(j *batchv1.Job) {
		j.Spec.Completions, j.Spec.Parallelism = ptr.To[int32](10), ptr.To[int32](2)
		j.Status.Succeeded = 2
	})
	s := SnapshotOf(
		cronJob, first, second, own,
		workloadtest.Pod(first, 1, workloadtest.Ended(0, 20, 0)), workloadtest.Pod(second, 1, workloadtest.Running(100)),
		workloadtest.Pod(own, 1, workloadtest.Ended(0, 10, 0)), workloadtest.Pod(own, 2, workloadtest.Ended(0, 10, 0)), workloadtest.Pod(own, 3, workloadtest.Running(10)), workloadtest.Pod(own, 4, workloadtest.Running(15)),
	)
	if got := s.Job(kube.Key{Namespace: "default", Name: "second"}).Expected; got != 20*time.Second {
		t.Errorf("a run with an earlier sibling: %v, want 20s", got)
	}
	c := s.CronJob(kube.Key{Namespace: "default", Name: "nightly"})
	if c.Jobs[0].Key().Name != "second" || c.Jobs[0] != s.Job(c.Jobs[0].Key()) || c.Average != 30*time.Second {
		t.Errorf("latest is %v, average %v; want second, 30s", c.Jobs[0].Key(), c.Average)
	}
	// Two run: one ends now, one in 5 s; six wait: three waves of two.
	if got, ok := s.Job(kube.Key{Namespace: "default", Name: "own"}).ETA(workloadtest.Epoch.Add(20 * time.Second)); !ok || got != 35*time.Second {
		t.Errorf("ETA %v %t, want 35s", got, ok)
	}
}

func TestNextRun(t *testing.T) {
	paris := workloadtest.CronJob("paris", "0 2 * * *")
	paris.Spec.TimeZone = ptr.To("Europe/Paris")
	suspended := workloadtest.CronJob("suspended", "0 2 * * *")
	suspended.Spec.Suspend = ptr.To(true)
	s := SnapshotOf(paris, suspended, workloadtest.CronJob("broken", "x"))
	if got := s.CronJob(kube.Key{Namespace: "default", Name: "paris"}).NextRun(workloadtest.Epoch); !got.Equal(time.Date(2026, 11, 24, 1, 0, 0, 0, time.UTC)) {
		t.Errorf("in Paris: %v", got)
	}
	if got := s.CronJob(kube.Key{Namespace: "default", Name: "suspended"}).NextRun(workloadtest.Epoch); !got.IsZero() {
		t.Errorf("suspended: %v", got)
	}
	if c := s.CronJob(kube.Key{Namespace: "default", Name: "broken"}); c.ScheduleErr == nil || !c.NextRun(workloadtest.Epoch).IsZero() {
		t.Errorf("broken: %v, %v", c.ScheduleErr, c.NextRun(workloadtest.Epoch))
	}
}

func TestNextRun_OfEveryCountsFromTheLastSlot(t *testing.T) {
	key := kube.Key{Namespace: "default", Name: "every"}
	every := workloadtest.CronJob("every", "@every 90m")
	every.CreationTimestamp = workloadtest.At(0)
	s := NewBuilder()
	take := func(c *batchv1.CronJob) *CronJob {
		s.ApplyCronJobs(Changes[*batchv1.CronJob]{Objects: map[kube.Key]*batchv1.CronJob{key: c}})
		return s.Snapshot(Link{}).CronJob(key)
	}
	for _, minutes := range []int{0, 40, 89} {
		now := workloadtest.Epoch.Add(time.Duration(minutes) * time.Minute)
		if got := take(every).NextRun(now); !got.Equal(workloadtest.Epoch.Add(90 * time.Minute)) {
			t.Errorf("never run, %d min after its creation: %v, want 13:30", minutes, got)
		}
	}
	ran := every.DeepCopy()
	ran.Status.LastScheduleTime = ptr.To(workloadtest.At(100 * 60)) // ten minutes late
	if got := take(ran).NextRun(workloadtest.Epoch.Add(2 * time.Hour)); !got.Equal(workloadtest.Epoch.Add(190 * time.Minute)) {
		t.Errorf("after a run at 13:40: %v, want 15:10", got)
	}
}

func TestNextRun_AZoneInTheScheduleWins(t *testing.T) {
	c := workloadtest.CronJob("tokyo", "TZ=Asia/Tokyo 0 2 * * *")
	c.Spec.TimeZone = ptr.To("No/Where")
	got := SnapshotOf(c).CronJob(kube.Key{Namespace: "default", Name: "tokyo"})
	if at := got.NextRun(workloadtest.Epoch); got.ScheduleErr != nil || !at.Equal(time.Date(2026, 11, 23, 17, 0, 0, 0, time.UTC)) {
		t.Errorf("next run %v, error %v; want 17:00 UTC", at, got.ScheduleErr)
	}
}

func TestETA_HoldsNothingForSlotsWithoutAPod(t *testing.T) {
	job := func(parallelism, completions int32) *Job {
		return &Job{State: JobRunning, Expected: 10 * time.Minute, Trimmed: workloadtest.Job("huge", func(j *batchv1.Job) {
			j.Spec.Parallelism, j.Spec.Completions = &parallelism, &completions
		})}
	}
	huge := job(10_000_000, 10_000_000)
	var got time.Duration
	if cost := testing.AllocsPerRun(1, func() { got, _ = huge.ETA(workloadtest.Epoch) }); cost > 0 || got != 10*time.Minute {
		t.Errorf("ten million at once: %v with %v allocations, want 10m with none", got, cost)
	}
	if got, ok := job(1, math.MaxInt32).ETA(workloadtest.Epoch); ok {
		t.Errorf("two billion one by one: %v, want it unknown", got)
	}
	// One slot is free, one for 5 minutes, one for 10; two of the three that wait begin before the last is free.
	some := job(3, 5)
	start := newPod(workloadtest.Pod(some.Trimmed, 1, workloadtest.Running(0)))
	some.Pods = []*Pod{start, newPod(workloadtest.Pod(some.Trimmed, 2))}
	if got, ok := some.ETA(workloadtest.Epoch.Add(5 * time.Minute)); !ok || got != 20*time.Minute {
		t.Errorf("with a free slot: %v %t, want 20m", got, ok)
	}
}
