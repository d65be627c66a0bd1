package scheduler

import (
	"fmt"
	"slices"
	"strings"
	"time"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/utils/ptr"

	"github.com/kronoscope/kronoscope/scheduler/cron"
)

// A sync of a CronJob has two steps. Each is a pure function, and the controller carries out what it asks for:
//
//	CronJobHistory → delete old Jobs                       → ForgetJob
//	PlanCronJob    → delete what is replaced, create a Job → CronJobPlan.Forget, CronJobPlan.RecordStart
//
// Then the status is written once, if it changed.

// requeuePadding is how long after a slot upstream looks again, in case clocks disagree.
const requeuePadding = 100 * time.Millisecond

// CronJobInput is what a sync of a CronJob sees. Nothing of it is changed.
type CronJobInput struct {
	CronJob *batchv1.CronJob
	// Jobs are those that the CronJob controls.
	Jobs []*batchv1.Job
	// Others are the Jobs that status.active names but the CronJob does not control.
	Others []*batchv1.Job
	// Local is the controller's own zone, for a CronJob without time zone.
	Local *time.Location
	Now   time.Time
}

// CronJobEvent is an event to record on the CronJob.
type CronJobEvent struct{ Type, Reason, Message string }

// CronJobPlan is what a CronJob wants.
type CronJobPlan struct {
	// Events are to be recorded before anything is done.
	Events []CronJobEvent
	// Replace are the active Jobs to delete before Create. If one cannot be, the sync ends there.
	Replace []corev1.ObjectReference
	// Create is the Job to start, nil for none. See [CronJobPlan.Started] and [CronJobPlan.Adopts].
	Create *batchv1.Job
	// Requeue asks for another sync after RequeueAfter; else the next change is early enough.
	Requeue      bool
	RequeueAfter time.Duration
	// Status is what the CronJob's status should be once the plan is carried out. Changed reports whether it differs from what it is.
	Status  batchv1.CronJobStatus
	Changed bool

	in    CronJobInput
	rules CronJobRules
	slot  time.Time // the slot that Create is for
}

// CronJobSchedule reads a CronJob's schedule as upstream does: in the zone that the expression names, which is unsupported
// but wins, else in spec.timeZone, else in local, the zone of the controller's machine.
func CronJobSchedule(cj *batchv1.CronJob, local *time.Location) (cron.Schedule, error) {
	if cj.Spec.TimeZone == nil || namesZone(cj) {
		return cron.Parse(cj.Spec.Schedule, local)
	}
	loc, err := loadZone(*cj.Spec.TimeZone, local)
	if err != nil {
		return cron.Schedule{}, fmt.Errorf("time zone %q: %w", *cj.Spec.TimeZone, err)
	}
	return cron.Parse(cj.Spec.Schedule, loc)
}

// namesZone reports whether the expression itself has a zone, by upstream's simple test.
func namesZone(cj *batchv1.CronJob) bool { return strings.Contains(cj.Spec.Schedule, "TZ") }

// loadZone is time.LoadLocation, but "Local" is the zone given, not this machine's.
func loadZone(name string, local *time.Location) (*time.Location, error) {
	if name == "Local" {
		return local, nil
	}
	return time.LoadLocation(name)
}

// PlanCronJob decides what a CronJob wants now: which entries of status.active to drop, whether a slot is due, and whether its
// Job may start. It follows syncCronJob in pkg/controller/cronjob/cronjob_controllerv2.go.
func PlanCronJob(in CronJobInput) *CronJobPlan {
	p := &CronJobPlan{in: in, Status: *in.CronJob.Status.DeepCopy()}
	p.reconcileActive()
	if in.CronJob.DeletionTimestamp != nil || !p.readSchedule() {
		return p
	}
	decision, err := p.rules.Decide(p.progress(), in.Now)
	if err != nil {
		p.warn("InvalidSchedule", "invalid schedule: %s : %s", in.CronJob.Spec.Schedule, err)
		return p
	}
	if decision.Missed > manyMissed {
		p.warn("TooManyMissedTimes", "too many missed start times. Set or decrease .spec.startingDeadlineSeconds or check clock skew")
	}
	switch decision.Verdict {
	case TooLate:
		p.warn("MissSchedule", "Missed scheduled time to start a job: %s", decision.Slot.UTC().Format(time.RFC1123Z))
	case Forbidden:
		p.note("JobAlreadyActive", "Not starting job because prior execution is running and concurrency policy is Forbid")
	case StartJob:
		if p.rules.Policy == batchv1.ReplaceConcurrent {
			p.Replace = p.Status.Active
		}
		p.slot = decision.Slot
		p.Create = newCronJobRun(in.CronJob, decision.Slot)
		return p
	}
	p.requeue()
	return p
}

