package schedule

import (
	batchv1 "k8s.io/api/batch/v1"

	"github.com/kronoscope/kronoscope/kube/workload"
	"github.com/kronoscope/kronoscope/scheduler/cron"
)

// sharing holds the other CronJobs that run at a slot.
type sharing struct {
	count int
	names []string // the first of them
}

// namesShown is how many of the CronJobs that share a slot are named.
const namesShown = 3

// sharedWith finds the other CronJobs of the cluster that are due at the same instants. CronJobs with the same schedule are evaluated
// once.
func sharedWith(others []*workload.CronJob, self *batchv1.CronJob, runs []cron.Slot) []sharing {
	type identity struct {
		expr, zone string // zones are compared by name: each CronJob has loaded its own
		anchor     int64
	}
	due := map[identity][]bool{} // at which runs
	all := make([]sharing, len(runs))
	for _, c := range others {
		if c.Suspended() || c.ScheduleErr != nil || self != nil && c.Trimmed.Namespace == self.Namespace && c.Trimmed.Name == self.Name {
			continue
		}
		id := identity{c.Schedule.String(), c.Schedule.Location().String(), c.Schedule.Anchor().Unix()}
		at, known := due[id]
		if !known {
			at = make([]bool, len(runs))
			for i, run := range runs {
				at[i] = c.Schedule.Has(run.At)
			}
			due[id] = at
		}
		for i := range runs {
			if !at[i] {
				continue
			}
			if all[i].count++; len(all[i].names) < namesShown {
				all[i].names = append(all[i].names, c.Trimmed.Name)
			}
		}
	}
	return all
}
