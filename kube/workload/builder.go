package workload

import (
	"cmp"
	"slices"
	"time"

	batchv1 "k8s.io/api/batch/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/utils/ptr"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/scheduler"
)

// Builder builds snapshots from changes. Its indexes lead from a change to the few Jobs and CronJobs that it concerns, so that a
// snapshot costs little more than the changes. Only one goroutine at a time may use it.
type Builder struct {
	cronJobs map[kube.Key]*batchv1.CronJob
	jobs     map[kube.Key]*batchv1.Job
	pods     map[kube.Key]*Pod
	events   *eventIndex

	podsOf map[types.UID]map[kube.Key]*Pod     // by the Job that controls them
	jobsOf map[types.UID]map[kube.Key]struct{} // by the CronJob that controls them

	dirtyJobs, dirtyCronJobs     map[kube.Key]struct{}
	deletedJobs, deletedCronJobs map[kube.Key]bool

	past pastRuns
	last *Snapshot
}

// NewBuilder returns a Builder that knows no objects.
func NewBuilder() *Builder {
	return &Builder{
		cronJobs: map[kube.Key]*batchv1.CronJob{}, jobs: map[kube.Key]*batchv1.Job{}, pods: map[kube.Key]*Pod{}, events: newEventIndex(),
		podsOf: map[types.UID]map[kube.Key]*Pod{}, jobsOf: map[types.UID]map[kube.Key]struct{}{},
		dirtyJobs: map[kube.Key]struct{}{}, dirtyCronJobs: map[kube.Key]struct{}{},
		deletedJobs: map[kube.Key]bool{}, deletedCronJobs: map[kube.Key]bool{},
		last: &Snapshot{},
	}
}

// Snapshot builds the next snapshot: it derives what the changes since the last one concern, and shares the rest with it.
func (s *Builder) Snapshot(link Link) *Snapshot {
	next := &Snapshot{Version: s.last.Version + 1, Jobs: s.last.Jobs, CronJobs: s.last.CronJobs, Events: s.last.Events, Link: link, NewestJobCreated: s.last.NewestJobCreated}

	jobs := map[kube.Key]*Job{}
	for key := range s.dirtyJobs {
		if obj := s.jobs[key]; obj != nil {
			jobs[key] = s.buildJob(obj)
			if created := obj.CreationTimestamp.Time; created.After(next.NewestJobCreated) {
				next.NewestJobCreated = created
			}
			if owner := ControllerOf(obj, "CronJob"); owner != nil {
				s.dirtyCronJobs[kube.Key{Namespace: key.Namespace, Name: owner.Name}] = struct{}{}
			}
		}
	}
	cronJobs := map[kube.Key]*CronJob{}
	for key := range s.dirtyCronJobs {
		if obj := s.cronJobs[key]; obj != nil {
			cronJobs[key] = s.buildCronJob(obj, jobs)
		}
	}
	if len(jobs)+len(s.deletedJobs) > 0 {
		next.Jobs = patchSorted(s.last.Jobs, jobs, s.deletedJobs)
	}
	if len(cronJobs)+len(s.deletedCronJobs) > 0 {
		next.CronJobs = patchSorted(s.last.CronJobs, cronJobs, s.deletedCronJobs)
	}
	if events, changed := s.events.list(s); changed {
		next.Events = events
	}
	clear(s.dirtyJobs)
	clear(s.dirtyCronJobs)
	clear(s.deletedJobs)
	clear(s.deletedCronJobs)
	s.last = next
	return next
}

// buildJob derives a Job from the API object, its pods and its events.
func (s *Builder) buildJob(obj *batchv1.Job) *Job {
	job := &Job{Trimmed: obj}
	if owner := ControllerOf(obj, "CronJob"); owner != nil {
		job.CronJob = owner.Name
	}
	for _, pod := range s.podsOf[obj.UID] {
		job.Pods = append(job.Pods, pod)
		if d, ok := pod.runTime(); ok {
			job.runs = append(job.runs, d)
		}
	}
	slices.SortFunc(job.Pods, func(a, b *Pod) int {
		return cmp.Or(
			cmp.Compare(a.Index, b.Index),
			a.Trimmed.CreationTimestamp.Compare(b.Trimmed.CreationTimestamp.Time),
			cmp.Compare(a.Trimmed.Name, b.Trimmed.Name),
		)
	})
	slices.Sort(job.runs)
	job.Expected = median(job.runs)
	describeState(job, s.events.podCreationFailure(obj.UID))
	return job
}

// buildCronJob collects a CronJob's Jobs, from those just built or from the last snapshot. Unfinished Jobs without a successful pod
// get the median run time of all its Jobs; it adds a Job that this changes to the built ones.
func (s *Builder) buildCronJob(obj *batchv1.CronJob, built map[kube.Key]*Job) *CronJob {
	c := &CronJob{Trimmed: obj}
	if old := s.last.CronJob(c.Key()); old != nil && sameSchedule(old.Trimmed, obj) {
		c.Schedule, c.ScheduleErr = old.Schedule, old.ScheduleErr
	} else {
		// Without a zone the control plane uses its own, which no API reveals. Nearly all run in UTC.
		c.Schedule, c.ScheduleErr = scheduler.CronJobSchedule(obj, time.UTC)
	}
	c.Schedule = anchoredSchedule(c.Schedule, obj)
	var runs []time.Duration
	for key := range s.jobsOf[obj.UID] {
		job := built[key]
		if job == nil {
			job = s.last.Job(key)
		}
		if job == nil {
			continue
		}
		c.Jobs = append(c.Jobs, job)
		runs = append(runs, job.runs...)
	}
	slices.Sort(runs)
	expected := median(runs)
	for i, job := range c.Jobs {
		if len(job.runs) > 0 || job.Expected == expected || job.State.Finished() {
			continue
		}
		job = ptr.To(*job)
		job.Expected = expected
		c.Jobs[i], built[job.Key()] = job, job
	}
	SortLatestFirst(c.Jobs)
	c.Past = s.past.runs[obj.UID]
	c.Average = average(c.Jobs)
	return c
}

func sameSchedule(a, b *batchv1.CronJob) bool {
	return a.Spec.Schedule == b.Spec.Schedule && ptr.Deref(a.Spec.TimeZone, "") == ptr.Deref(b.Spec.TimeZone, "")
}
