package workload

import (
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"

	"github.com/kronoscope/kronoscope/kube"
)

// Builder is what an Inventory knows, indexed so that a change leads to the few Jobs and CronJobs that it concerns. It belongs
// to whoever builds snapshots, one goroutine at a time.
type Builder struct {
	cronJobs map[kube.Key]*batchv1.CronJob
	jobs     map[kube.Key]*batchv1.Job
	pods     map[kube.Key]*Pod
	events   *eventIndex

	podsOf map[types.UID]map[kube.Key]*Pod     // by the Job that controls them
	jobsOf map[types.UID]map[kube.Key]struct{} // by the CronJob that controls them

	dirtyJobs, dirtyCronJobs map[kube.Key]struct{}
	goneJobs, goneCronJobs   map[kube.Key]bool

	past pastRuns
	last *Snapshot
}

func NewBuilder() *Builder {
	return &Builder{
		cronJobs: map[kube.Key]*batchv1.CronJob{}, jobs: map[kube.Key]*batchv1.Job{}, pods: map[kube.Key]*Pod{}, events: newEventIndex(),
		podsOf: map[types.UID]map[kube.Key]*Pod{}, jobsOf: map[types.UID]map[kube.Key]struct{}{},
		dirtyJobs: map[kube.Key]struct{}{}, dirtyCronJobs: map[kube.Key]struct{}{},
		goneJobs: map[kube.Key]bool{}, goneCronJobs: map[kube.Key]bool{},
		last: &Snapshot{},
	}
}

func (s *Builder) ApplyCronJobs(b Changes[*batchv1.CronJob]) {
	applyTo(b, s.cronJobs, identity, func(key kube.Key, obj *batchv1.CronJob) {
		if old := s.cronJobs[key]; old != nil && old.UID != obj.UID {
			s.past.forget(old.UID) // deleted and made again between two looks
		}
		s.cronJobs[key] = obj
		delete(s.goneCronJobs, key)
		s.dirtyCronJobs[key] = struct{}{}
	}, func(key kube.Key) {
		s.past.forget(s.cronJobs[key].UID)
		delete(s.cronJobs, key)
		delete(s.dirtyCronJobs, key)
		s.goneCronJobs[key] = true
	})
}

func (s *Builder) ApplyJobs(b Changes[*batchv1.Job]) {
	for key, obj := range b.Gone {
		s.remember(key, obj)
	}
	applyTo(b, s.jobs, identity, func(key kube.Key, obj *batchv1.Job) {
		if old := s.jobs[key]; old != nil {
			if old.UID != obj.UID {
				s.remember(key, old) // deleted and made again between two looks
			}
			s.unlinkJob(key, old)
		}
		s.jobs[key] = obj
		delete(s.goneJobs, key)
		s.dirtyJobs[key] = struct{}{}
		if owner := Controller(obj, "CronJob"); owner != nil {
			addTo(s.jobsOf, owner.UID, key, struct{}{})
			s.dirtyCronJobs[kube.Key{Namespace: key.Namespace, Name: owner.Name}] = struct{}{}
		}
	}, func(key kube.Key) {
		s.remember(key, s.jobs[key])
		s.unlinkJob(key, s.jobs[key])
		delete(s.jobs, key)
		delete(s.dirtyJobs, key)
		s.goneJobs[key] = true
	})
}

// remember keeps the run of a Job that has gone, unless its CronJob has gone too.
func (s *Builder) remember(key kube.Key, obj *batchv1.Job) {
	if obj == nil {
		return
	}
	owner := Controller(obj, "CronJob")
	if owner == nil {
		return
	}
	cronJob := kube.Key{Namespace: key.Namespace, Name: owner.Name}
	known := s.cronJobs[cronJob]
	if known == nil || known.UID != owner.UID {
		return
	}
	s.past.remember(known, obj, s.last.Job(key))
	s.dirtyCronJobs[cronJob] = struct{}{}
}

func (s *Builder) unlinkJob(key kube.Key, job *batchv1.Job) {
	if owner := Controller(job, "CronJob"); owner != nil {
		removeFrom(s.jobsOf, owner.UID, key)
		s.dirtyCronJobs[kube.Key{Namespace: key.Namespace, Name: owner.Name}] = struct{}{}
	}
}

func (s *Builder) ApplyPods(b Changes[*corev1.Pod]) {
	applyTo(b, s.pods, func(p *Pod) *corev1.Pod { return p.Trimmed }, func(key kube.Key, obj *corev1.Pod) {
		if old := s.pods[key]; old != nil {
			s.unlinkPod(key, old.Trimmed)
		}
		pod := newPod(obj)
		s.pods[key] = pod
		if owner := Controller(obj, "Job"); owner != nil {
			addTo(s.podsOf, owner.UID, key, pod)
			s.dirtyJobs[kube.Key{Namespace: key.Namespace, Name: owner.Name}] = struct{}{}
		}
	}, func(key kube.Key) {
		s.unlinkPod(key, s.pods[key].Trimmed)
		delete(s.pods, key)
	})
}

func (s *Builder) unlinkPod(key kube.Key, pod *corev1.Pod) {
	if owner := Controller(pod, "Job"); owner != nil {
		removeFrom(s.podsOf, owner.UID, key)
		s.dirtyJobs[kube.Key{Namespace: key.Namespace, Name: owner.Name}] = struct{}{}
	}
}

func (s *Builder) ApplyEvents(kind string, b Changes[*corev1.Event]) {
	for _, about := range s.events.apply(kind, b) {
		if about.Kind == "Job" {
			// A failed creation of pods is why a Job is pending.
			s.dirtyJobs[kube.Key{Namespace: about.Namespace, Name: about.Name}] = struct{}{}
		}
	}
}

// Controller is the object's controlling owner when it is of a kind of the batch group, else nil.
func Controller(obj metav1.Object, kind string) *metav1.OwnerReference {
	owner := metav1.GetControllerOfNoCopy(obj)
	if owner == nil || owner.Kind != kind || owner.APIVersion != batchv1.SchemeGroupVersion.String() {
		return nil
	}
	return owner
}

func addTo[V any](index map[types.UID]map[kube.Key]V, uid types.UID, key kube.Key, value V) {
	if index[uid] == nil {
		index[uid] = map[kube.Key]V{}
	}
	index[uid][key] = value
}

func removeFrom[V any](index map[types.UID]map[kube.Key]V, uid types.UID, key kube.Key) {
	delete(index[uid], key)
	if len(index[uid]) == 0 {
		delete(index, uid)
	}
}
