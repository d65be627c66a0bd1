package slots

import (
	"time"

	"github.com/kronoscope/kronoscope/scheduler/cron"
)

// Zone is the zone in which days begin and times are shown: one for all, or each schedule's own for the zero value.
type Zone struct{ Location *time.Location }

// Own reports whether each schedule is shown in its own zone.
func (z Zone) Own() bool { return z.Location == nil }

// Of returns the zone for a schedule.
func (z Zone) Of(s cron.Schedule) *time.Location {
	if z.Location == nil {
		return s.Location()
	}
	return z.Location
}

// Zones returns the zones of the schedules in the order in which they first occur, or local when there are none. Zones are compared by
// name, because each CronJob has loaded its own.
func (ctr *Counter) Zones(z Zone, local *time.Location) []*time.Location {
	if !z.Own() {
		return []*time.Location{z.Location}
	}
	var zones []*time.Location
	seen := map[string]bool{}
	for _, it := range ctr.items {
		if own := it.Schedule.Location(); !seen[own.String()] {
			seen[own.String()] = true
			zones = append(zones, own)
		}
	}
	if len(zones) == 0 {
		return []*time.Location{local}
	}
	return zones
}
