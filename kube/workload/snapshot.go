// Package workload holds what is known of a cluster's batch work: a [Snapshot] of the Jobs, CronJobs, pods and events of one moment,
// with what follows from them, such as a Job's state, a pod's progress or a CronJob's next run. Everything is derived from objects
// and a given time. A [Builder] turns changes into the next snapshot.
//
// It never talks to a cluster, reads a clock or draws. Text that came from the cluster is not sanitised.
package workload

import (
	"time"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/types"

	"github.com/kronoscope/kronoscope/kube"
)

// Snapshot is what is known of the cluster's batch work at one moment. It is immutable, and so is everything in it: keep the pointer,
// and change nothing. The next change comes with another snapshot, which shares what has stayed the same.
//
// The API objects in it are trimmed, so that many fit into memory: their comments list what is missing. Package fetch reads whole
// ones.
type Snapshot struct {
	Version  uint64     // counts the snapshots of a Builder, from 1
	CronJobs []*CronJob // by namespace, name
	Jobs     []*Job     // by namespace, name
	// Events are about Jobs, CronJobs and their pods, latest first, at most [MaxEvents]. They lack managed fields, the reporting
	// instance and the related object.
	Events []*corev1.Event
	Link   Link // how current all this is
	// NewestJobCreated is the latest creation time of any Job seen so far, gone ones included. Every Job created before it has been
	// seen, too.
	NewestJobCreated time.Time
}

// Job returns the Job with a key, nil when there is none.
func (s *Snapshot) Job(key kube.Key) *Job { return find(s.Jobs, key) }

// CronJob returns the CronJob with a key, nil when there is none.
func (s *Snapshot) CronJob(key kube.Key) *CronJob { return find(s.CronJobs, key) }

// UID returns the UID of an object, which distinguishes it from earlier and later ones of the same name; empty when it is not there.
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

// SnapshotOf builds a snapshot from Jobs, CronJobs, pods and events, in any order. It ignores other kinds, and does not trim the
// objects. Its link is live. It is the way in for tests of screens and of pure functions.
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
