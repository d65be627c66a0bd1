package controller

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	batchv1 "k8s.io/api/batch/v1"
	"k8s.io/utils/ptr"
)

func TestTTLDeletesForegroundToTheSecond(t *testing.T) {
	p := newTestPlane(t, newTTLController, newGarbageCollector)
	job, err := p.client.Jobs().Create(&batchv1.Job{ObjectMeta: object("j"), Spec: batchv1.JobSpec{TTLSecondsAfterFinished: ptr.To[int32](60)}})
	p.check(err)
	pod := p.pod("p", ref("Job", job, true)).DeepCopy()
	pod.Finalizers = []string{"test/hold"}
	_, err = p.client.Pods().Update(pod)
	p.check(err)
	p.at(10 * time.Second)
	p.end("j", batchv1.JobComplete)
	p.at(69 * time.Second)
	if diff := cmp.Diff([]string{"j"}, p.jobs()); diff != "" {
		t.Error("before its time:", diff)
	}
	p.at(70 * time.Second)
	if diff := cmp.Diff([]string{"j†", "p†"}, append(p.jobs(), p.pods()...)); diff != "" {
		t.Error("at its time the Job waits for its pod:", diff)
	}
	pod, err = p.client.Pods().Get("ns", "p")
	p.check(err)
	pod = pod.DeepCopy()
	pod.Finalizers = nil
	_, err = p.client.Pods().Update(pod)
	p.check(err)
	p.settle()
	if got := append(p.jobs(), p.pods()...); got != nil {
		t.Errorf("once the pod is gone: %v", got)
	}
}

func TestATTLGivenAfterTheEndCounts(t *testing.T) {
	p := newTestPlane(t, newTTLController, newGarbageCollector)
	p.job("j")
	p.end("j", batchv1.JobFailed)
	p.at(time.Hour)
	job, err := p.client.Jobs().Get("ns", "j")
	p.check(err)
	job = job.DeepCopy()
	job.Spec.TTLSecondsAfterFinished = ptr.To[int32](0)
	_, err = p.client.Jobs().Update(job)
	p.check(err)
	p.settle()
	if got := p.jobs(); got != nil {
		t.Errorf("still there: %v", got)
	}
}
