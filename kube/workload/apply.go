package workload

import (
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"

	"github.com/kronoscope/kronoscope/kube"
)

// ApplyCronJobs takes over changes to CronJobs.
func (s *Builder) ApplyCronJobs(b Changes[*batchv1.CronJob]) {
	applyTo(b, s.cronJobs, identity, func(key kube.Key, obj *batchv1.CronJob) {
		if old := s.cronJobs[key]; old != nil && old.UID != obj.UID {
			s.past.forget(old.UID) // deleted and created again since the last changes
		}
		s.cronJobs[key] = obj
		delete(s.deletedCronJobs, key)
		s.dirtyCronJobs[key] = struct{}{}
	}, func(key kube.Key) {
		s.past.forget(s.cronJobs[key].UID)
		delete(s.cronJobs, key)
		delete(s.dirtyCronJobs, key)
		s.deletedCronJobs[key] = true
	})
}

// ApplyJobs takes over changes to Jobs. Runs of deleted Jobs are kept with their CronJobs, which must be applied before.
func (s *Builder) ApplyJobs(b Changes[*batchv1.Job]) {
	for key, obj := range b.Deleted {
		s.rememberRun(key, obj)
	}
	applyTo(b, s.jobs, identity, func(key kube.Key, obj *batchv1.Job) {
		if old := s.jobs[key]; old != nil {
			if old.UID != obj.UID {
				s.rememberRun(key, old) // deleted and created again since the last changes
			}
			s.unlinkJob(key, old)
		}
		s.jobs[key] = obj
		delete(s.deletedJobs, key)
		s.dirtyJobs[key] = struct{}{}
		if owner := ControllerOf(obj, "CronJob"); owner != nil {
			addTo(s.jobsOf, owner.UID, key, struct{}{})
			s.dirtyCronJobs[kube.Key{Namespace: key.Namespace, Name: owner.Name}] = struct{}{}
		}
	}, func(key kube.Key) {
		s.rememberRun(key, s.jobs[key])
		s.unlinkJob(key, s.jobs[key])
		delete(s.jobs, key)
		delete(s.dirtyJobs, key)
		s.deletedJobs[key] = true
	})
}

// rememberRun keeps the run of a deleted Job, unless its CronJob is deleted, too.
func (s *Builder) rememberRun(key kube.Key, obj *batchv1.Job) {
	if obj == nil {
		return
	}
	owner := ControllerOf(obj, "CronJob")
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
	if owner := ControllerOf(job, "CronJob"); owner != nil {
		removeFrom(s.jobsOf, owner.UID, key)
		s.dirtyCronJobs[kube.Key{Namespace: key.Namespace, Name: owner.Name}] = struct{}{}
	}
}

// ApplyPods takes over changes to pods. It also keeps pods that belong to no Job, but no snapshot shows them.
func (s *Builder) ApplyPods(b Changes[*corev1.Pod]) {
	applyTo(b, s.pods, func(p *Pod) *corev1.Pod { return p.Trimmed }, func(key kube.Key, obj *corev1.Pod) {
		if old := s.pods[key]; old != nil {
			s.unlinkPod(key, old.Trimmed)
		}
		pod := newPod(obj)
		s.pods[key] = pod
		if owner := ControllerOf(obj, "Job"); owner != nil {
			addTo(s.podsOf, owner.UID, key, pod)
			s.dirtyJobs[kube.Key{Namespace: key.Namespace, Name: owner.Name}] = struct{}{}
		}
	}, func(key kube.Key) {
		s.unlinkPod(key, s.pods[key].Trimmed)
		delete(s.pods, key)
	})
}

func (s *Builder) unlinkPod(key kube.Key, pod *corev1.Pod) {
	if owner := ControllerOf(pod, "Job"); owner != nil {
		removeFrom(s.podsOf, owner.UID, key)
		s.dirtyJobs[kube.Key{Namespace: key.Namespace, Name: owner.Name}] = struct{}{}
	}
}

// ApplyEvents takes over changes to the events about objects of one of [EventKinds]; it ignores others.
func (s *Builder) ApplyEvents(kind string, b Changes[*corev1.Event]) {
	for _, about := range s.events.apply(kind, b) {
		if about.Kind == "Job" {
			// A failed creation of pods is why a Job is pending.
			s.dirtyJobs[kube.Key{Namespace: about.Namespace, Name: about.Name}] = struct{}{}
		}
	}
}
