package workload

import (
	"time"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/types"

	"github.com/kronoscope/kronoscope/kube"
)

// Snapshot is all that is known of the cluster's batch work at one moment. It is immutable: screens keep a pointer, and the
// next change brings another snapshot that shares what stayed the same.
type Snapshot struct {
	Version  uint64
	CronJobs []*CronJob      // by namespace, name
	Jobs     []*Job          // by namespace, name
	Events   []*corev1.Event // about Jobs, CronJobs and their pods, latest first, at most [MaxEvents]
	Link     Link
	// NewestJobCreated is when the newest Job was created that was ever seen: whatever was created before it has been seen, too.
	NewestJobCreated time.Time
}

// Job finds a Job, nil when there is none.
func (s *Snapshot) Job(key kube.Key) *Job { return find(s.Jobs, key) }

// CronJob finds a CronJob, nil when there is none.
func (s *Snapshot) CronJob(key kube.Key) *CronJob { return find(s.CronJobs, key) }

// UID tells an object from others of the same name, before it or after; empty when it is not there.
func (s *Snapshot) UID(kind kube.Kind, key kube.Key) types.UID {
	switch kind {
	case kube.KindCronJob:
		if c := s.CronJob(key); c != nil {
			return c.Trimmed.UID
		}
	case kube.KindJob:
		if j := s.Job(key); j != nil {
			return j.Trimmed.UID
		}
	case kube.KindPod:
		for _, j := range s.Jobs {
			for _, p := range j.Pods {
				if p.Key() == key {
					return p.Trimmed.UID
				}
			}
		}
	}
	return ""
}

// SnapshotOf derives a Snapshot from Jobs, CronJobs, pods and events, as an Inventory would. Other kinds are ignored. It is
// how screens and pure functions are tested.
func SnapshotOf(objects ...runtime.Object) *Snapshot {
	s := NewBuilder()
	jobs, cronJobs := Changes[*batchv1.Job]{Objects: map[kube.Key]*batchv1.Job{}}, Changes[*batchv1.CronJob]{Objects: map[kube.Key]*batchv1.CronJob{}}
	pods := Changes[*corev1.Pod]{Objects: map[kube.Key]*corev1.Pod{}}
	events := map[string]Changes[*corev1.Event]{}
	for _, obj := range objects {
		switch o := obj.(type) {
		case *batchv1.Job:
			jobs.Objects[kube.KeyOf(o)] = o
		case *batchv1.CronJob:
			cronJobs.Objects[kube.KeyOf(o)] = o
		case *corev1.Pod:
			pods.Objects[kube.KeyOf(o)] = o
		case *corev1.Event:
			kind := o.InvolvedObject.Kind
			if events[kind].Objects == nil {
				events[kind] = Changes[*corev1.Event]{Objects: map[kube.Key]*corev1.Event{}}
			}
			events[kind].Objects[kube.KeyOf(o)] = o
		}
	}
	s.ApplyCronJobs(cronJobs)
	s.ApplyJobs(jobs)
	s.ApplyPods(pods)
	for kind, b := range events {
		s.ApplyEvents(kind, b)
	}
	return s.Snapshot(Link{State: LinkLive})
}
