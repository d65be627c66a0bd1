package judge

import (
	"time"

	"github.com/kronoscope/kronoscope/kube/embedded/conformance/play"
)

// clearance is how far from the change of a minute a step must stay for the order of the two to be no matter of chance.
const clearance = 3 * time.Second

// nextStart returns the first whole second after now at which a play may start. With CronJobs, what happens depends on where
// in the minute the steps fall: seconds at which one of them, or the end, would meet the change of a minute are passed
// over. If no second is free of that, the next one must do.
func nextStart(s *play.Scenario, now time.Time) time.Time {
	next := now.Truncate(time.Second).Add(time.Second).UTC()
	if !hasCronJobs(s) {
		return next
	}
	for ahead := range time.Minute / time.Second {
		if start := next.Add(ahead * time.Second); clearOfMinutes(s, start) {
			return start
		}
	}
	return next
}

func hasCronJobs(s *play.Scenario) bool {
	for _, step := range s.Steps {
		if step.Create["kind"] == "CronJob" {
			return true
		}
	}
	return false
}

func clearOfMinutes(s *play.Scenario, start time.Time) bool {
	offsets := []time.Duration{s.Until.Duration}
	for _, step := range s.Steps {
		offsets = append(offsets, step.At.Duration)
	}
	for _, offset := range offsets {
		at := start.Add(offset)
		if since := at.Sub(at.Truncate(time.Minute)); since < clearance || since > time.Minute-clearance {
			return false
		}
	}
	return true
}
