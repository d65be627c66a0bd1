package slots

import (
	"time"

	"github.com/kronoscope/kronoscope/scheduler/cron"
)

// Zone is in which zone days begin and times are told: one for all, or each schedule's own for the zero value.
type Zone struct{ Location *time.Location }

// Own says that each schedule is told in its own zone.
func (z Zone) Own() bool { return z.Location == nil }

// Of is the zone for a schedule.
func (z Zone) Of(s cron.Schedule) *time.Location {
	if z.Location == nil {
		return s.Location()
	}
	return z.Location
}

// Zones are those that matter on the agenda, in the order in which they come; local is the one where there are none. Zones are told
// apart by name: each CronJob has loaded its own.
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
