package nextview

import (
	"time"

	batchv1 "k8s.io/api/batch/v1"

	"github.com/kronoscope/kronoscope/scheduler/cron"
)

// Subject is a schedule, and the CronJob that it comes from if it does.
type Subject struct {
	Namespace, Name string
	Suspended       bool
	Schedule        cron.Schedule
	Object          *batchv1.CronJob // nil when the schedule is given as text
	Refused         []cron.Warning   // why an API server would not take it
	Now             time.Time        // on the cluster that it is of; zero for one of none
}
