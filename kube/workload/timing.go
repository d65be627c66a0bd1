package workload

import (
	batchv1 "k8s.io/api/batch/v1"
	"k8s.io/utils/ptr"
)

// Timing is when a CronJob runs: its expression, and its time zone, "" for none.
type Timing struct{ Schedule, TimeZone string }

// TimingOf is a CronJob's.
func TimingOf(c *batchv1.CronJob) Timing {
	return Timing{c.Spec.Schedule, ptr.Deref(c.Spec.TimeZone, "")}
}
