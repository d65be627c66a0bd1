package forecast

import (
	"cmp"

	"github.com/kronoscope/kronoscope/scheduler"
	"github.com/kronoscope/kronoscope/scheduler/cron"
)

// failsWhen tells when and why activeDeadlineSeconds end runs.
func failsWhen(seconds int64) string {
	const field = "activeDeadlineSeconds"
	after := "at once"
	if words := cron.DurationWords(scheduler.Seconds(seconds)); words != "" {
		after = "after " + words
	}
	if scheduler.SecondsOverflow(seconds) {
		return after + ": " + scheduler.OverflowText(field, seconds)
	}
	return after + ": " + field + " pass before a run is done"
}

// tooLate tells why slots are beyond startingDeadlineSeconds.
func tooLate(seconds *int64) string {
	return "because " + cmp.Or(scheduler.ImpossibleDeadline(seconds), "startingDeadlineSeconds have passed before the controller looks")
}
