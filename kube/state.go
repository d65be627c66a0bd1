package kube

import (
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
)

// state is what an Inventory knows, indexed so that a change leads to the few Jobs and CronJobs that it concerns. It belongs
// to whoever builds snapshots, one goroutine at a time.
type state struct {
	cronJobs map[Key]*batchv1.CronJob
	jobs     map[Key]*batchv1.Job
	pods     map[Key]*Pod
	events   *eventIndex

	podsOf map[types.UID]map[Key]*Pod     // by the Job that controls them
	jobsOf map[types.UID]map[Key]struct{} // by the CronJob that controls them

	dirtyJobs, dirtyCronJobs map[Key]struct{}
	goneJobs, goneCronJobs   map[Key]bool

	past past
	last *Snapshot
}

func newState() *state {
	return &state{
		cronJobs: map[Key]*batchv1.CronJob{}, jobs: map[Key]*batchv1.Job{}, pods: map[Key]*Pod{}, events: newEventIndex(),
		podsOf: map[types.UID]map[Key]*Pod{}, jobsOf: map[types.UID]map[Key]struct{}{},
		dirtyJobs: map[Key]struct{}{}, dirtyCronJobs: map[Key]struct{}{},
		goneJobs: map[Key]bool{}, goneCronJobs: map[Key]bool{},
		last: &Snapshot{},
	}
}

// applyTo calls set for the objects of a batch that differ from the known ones, and remove for those that are gone.
func applyTo[T object, K any](b batch[T], known map[Key]K, objectOf func(K) T, set func(Key, T), remove func(Key)) {
	if b.full {
		for key := range known {
			if _, there := b.objects[key]; !there {
				remove(key)
			}
		}
	}
	for key := range b.gone {
		if _, there := known[key]; there {
			remove(key)
		}
	}
	for key, obj := range b.objects {
		if old, there := known[key]; there && sameVersion(objectOf(old), obj) {
			continue // a relist brings again what has not changed
		}
		set(key, obj)
	}
}

func sameVersion(a, b metav1.Object) bool {
	return a.GetUID() == b.GetUID() && a.GetResourceVersion() == b.GetResourceVersion() && a.GetResourceVersion() != ""
}

func itself[T any](obj T) T { return obj }

func (s *state) applyCronJobs(b batch[*batchv1.CronJob]) {
	applyTo(b, s.cronJobs, itself, func(key Key, obj *batchv1.CronJob) {
		if old := s.cronJobs[key]; old != nil && old.UID != obj.UID {
			s.past.forget(old.UID) // deleted and made again between two looks
		}
		s.cronJobs[key] = obj
		delete(s.goneCronJobs, key)
		s.dirtyCronJobs[key] = struct{}{}
	}, func(key Key) {
		s.past.forget(s.cronJobs[key].UID)
		delete(s.cronJobs, key)
		delete(s.dirtyCronJobs, key)
		s.goneCronJobs[key] = true
	})
}

func (s *state) applyJobs(b batch[*batchv1.Job]) {
	for key, obj := range b.gone {
		s.remember(key, obj)
	}
	applyTo(b, s.jobs, itself, func(key Key, obj *batchv1.Job) {
		if old := s.jobs[key]; old != nil {
			if old.UID != obj.UID {
				s.remember(key, old) // deleted and made again between two looks
			}
			s.unlinkJob(key, old)
		}
		s.jobs[key] = obj
		delete(s.goneJobs, key)
		s.dirtyJobs[key] = struct{}{}
		if owner := controller(obj, "CronJob"); owner != nil {
			addTo(s.jobsOf, owner.UID, key, struct{}{})
			s.dirtyCronJobs[Key{key.Namespace, owner.Name}] = struct{}{}
		}
	}, func(key Key) {
		s.remember(key, s.jobs[key])
		s.unlinkJob(key, s.jobs[key])
		delete(s.jobs, key)
		delete(s.dirtyJobs, key)
		s.goneJobs[key] = true
	})
}

// remember keeps the run of a Job that has gone, unless its CronJob has gone too.
func (s *state) remember(key Key, obj *batchv1.Job) {
	if obj == nil {
		return
	}
	owner := controller(obj, "CronJob")
	if owner == nil {
		return
	}
	cronJob := Key{key.Namespace, owner.Name}
	known := s.cronJobs[cronJob]
	if known == nil || known.UID != owner.UID {
		return
	}
	s.past.remember(known, obj, s.last.Job(key))
	s.dirtyCronJobs[cronJob] = struct{}{}
}

func (s *state) unlinkJob(key Key, job *batchv1.Job) {
	if owner := controller(job, "CronJob"); owner != nil {
		removeFrom(s.jobsOf, owner.UID, key)
		s.dirtyCronJobs[Key{key.Namespace, owner.Name}] = struct{}{}
	}
}

func (s *state) applyPods(b batch[*corev1.Pod]) {
	applyTo(b, s.pods, func(p *Pod) *corev1.Pod { return p.Object }, func(key Key, obj *corev1.Pod) {
		if old := s.pods[key]; old != nil {
			s.unlinkPod(key, old.Object)
		}
		pod := newPod(obj)
		s.pods[key] = pod
		if owner := controller(obj, "Job"); owner != nil {
			addTo(s.podsOf, owner.UID, key, pod)
			s.dirtyJobs[Key{key.Namespace, owner.Name}] = struct{}{}
		}
	}, func(key Key) {
		s.unlinkPod(key, s.pods[key].Object)
		delete(s.pods, key)
	})
}

func (s *state) unlinkPod(key Key, pod *corev1.Pod) {
	if owner := controller(pod, "Job"); owner != nil {
		removeFrom(s.podsOf, owner.UID, key)
		s.dirtyJobs[Key{key.Namespace, owner.Name}] = struct{}{}
	}
}

func (s *state) applyEvents(kind string, b batch[*corev1.Event]) {
	for _, about := range s.events.apply(kind, b) {
		if about.Kind == "Job" {
			// A failed creation of pods is why a Job is pending.
			s.dirtyJobs[Key{about.Namespace, about.Name}] = struct{}{}
		}
	}
}

// controller is the object's controlling owner when it is of a kind of the batch group, else nil.
func controller(obj metav1.Object, kind string) *metav1.OwnerReference {
	owner := metav1.GetControllerOfNoCopy(obj)
	if owner == nil || owner.Kind != kind || owner.APIVersion != batchv1.SchemeGroupVersion.String() {
		return nil
	}
	return owner
}

func addTo[V any](index map[types.UID]map[Key]V, uid types.UID, key Key, value V) {
	if index[uid] == nil {
		index[uid] = map[Key]V{}
	}
	index[uid][key] = value
}

func removeFrom[V any](index map[types.UID]map[Key]V, uid types.UID, key Key) {
	delete(index[uid], key)
	if len(index[uid]) == 0 {
		delete(index, uid)
	}
}
