package controller

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/utils/ptr"

	"github.com/kronoscope/kronoscope/kube/embedded/clock"
	"github.com/kronoscope/kronoscope/kube/embedded/resource/resourcetest"
)

// planeBorn is when the planes of these tests start: a Tuesday, half a minute past one in the night.
var planeBorn = time.Date(2026, time.November, 24, 1, 0, 30, 0, time.UTC)

// testPlane is an API and some controllers on a clock that the test moves.
type testPlane struct {
	*testing.T
	clock  *clock.Clock
	client *resourcetest.Client
	errs   []error
}

func newTestPlane(t *testing.T, construct ...func(deps) controller) *testPlane {
	clk := clock.NewManual(planeBorn)
	p := &testPlane{T: t, clock: clk, client: resourcetest.New(clk.Now)}
	for _, construct := range construct {
		c := construct(deps{client: p.client, clock: clk, onError: func(_, _ string, err error) { p.errs = append(p.errs, err) }})
		c.start()
		t.Cleanup(c.stop)
	}
	return p
}

// at moves the clock to an offset from the start and lets all work end.
func (p *testPlane) at(d time.Duration) *testPlane {
	p.Helper()
	if err := p.clock.RunUntil(context.Background(), planeBorn.Add(d)); err != nil {
		p.Fatal(err)
	}
	return p
}

func (p *testPlane) settle() *testPlane { return p.at(p.clock.Since(planeBorn)) }

func (p *testPlane) check(err error) {
	p.Helper()
	if err != nil {
		p.Fatal(err)
	}
}

// object returns metadata in the namespace of the tests, owned by others.
func object(name string, owners ...metav1.OwnerReference) metav1.ObjectMeta {
	return metav1.ObjectMeta{Namespace: "ns", Name: name, OwnerReferences: owners}
}

func (p *testPlane) job(name string, owners ...metav1.OwnerReference) *batchv1.Job {
	p.Helper()
	job, err := p.client.Jobs().Create(&batchv1.Job{ObjectMeta: object(name, owners...)})
	p.check(err)
	return job
}

func (p *testPlane) pod(name string, owners ...metav1.OwnerReference) *corev1.Pod {
	p.Helper()
	pod, err := p.client.Pods().Create(&corev1.Pod{ObjectMeta: object(name, owners...)})
	p.check(err)
	return pod
}

func (p *testPlane) cronJob(name, schedule string, edit ...func(*batchv1.CronJobSpec)) *batchv1.CronJob {
	p.Helper()
	cj := &batchv1.CronJob{ObjectMeta: object(name), Spec: batchv1.CronJobSpec{Schedule: schedule}}
	for _, edit := range edit {
		edit(&cj.Spec)
	}
	cj, err := p.client.CronJobs().Create(cj)
	p.check(err)
	return cj
}

func (p *testPlane) editCronJob(name string, edit func(*batchv1.CronJob)) {
	p.Helper()
	cj := p.getCronJob(name).DeepCopy()
	edit(cj)
	_, err := p.client.CronJobs().Update(cj)
	p.check(err)
}

func (p *testPlane) getCronJob(name string) *batchv1.CronJob {
	p.Helper()
	cj, err := p.client.CronJobs().Get("ns", name)
	p.check(err)
	return cj
}

// end ends a Job.
func (p *testPlane) end(name string, how batchv1.JobConditionType) {
	p.Helper()
	job, err := p.client.Jobs().Get("ns", name)
	p.check(err)
	job = job.DeepCopy()
	now := metav1.NewTime(p.clock.Now())
	job.Status.StartTime = &job.CreationTimestamp
	if how == batchv1.JobComplete {
		job.Status.CompletionTime = &now
	}
	job.Status.Conditions = append(job.Status.Conditions, batchv1.JobCondition{Type: how, Status: corev1.ConditionTrue, LastTransitionTime: now})
	_, err = p.client.Jobs().UpdateStatus(job)
	p.check(err)
}

// jobs names the Jobs there are, those being deleted with a cross.
func (p *testPlane) jobs() []string { return namesOf(p.client.Jobs().List("ns")) }

func (p *testPlane) pods() []string { return namesOf(p.client.Pods().List("ns")) }

func namesOf[T metav1.Object](objects []T) []string {
	var names []string
	for _, obj := range objects {
		name := obj.GetName()
		if obj.GetDeletionTimestamp() != nil {
			name += "†"
		}
		names = append(names, name)
	}
	return names
}

// events lists the events of an object by reason, in the order in which they were first seen.
func (p *testPlane) events(name string) []string {
	var out []string
	for _, event := range p.client.Events().List("ns") {
		if event.InvolvedObject.Name == name {
			out = append(out, fmt.Sprintf("%s %s: %s", event.Type, event.Reason, event.Message))
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// ref refers to an owner of batch/v1.
func ref(kind string, owner metav1.Object, blocks bool) metav1.OwnerReference {
	return metav1.OwnerReference{
		APIVersion: "batch/v1", Kind: kind, Name: owner.GetName(), UID: owner.GetUID(),
		Controller: ptr.To(true), BlockOwnerDeletion: ptr.To(blocks),
	}
}

func deletion(policy metav1.DeletionPropagation) metav1.DeleteOptions {
	return metav1.DeleteOptions{PropagationPolicy: &policy}
}
