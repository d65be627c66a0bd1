package scheduler

import (
	"time"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/utils/ptr"
)

// EditOutlook is what the controller does with a CronJob whose schedule or time zone was just edited.
type EditOutlook struct {
	// Next is the slot that it waits for: the edit by itself starts nothing. Zero when it waits for none.
	Next time.Time
	// Missed is the latest slot of the new schedule that has passed since the last run and was not handled; zero for none. The
	// edit does not start it. Anything else that makes the controller look before Next does: the end of a run, a changed
	// label, resuming the CronJob.
	Missed time.Time
}

// longAgo is longer than any CronJob has existed. Upstream's search for missed slots would go through centuries of them.
const longAgo = 50 * 366 * 24 * time.Hour

// AfterEdit works out what the controller will do with an edited CronJob; the result is empty when the schedule cannot be read or
// never fires. local is the zone of a CronJob that names none.
func AfterEdit(edited *batchv1.CronJob, local *time.Location, now time.Time) EditOutlook {
	var o EditOutlook
	rules, err := RulesOf(edited, local)
	if err != nil || rules.Schedule.Next(now).IsZero() {
		return o
	}
	p := &CronJobPlan{in: CronJobInput{CronJob: edited}, Status: edited.Status}
	stand := p.progress()
	if now.Sub(later(rules.Created, stand.Last)) > longAgo { // never created, as in a manifest, so it has missed nothing
		if !ptr.Deref(edited.Spec.Suspend, false) {
			o.Next = rules.Schedule.Next(now)
		}
		return o
	}
	if d, err := rules.Decide(stand, now); err == nil && d.Verdict != AlreadyStarted {
		o.Missed = d.Slot
	}
	if !ptr.Deref(edited.Spec.Suspend, false) {
		o.Next = now.Add(rules.Wait(stand.Last, now) - requeuePadding)
	}
	return o
}

// UntilNextSlot is how long after now to sync a CronJob whose schedule was edited: such an edit starts nothing by itself. When
// the schedule cannot be read, it returns the warning to record.
func UntilNextSlot(cj *batchv1.CronJob, local *time.Location, now time.Time) (time.Duration, *CronJobEvent) {
	rules, err := RulesOf(cj, local)
	if err != nil {
		return 0, &CronJobEvent{corev1.EventTypeWarning, "UnParseableCronJobSchedule", "unparseable schedule for cronjob: " + cj.Spec.Schedule}
	}
	return rules.Wait(lastSchedule(&cj.Status), now), nil
}
