package forecast

import (
	"context"
	"slices"
)

// exceeds says that the runs ask for more than a quota leaves them.
func (p Peak) exceeds() bool { return p.Limit != nil && p.Limit.Over > 0 }

// fixable says that moving a CronJob may make a peak keep its quota. How many Jobs exist is for history limits, not for the minute.
func (p Peak) fixable() bool { return p.exceeds() && len(p.By) > 0 && !isCount(p.Resource) }

// harmlessAround plays a move in the days around the peak that it lowers, to spare most of those that harm the play of the whole
// span.
func (m *mover) harmlessAround(ctx context.Context, target int, c candidate) bool {
	near := m.around(target)
	before, err := near.Outlook(ctx, m.newborn(c.cronJob, m.in.Workloads[c.cronJob].CronJob.Spec.Schedule))
	if err != nil {
		return false
	}
	after, err := near.Outlook(ctx, m.newborn(c.cronJob, c.expr))
	if err != nil || disturbs(before.Tally(), after.Tally()) {
		return false
	}
	cronJobs := slices.Clone(m.cronJobs)
	cronJobs[c.cronJob] = after
	return !m.harms(target, near.peaks(m.bounds, cronJobs, m.members))
}

// harms says that a move makes another peak than the one it lowers worse than it is: a quota is exceeded that was not, or by more
// or for longer than it was; or there is no quota, and the peak is higher.
func (m *mover) harms(target int, peaks []Peak) bool {
	for i, after := range peaks {
		before := m.peaks[i]
		higher := after.Amount.Cmp(before.Amount) > 0
		switch {
		case i == target:
		case before.exceeds() && (higher || !isCount(after.Resource) && after.Limit.OverTime > before.Limit.OverTime):
			return true
		case before.Limit != nil && !before.exceeds() && after.exceeds():
			return true
		case before.Limit == nil && higher:
			return true
		}
	}
	return false
}

// disturbs says that a CronJob gets on worse with itself than before.
func disturbs(before, after Tally) bool {
	return after.Skipped > before.Skipped || after.Late > before.Late || after.Replaced > before.Replaced || after.Overlaps > before.Overlaps ||
		after.AtOnce > before.AtOnce
}
