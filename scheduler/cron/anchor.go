package cron

import "time"

// PossibleSlot says that the schedule can have made a slot for which a run was started. Those of @every are counted from the run
// before, whenever that was, so that any can be its own.
func (s Schedule) PossibleSlot(slot time.Time) bool {
	_, every := s.Every()
	return every || s.Has(slot)
}
