package forecast_test

import (
	"fmt"
	"testing"
	"time"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/utils/ptr"

	"github.com/kronoscope/kronoscope/scheduler/annotation"
	"github.com/kronoscope/kronoscope/scheduler/forecast"
)

// start is when the spans of these tests begin: a Tuesday at midnight, UTC.
var start = time.Date(2026, time.November, 24, 0, 0, 0, 0, time.UTC)

// load is a workload told step by step.
type load struct{ forecast.Workload }

func cronJob(schedule string, takes ...time.Duration) *load {
	return &load{forecast.Workload{
		CronJob: &batchv1.CronJob{
			ObjectMeta: metav1.ObjectMeta{Namespace: "ns", Name: "c", UID: "uid-c"},
			Spec: batchv1.CronJobSpec{
				Schedule: schedule, ConcurrencyPolicy: batchv1.AllowConcurrent,
				JobTemplate: batchv1.JobTemplateSpec{Spec: batchv1.JobSpec{Template: corev1.PodTemplateSpec{
					Spec: corev1.PodSpec{Containers: []corev1.Container{{Name: "main"}}},
				}}},
			},
		},
		Durations: takes,
	}}
}

func (l *load) named(name string) *load {
	l.CronJob.Name = name
	return l
}

func (l *load) spec(edit func(*batchv1.CronJobSpec)) *load {
	edit(&l.CronJob.Spec)
	return l
}

func (l *load) policy(p batchv1.ConcurrencyPolicy) *load {
	return l.spec(func(s *batchv1.CronJobSpec) { s.ConcurrencyPolicy = p })
}

func (l *load) deadline(seconds int64) *load {
	return l.spec(func(s *batchv1.CronJobSpec) { s.StartingDeadlineSeconds = &seconds })
}

func (l *load) zone(name string) *load {
	return l.spec(func(s *batchv1.CronJobSpec) { s.TimeZone = &name })
}

func (l *load) job(edit func(*batchv1.JobSpec)) *load {
	edit(&l.CronJob.Spec.JobTemplate.Spec)
	return l
}

// annotated has the pods say how long they take.
func (l *load) annotated(takes string) *load {
	return l.job(func(s *batchv1.JobSpec) { s.Template.Annotations = map[string]string{annotation.Duration: takes} })
}

// limit gives its Jobs activeDeadlineSeconds.
func (l *load) limit(seconds int64) *load {
	return l.job(func(s *batchv1.JobSpec) { s.ActiveDeadlineSeconds = &seconds })
}

func (l *load) parallel(n int32) *load {
	return l.job(func(s *batchv1.JobSpec) { s.Parallelism = &n })
}

func (l *load) asks(cpu, memory string) *load {
	return l.job(func(s *batchv1.JobSpec) {
		s.Template.Spec.Containers[0].Resources.Requests = corev1.ResourceList{
			corev1.ResourceCPU: resource.MustParse(cpu), corev1.ResourceMemory: resource.MustParse(memory),
		}
	})
}

// running adds a Job that started so long before the span; a policy sees it unless it was started by hand.
func (l *load) running(name string, ago time.Duration, byHand bool) *load {
	job := &batchv1.Job{
		ObjectMeta: metav1.ObjectMeta{Namespace: "ns", Name: name, UID: types.UID(name)},
		Status:     batchv1.JobStatus{StartTime: ptr.To(metav1.NewTime(start.Add(-ago)))},
	}
	l.Jobs = append(l.Jobs, job)
	if !byHand {
		l.CronJob.Status.Active = append(l.CronJob.Status.Active, corev1.ObjectReference{Namespace: "ns", Name: name, UID: job.UID})
		l.CronJob.Status.LastScheduleTime = job.Status.StartTime
	}
	return l
}

// finished adds a Job that completed so long before the span.
func (l *load) finished(name string, ago time.Duration) *load {
	end := metav1.NewTime(start.Add(-ago))
	l.Jobs = append(l.Jobs, &batchv1.Job{
		ObjectMeta: metav1.ObjectMeta{Namespace: "ns", Name: name, UID: types.UID(name)},
		Status: batchv1.JobStatus{
			StartTime: ptr.To(metav1.NewTime(end.Add(-time.Minute))), CompletionTime: &end,
			Conditions: []batchv1.JobCondition{{Type: batchv1.JobComplete, Status: corev1.ConditionTrue, LastTransitionTime: end}},
		},
	})
	return l
}

// quota limits the namespace of the tests.
func quota(hard corev1.ResourceList) *corev1.ResourceQuota {
	return &corev1.ResourceQuota{ObjectMeta: metav1.ObjectMeta{Namespace: "ns", Name: "team"}, Spec: corev1.ResourceQuotaSpec{Hard: hard}}
}

func day(n float64) forecast.Span {
	return forecast.Span{From: start, To: start.Add(time.Duration(n * float64(24*time.Hour)))}
}

// linesOf is an outlook as people would tell it: a line per run and per slot that starts nothing.
func linesOf(o forecast.Outlook) (lines []string) {
	const clock = "2 15:04:05"
	for _, run := range o.Runs {
		line := run.Slot.UTC().Format(clock)
		if !run.Start.Equal(run.Slot) {
			line += " at " + run.Start.UTC().Format(clock)
		}
		if run.End.IsZero() {
			line += " for ever"
		} else {
			line += " to " + run.End.UTC().Format(clock)
		}
		if run.Fate != forecast.Completes {
			line += " " + string(run.Fate)
		}
		if run.Overlapping > 0 {
			line += fmt.Sprintf(" beside %d", run.Overlapping)
		}
		if run.Manual {
			line += " by hand"
		}
		lines = append(lines, line)
	}
	for _, skip := range o.Skips {
		line := skip.Slot.UTC().Format(clock) + " " + string(skip.Reason)
		if skip.By >= 0 {
			line += " by " + o.Runs[skip.By].Slot.UTC().Format(clock)
		}
		lines = append(lines, line)
	}
	return lines
}

func outlook(t *testing.T, span forecast.Span, l *load) forecast.Outlook {
	t.Helper()
	o, err := span.Outlook(t.Context(), l.Workload)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func makeForecast(t testing.TB, span forecast.Span, quotas []*corev1.ResourceQuota, loads ...*load) *forecast.Forecast {
	t.Helper()
	in := forecast.Input{Span: span, Quotas: quotas}
	for _, l := range loads {
		in.Workloads = append(in.Workloads, l.Workload)
	}
	f, err := forecast.Make(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	return f
}