// readSchedule parses the schedule and reports whether it may start anything.
func (p *CronJobPlan) readSchedule() bool {
	spec := &p.in.CronJob.Spec
	if spec.TimeZone != nil {
		if _, err := loadZone(*spec.TimeZone, p.in.Local); err != nil {
			p.warn("UnknownTimeZone", "invalid timeZone: %q: %s", *spec.TimeZone, err)
			return false
		}
	}
	if ptr.Deref(spec.Suspend, false) {
		return false
	}
	if namesZone(p.in.CronJob) {
		p.warn("UnsupportedSchedule", "CRON_TZ or TZ used in schedule %q is not officially supported, see "+
			"https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/ for more details", spec.Schedule)
	}
	rules, err := RulesOf(p.in.CronJob, p.in.Local)
	if err != nil {
		p.warn("UnparseableSchedule", "unparseable schedule: %q : %s", spec.Schedule, parserError(err))
		return false
	}
	p.rules = rules
	return true
}

func (p *CronJobPlan) progress() CronJobProgress {
	return CronJobProgress{Last: lastSchedule(&p.Status), Active: len(p.Status.Active), ActiveFor: p.activeFor}
}

// activeFor reports whether the slot's Job is active.
func (p *CronJobPlan) activeFor(slot time.Time) bool {
	name := runName(p.in.CronJob, slot)
	return slices.ContainsFunc(p.Status.Active, func(ref corev1.ObjectReference) bool {
		return ref.Name == name && ref.Namespace == p.in.CronJob.Namespace
	})
}

// requeue asks for a sync after the next slot.
func (p *CronJobPlan) requeue() {
	p.Requeue = true
	p.RequeueAfter = p.rules.Wait(lastSchedule(&p.Status), p.in.Now)
}

// RecordStart adds the Job that was created, or adopted, to the status.
func (p *CronJobPlan) RecordStart(job *batchv1.Job) {
	p.Status.Active = append(p.Status.Active, corev1.ObjectReference{
		APIVersion: batchv1.SchemeGroupVersion.String(), Kind: "Job",
		Namespace: job.Namespace, Name: job.Name, UID: job.UID, ResourceVersion: job.ResourceVersion,
	})
	p.Status.LastScheduleTime = ptr.To(metav1.NewTime(p.slot))
	p.Changed = true
	p.requeue()
}

// Adopts reports whether an existing Job with the name of the one to create is the CronJob's own but not in status.active: then
// an earlier sync created it and failed to write the status. Any other Job is left alone.
func (p *CronJobPlan) Adopts(existing *batchv1.Job) bool {
	return metav1.IsControlledBy(existing, p.in.CronJob) && !isActive(&p.Status, existing.UID)
}

// Forget removes a deleted Job from the status.
func (p *CronJobPlan) Forget(job *batchv1.Job) {
	ForgetJob(&p.Status, job.UID)
	p.Changed = true
}

func (p *CronJobPlan) note(reason, format string, args ...any) {
	p.Events = append(p.Events, CronJobEvent{corev1.EventTypeNormal, reason, fmt.Sprintf(format, args...)})
}

func (p *CronJobPlan) warn(reason, format string, args ...any) {
	p.Events = append(p.Events, CronJobEvent{corev1.EventTypeWarning, reason, fmt.Sprintf(format, args...)})
}
