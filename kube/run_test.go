package kube

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/utils/ptr"
)

// after is the instant so many seconds after the epoch; −1 is the zero time.
func after(seconds int) time.Time {
	if seconds < 0 {
		return time.Time{}
	}
	return at(seconds).Time
}

func TestRunOfAJob(t *testing.T) {
	nightly := aCronJob("nightly", "0 2 * * *")
	failed := aJob("failed", with(batchv1.JobFailed, "BackoffLimitExceeded"), func(j *batchv1.Job) {
		j.Status.StartTime, j.Status.Failed = ptr.To(at(1)), 2
	})
	slot := aJob("nightly-1", ownedBy(nightly), completed(3, 63), func(j *batchv1.Job) {
		j.Annotations = map[string]string{batchv1.CronJobScheduledTimestampAnnotation: at(0).Format(time.RFC3339)}
	})
	manual := aJob("nightly-manual-abc", ownedBy(nightly), completed(3, 63), func(j *batchv1.Job) {
		j.Annotations = map[string]string{"cronjob.kubernetes.io/instantiate": "manual"}
	})
	suspend := func(status corev1.ConditionStatus, when int) func(*batchv1.Job) {
		return func(j *batchv1.Job) {
			j.Spec.Suspend = ptr.To(status == corev1.ConditionTrue)
			j.Status.Conditions = append(j.Status.Conditions, batchv1.JobCondition{
				Type: batchv1.JobSuspended, Status: status, LastTransitionTime: at(when),
			})
		}
	}
	held := aJob("held", suspend(corev1.ConditionTrue, 20))
	resumed := aJob("resumed", suspend(corev1.ConditionFalse, 40), func(j *batchv1.Job) { j.Status.StartTime = ptr.To(at(40)) })
	restarted := aJob("restarted", func(j *batchv1.Job) { j.Status.StartTime = ptr.To(at(0)) })
	restarting := aPod(restarted, 1, running(30), func(p *corev1.Pod) {
		p.Status.ContainerStatuses[0].LastTerminationState.Terminated = &corev1.ContainerStateTerminated{ExitCode: 1, FinishedAt: at(25)}
	})
	deleted := aJob("deleted", completed(1, 9), func(j *batchv1.Job) { j.DeletionTimestamp = ptr.To(at(99)) })
	objects := SnapshotOf(
		nightly, failed, aPod(failed, 1, ended(2, 30, 1)), aPod(failed, 2, ended(40, 50, 1)), slot, manual, held, resumed, restarted, restarting, deleted,
	)
	cases := []struct {
		name string
		job  *batchv1.Job
		of   *batchv1.CronJob
		want Run
	}{
		{
			"a failure, with the pods that failed", failed, nil,
			Run{State: JobFailed, Reason: "BackoffLimitExceeded", Start: after(1), End: after(60), Failures: []time.Time{after(30), after(50)}, Failed: 2, Total: 1},
		},
		{"of a slot", slot, nightly, Run{State: JobComplete, Slot: after(0).UTC(), Start: after(3), End: after(63), Done: 1, Total: 1}},
		{"by hand", manual, nightly, Run{State: JobComplete, Manual: true, Start: after(3), End: after(63), Done: 1, Total: 1}},
		{"suspended since", held, nil, Run{State: JobSuspended, Held: true, HeldSince: after(20), Total: 1}},
		{"suspended once", resumed, nil, Run{State: JobPending, Held: true, Start: after(40), Total: 1}},
		{"a container that is restarted in its pod", restarted, nil, Run{State: JobRunning, Start: after(0), Failures: []time.Time{after(25)}, Total: 1}},
		{"a finished Job that is being deleted is told as it ended", deleted, nil, Run{State: JobComplete, Start: after(1), End: after(9), Done: 1, Total: 1}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			c.want.Key, c.want.Created = keyOf(c.job), after(0)
			if diff := cmp.Diff(c.want, RunOf(objects.Job(keyOf(c.job)), c.of)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// deletions is what a watch tells when Jobs are deleted.
func deletions(jobs ...*batchv1.Job) batch[*batchv1.Job] {
	b := batch[*batchv1.Job]{gone: map[Key]*batchv1.Job{}}
	for _, j := range jobs {
		b.gone[keyOf(j)] = j
	}
	return b
}

// present is what a list tells.
func present[T object](objects ...T) batch[T] {
	b := batch[T]{full: true, objects: map[Key]T{}}
	for _, o := range objects {
		b.objects[keyOf(o)] = o
	}
	return b
}

func TestRunsOutliveTheirJobs(t *testing.T) {
	nightly := aCronJob("nightly", "0 2 * * *")
	first, second := aJob("nightly-1", ownedBy(nightly), completed(0, 30)), aJob("nightly-2", ownedBy(nightly), completed(60, 99))
	stray := aJob("stray", completed(0, 30))
	cut := aJob("nightly-3", ownedBy(nightly), func(j *batchv1.Job) { j.Status.StartTime = ptr.To(at(70)) })
	s := newState()
	s.applyCronJobs(present(nightly))
	s.applyJobs(present(first, second, stray, cut))
	before := s.snapshot(Link{}).CronJob(keyOf(nightly))

	unseen := aJob("nightly-4", ownedBy(nightly), completed(100, 101))
	s.applyJobs(deletions(first, stray, cut, unseen))
	s.applyJobs(present(second)) // a relist tells of the same deletions
	c := s.snapshot(Link{}).CronJob(keyOf(nightly))
	told := func(c *CronJob) (runs []string) {
		for _, r := range c.Runs() {
			took, _ := r.Took()
			runs = append(runs, fmt.Sprintf("%s %s %s gone=%t", r.Key.Name, r.State, took, r.Gone))
		}
		return runs
	}
	want := []string{"nightly-1 Complete 30s gone=true", "nightly-2 Complete 39s gone=false", "nightly-4 Complete 1s gone=true"}
	if diff := cmp.Diff(want, told(c)); diff != "" {
		t.Error(diff)
	}
	if got := len(before.Runs()); got != 3 {
		t.Errorf("a snapshot taken before has %d runs", got)
	}
	if s := SpreadOfRuns(c.Runs()); s.Runs != 3 || s.P50 != 30*time.Second {
		t.Errorf("run times: %+v", s)
	}

	again := aCronJob("nightly", "0 2 * * *")
	again.UID = "another"
	s.applyCronJobs(present(again)) // a relist does not tell that the first was deleted
	if c := s.snapshot(Link{}).CronJob(keyOf(again)); len(c.Runs()) != 0 || s.past.all != 0 {
		t.Errorf("a CronJob of the same name has %d runs, %d are remembered", len(c.Runs()), s.past.all)
	}
	third := aJob("nightly-5", ownedBy(again), completed(200, 201))
	s.applyJobs(deletions(third))

	s.applyCronJobs(batch[*batchv1.CronJob]{full: true})
	s.applyJobs(deletions(second))
	if s.snapshot(Link{}); s.past.all != 0 || len(s.past.runs) != 0 {
		t.Errorf("remembers %d runs of a CronJob that is gone", s.past.all)
	}
}

func TestARunOutlivesAJobThatWasMadeAgainAtOnce(t *testing.T) {
	nightly := aCronJob("nightly", "0 2 * * *")
	first := aJob("nightly-1", ownedBy(nightly), completed(0, 30))
	again := aJob("nightly-1", ownedBy(nightly), func(j *batchv1.Job) { j.UID, j.CreationTimestamp = "another", at(60) })
	s := newState()
	s.applyCronJobs(present(nightly))
	s.applyJobs(present(first))
	s.snapshot(Link{})
	s.applyJobs(batch[*batchv1.Job]{objects: map[Key]*batchv1.Job{keyOf(again): again}})
	runs := s.snapshot(Link{}).CronJob(keyOf(nightly)).Runs()
	if len(runs) != 2 || !runs[0].Gone || runs[0].State != JobComplete || runs[1].Gone {
		t.Errorf("runs %+v, want the one that has gone and the one that is there", runs)
	}
	s.applyJobs(batch[*batchv1.Job]{objects: map[Key]*batchv1.Job{keyOf(again): again.DeepCopy()}})
	if runs := s.snapshot(Link{}).CronJob(keyOf(nightly)).Runs(); len(runs) != 2 {
		t.Errorf("after a change of the same Job there are %d runs", len(runs))
	}
}

func TestNotAllRunsAreRemembered(t *testing.T) {
	nightly := aCronJob("nightly", "* * * * *")
	s := newState()
	s.applyCronJobs(present(nightly))
	for i := range MaxPast + 20 {
		s.applyJobs(deletions(aJob(fmt.Sprintf("nightly-%03d", i), ownedBy(nightly), completed(i, i+1), func(j *batchv1.Job) {
			j.CreationTimestamp = metav1.NewTime(after(i))
		})))
	}
	past := s.snapshot(Link{}).CronJob(keyOf(nightly)).Past
	if len(past) != MaxPast || past[0].Key.Name != "nightly-020" || s.past.all != MaxPast {
		t.Errorf("%d runs, the first being %s; %d in all", len(past), past[0].Key.Name, s.past.all)
	}
}
