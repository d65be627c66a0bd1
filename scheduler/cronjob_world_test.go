package scheduler

import (
	"testing"
	"time"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/utils/ptr"
)

// cronBorn is when the CronJobs of these tests were created: a Tuesday at one in the night, UTC.
var cronBorn = time.Date(2026, time.November, 24, 1, 0, 0, 0, time.UTC)

// cronWorld is a CronJob, its Jobs and the present, told step by step.
type cronWorld struct{ CronJobInput }

func cronJob(schedule string) *cronWorld {
	cj := &batchv1.CronJob{
		ObjectMeta: metav1.ObjectMeta{Namespace: "ns", Name: "c", UID: "uid-c", CreationTimestamp: metav1.NewTime(cronBorn)},
		Spec: batchv1.CronJobSpec{
			Schedule: schedule, ConcurrencyPolicy: batchv1.AllowConcurrent, Suspend: ptr.To(false),
			SuccessfulJobsHistoryLimit: ptr.To[int32](3), FailedJobsHistoryLimit: ptr.To[int32](1),
		},
	}
	return &cronWorld{CronJobInput{CronJob: cj, Local: time.UTC, Now: cronBorn}}
}

func (w *cronWorld) with(edit func(*batchv1.CronJobSpec)) *cronWorld {
	edit(&w.CronJob.Spec)
	return w
}

func (w *cronWorld) policy(p batchv1.ConcurrencyPolicy) *cronWorld {
	return w.with(func(spec *batchv1.CronJobSpec) { spec.ConcurrencyPolicy = p })
}

func (w *cronWorld) deadline(seconds int64) *cronWorld {
	return w.with(func(spec *batchv1.CronJobSpec) { spec.StartingDeadlineSeconds = &seconds })
}

func (w *cronWorld) zone(name string) *cronWorld {
	return w.with(func(spec *batchv1.CronJobSpec) { spec.TimeZone = &name })
}

func (w *cronWorld) last(d time.Duration) *cronWorld {
	w.CronJob.Status.LastScheduleTime = ptr.To(metav1.NewTime(cronBorn.Add(d)))
	return w
}

// at moves the present to an instant after the CronJob's creation.
func (w *cronWorld) at(d time.Duration) *cronWorld {
	w.Now = cronBorn.Add(d)
	return w
}

// runs adds a Job that the CronJob controls and lists as active.
func (w *cronWorld) runs(name string) *cronWorld {
	w.owns(name)
	w.CronJob.Status.Active = append(w.CronJob.Status.Active, corev1.ObjectReference{Namespace: "ns", Name: name, UID: types.UID("uid-" + name)})
	return w
}

// owns adds a Job that the CronJob controls.
func (w *cronWorld) owns(name string) *cronWorld {
	w.Jobs = append(w.Jobs, &batchv1.Job{ObjectMeta: metav1.ObjectMeta{
		Namespace: "ns", Name: name, UID: types.UID("uid-" + name),
		OwnerReferences: []metav1.OwnerReference{*metav1.NewControllerRef(w.CronJob, cronJobKind)},
	}})
	return w
}

// ended ends the Job added last.
func (w *cronWorld) ended(how batchv1.JobConditionType, started, ended time.Duration) *cronWorld {
	job := w.Jobs[len(w.Jobs)-1]
	job.Status.StartTime = ptr.To(metav1.NewTime(cronBorn.Add(started)))
	if how == batchv1.JobComplete {
		job.Status.CompletionTime = ptr.To(metav1.NewTime(cronBorn.Add(ended)))
	}
	job.Status.Conditions = []batchv1.JobCondition{{
		Type: how, Status: corev1.ConditionTrue, LastTransitionTime: metav1.NewTime(cronBorn.Add(ended)),
	}}
	return w
}

// cronOutcome is what a test expects of a plan; the zero value is a plan that does nothing and looks at nothing again.
type cronOutcome struct {
	creates  string // the slot's time of day, or date and time, in UTC
	replaces []string
	events   []string // reasons
	requeue  time.Duration
	active   []string
	changed  bool
}

func outcomeOf(p *CronJobPlan) cronOutcome {
	var out cronOutcome
	if p.Create != nil {
		out.creates = p.slot.UTC().Format("2 15:04:05")
	}
	for _, ref := range p.Replace {
		out.replaces = append(out.replaces, ref.Name)
	}
	for _, event := range p.Events {
		out.events = append(out.events, event.Reason)
	}
	if p.Requeue {
		out.requeue = p.RequeueAfter
	}
	for _, ref := range p.Status.Active {
		out.active = append(out.active, ref.Name)
	}
	out.changed = p.Changed
	return out
}

// begin carries a plan's Job out.
func begin(t *testing.T, p *CronJobPlan) *batchv1.Job {
	t.Helper()
	if p.Create == nil {
		t.Fatal("nothing to create")
	}
	job := p.Create.DeepCopy()
	job.UID = types.UID("uid-" + job.Name)
	p.RecordStart(job)
	return job
}
