package scheduler

import (
	"time"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/utils/ptr"
)

// EditOutlook is what the controller makes of a CronJob whose schedule or time zone was just edited.
type EditOutlook struct {
	// Next is the slot that it waits for: the edit by itself starts nothing. Zero when it waits for none.
	Next time.Time
	// Missed is the latest slot of the new schedule that has passed since the last run and was not acted upon; zero for none. The
	// edit does not start it, but whatever else makes the controller look before Next does: the end of a run, a change of a
	// label, being resumed.
	Missed time.Time
}

// longAgo is before any CronJob ran: upstream's search for what was missed since then would go through centuries of slots.
const longAgo = 50 * 366 * 24 * time.Hour

// AfterEdit looks at a CronJob as it is after the edit. The schedule must be one that can be read; local is for a CronJob
// without time zone.
func AfterEdit(edited *batchv1.CronJob, local *time.Location, now time.Time) EditOutlook {
	var o EditOutlook
	rules, err := RulesOf(edited, local)
	if err != nil || rules.Schedule.Next(now).IsZero() {
		return o
	}
	p := &CronJobPlan{in: CronJobInput{CronJob: edited}, Status: edited.Status}
	stand := p.progress()
	if now.Sub(later(rules.Created, stand.Last)) > longAgo { // it was never created, as in a manifest, and has missed nothing
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

// UntilNextSlot is when to sync a CronJob whose schedule was edited: such an edit starts nothing by itself. When
// it cannot be read, there is only a warning to record.
func UntilNextSlot(cj *batchv1.CronJob, local *time.Location, now time.Time) (time.Duration, *CronJobEvent) {
	rules, err := RulesOf(cj, local)
	if err != nil {
		return 0, &CronJobEvent{corev1.EventTypeWarning, "UnParseableCronJobSchedule", "unparseable schedule for cronjob: " + cj.Spec.Schedule}
	}
	return rules.Wait(lastSchedule(&cj.Status), now), nil
}
