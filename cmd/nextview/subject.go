package nextview

import (
	"time"

	batchv1 "k8s.io/api/batch/v1"

	"github.com/kronoscope/kronoscope/scheduler/cron"
)

// Subject is a schedule, with the CronJob it comes from, if any.
type Subject struct {
	Namespace, Name string
	Suspended       bool
	Schedule        cron.Schedule
	Object          *batchv1.CronJob // nil when the schedule is given as text
	Refused         []cron.Warning   // why an API server refuses the CronJob
	Now             time.Time        // the cluster's time; zero when it comes from no cluster
}
