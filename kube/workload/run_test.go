package workload

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/utils/ptr"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/kube/workload/workloadtest"
)

// after is the instant so many seconds after the epoch; −1 is the zero time.
func after(seconds int) time.Time {
	if seconds < 0 {
		return time.Time{}
	}
	return workloadtest.At(seconds).Time
}

func TestRunOfAJob(t *testing.T) {
	nightly := workloadtest.CronJob("nightly", "0 2 * * *")
	failed := workloadtest.Job("failed", workloadtest.WithCondition(batchv1.JobFailed, "BackoffLimitExceeded"), func(j *batchv1.Job) {
		j.Status.StartTime, j.Status.Failed = ptr.To(workloadtest.At(1)), 2
	})
	slot := workloadtest.Job("nightly-1", workloadtest.OwnedBy(nightly), workloadtest.Completed(3, 63), func(j *batchv1.Job) {
		j.Annotations = map[string]string{batchv1.CronJobScheduledTimestampAnnotation: workloadtest.At(0).Format(time.RFC3339)}
	})
	manual := workloadtest.Job("nightly-manual-abc", workloadtest.OwnedBy(nightly), workloadtest.Completed(3, 63), func(j *batchv1.Job) {
		j.Annotations = map[string]string{"cronjob.kubernetes.io/instantiate": "manual"}
	})
	suspend := func(status corev1.ConditionStatus, when int) func(*batchv1.Job) {
		return func(j *batchv1.Job) {
			j.Spec.Suspend = ptr.To(status == corev1.ConditionTrue)
			j.Status.Conditions = append(j.Status.Conditions, batchv1.JobCondition{
				Type: batchv1.JobSuspended, Status: status, LastTransitionTime: workloadtest.At(when),
			})
		}
	}
	held := workloadtest.Job("held", suspend(corev1.ConditionTrue, 20))
	resumed := workloadtest.Job("resumed", suspend(corev1.ConditionFalse, 40), func(j *batchv1.Job) { j.Status.StartTime = ptr.To(workloadtest.At(40)) })
	restarted := workloadtest.Job("restarted", func(j *batchv1.Job) { j.Status.StartTime = ptr.To(workloadtest.At(0)) })
	restarting := workloadtest.Pod(restarted, 1, workloadtest.Running(30), func(p *corev1.Pod) {
		p.Status.ContainerStatuses[0].LastTerminationState.Terminated = &corev1.ContainerStateTerminated{ExitCode: 1, FinishedAt: workloadtest.At(25)}
	})
	deleted := workloadtest.Job("deleted", workloadtest.Completed(1, 9), func(j *batchv1.Job) { j.DeletionTimestamp = ptr.To(workloadtest.At(99)) })
	objects := SnapshotOf(
		nightly, failed, workloadtest.Pod(failed, 1, workloadtest.Ended(2, 30, 1)), workloadtest.Pod(failed, 2, workloadtest.Ended(40, 50, 1)), slot, manual, held, resumed, restarted, restarting, deleted,
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
		{"suspended since", held, nil, Run{State: JobSuspended, WasSuspended: true, SuspendedSince: after(20), Total: 1}},
		{"suspended once", resumed, nil, Run{State: JobPending, WasSuspended: true, Start: after(40), Total: 1}},
		{"a container that is restarted in its pod", restarted, nil, Run{State: JobRunning, Start: after(0), Failures: []time.Time{after(25)}, Total: 1}},
		{"a finished Job that is being deleted keeps its end", deleted, nil, Run{State: JobComplete, Start: after(1), End: after(9), Done: 1, Total: 1}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			c.want.Key, c.want.Created = kube.KeyOf(c.job), after(0)
			if diff := cmp.Diff(c.want, RunOf(objects.Job(kube.KeyOf(c.job)), c.of)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// deletions are the changes that a watch delivers when Jobs are deleted.
func deletions(jobs ...*batchv1.Job) Changes[*batchv1.Job] {
	b := Changes[*batchv1.Job]{Deleted: map[kube.Key]*batchv1.Job{}}
	for _, j := range jobs {
		b.Deleted[kube.KeyOf(j)] = j
	}
	return b
}

// present are the changes that a list delivers.
func present[T Object](objects ...T) Changes[T] {
	b := Changes[T]{Full: true, Objects: map[kube.Key]T{}}
	for _, o := range objects {
		b.Objects[kube.KeyOf(o)] = o
	}
	return b
}

func TestRunsOutliveTheirJobs(t *testing.T) {
	nightly := workloadtest.CronJob("nightly", "0 2 * * *")
	first, second := workloadtest.Job("nightly-1", workloadtest.OwnedBy(nightly), workloadtest.Completed(0, 30)), workloadtest.Job("nightly-2", workloadtest.OwnedBy(nightly), workloadtest.Completed(60, 99))
	stray := workloadtest.Job("stray", workloadtest.Completed(0, 30))
	cut := workloadtest.Job("nightly-3", workloadtest.OwnedBy(nightly), func(j *batchv1.Job) { j.Status.StartTime = ptr.To(workloadtest.At(70)) })
	s := NewBuilder()
	s.ApplyCronJobs(present(nightly))
	s.ApplyJobs(present(first, second, stray, cut))
	before := s.Snapshot(Link{}).CronJob(kube.KeyOf(nightly))

	unseen := workloadtest.Job("nightly-4", workloadtest.OwnedBy(nightly), workloadtest.Completed(100, 101))
	s.ApplyJobs(deletions(first, stray, cut, unseen))
	s.ApplyJobs(present(second)) // a relist repeats the deletions
	c := s.Snapshot(Link{}).CronJob(kube.KeyOf(nightly))
	describe := func(c *CronJob) (runs []string) {
		for _, r := range c.Runs() {
			took, _ := r.Duration()
			runs = append(runs, fmt.Sprintf("%s %s %s gone=%t", r.Key.Name, r.State, took, r.JobDeleted))
		}
		return runs
	}
	want := []string{"nightly-1 Complete 30s gone=true", "nightly-2 Complete 39s gone=false", "nightly-4 Complete 1s gone=true"}
	if diff := cmp.Diff(want, describe(c)); diff != "" {
		t.Error(diff)
	}
	if got := len(before.Runs()); got != 3 {
		t.Errorf("a snapshot taken before has %d runs", got)
	}
	if s := RunTimesOfRuns(c.Runs()); s.Runs != 3 || s.P50 != 30*time.Second {
		t.Errorf("run times: %+v", s)
	}

	again := workloadtest.CronJob("nightly", "0 2 * * *")
	again.UID = "another"
	s.ApplyCronJobs(present(again)) // a relist does not show that the first was deleted
	if c := s.Snapshot(Link{}).CronJob(kube.KeyOf(again)); len(c.Runs()) != 0 || s.past.total != 0 {
		t.Errorf("a CronJob of the same name has %d runs, %d are remembered", len(c.Runs()), s.past.total)
	}
	third := workloadtest.Job("nightly-5", workloadtest.OwnedBy(again), workloadtest.Completed(200, 201))
	s.ApplyJobs(deletions(third))

	s.ApplyCronJobs(Changes[*batchv1.CronJob]{Full: true})
	s.ApplyJobs(deletions(second))
	if s.Snapshot(Link{}); s.past.total != 0 || len(s.past.runs) != 0 {
		t.Errorf("remembers %d runs of a CronJob that is gone", s.past.total)
	}
}

func TestARunOutlivesAJobThatWasMadeAgainAtOnce(t *testing.T) {
	nightly := workloadtest.CronJob("nightly", "0 2 * * *")
	first := workloadtest.Job("nightly-1", workloadtest.OwnedBy(nightly), workloadtest.Completed(0, 30))
	again := workloadtest.Job("nightly-1", workloadtest.OwnedBy(nightly), func(j *batchv1.Job) { j.UID, j.CreationTimestamp = "another", workloadtest.At(60) })
	s := NewBuilder()
	s.ApplyCronJobs(present(nightly))
	s.ApplyJobs(present(first))
	s.Snapshot(Link{})
	s.ApplyJobs(Changes[*batchv1.Job]{Objects: map[kube.Key]*batchv1.Job{kube.KeyOf(again): again}})
	runs := s.Snapshot(Link{}).CronJob(kube.KeyOf(nightly)).Runs()
	if len(runs) != 2 || !runs[0].JobDeleted || runs[0].State != JobComplete || runs[1].JobDeleted {
		t.Errorf("runs %+v, want the one that has gone and the one that is there", runs)
	}
	s.ApplyJobs(Changes[*batchv1.Job]{Objects: map[kube.Key]*batchv1.Job{kube.KeyOf(again): again.DeepCopy()}})
	if runs := s.Snapshot(Link{}).CronJob(kube.KeyOf(nightly)).Runs(); len(runs) != 2 {
		t.Errorf("after a change of the same Job there are %d runs", len(runs))
	}
}

func TestNotAllRunsAreRemembered(t *testing.T) {
	nightly := workloadtest.CronJob("nightly", "* * * * *")
	s := NewBuilder()
	s.ApplyCronJobs(present(nightly))
	for i := range MaxPast + 20 {
		s.ApplyJobs(deletions(workloadtest.Job(fmt.Sprintf("nightly-%03d", i), workloadtest.OwnedBy(nightly), workloadtest.Completed(i, i+1), func(j *batchv1.Job) {
			j.CreationTimestamp = metav1.NewTime(after(i))
		})))
	}
	past := s.Snapshot(Link{}).CronJob(kube.KeyOf(nightly)).Past
	if len(past) != MaxPast || past[0].Key.Name != "nightly-020" || s.past.total != MaxPast {
		t.Errorf("%d runs, the first being %s; %d in all", len(past), past[0].Key.Name, s.past.total)
	}
}
