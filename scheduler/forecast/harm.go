package forecast

import (
	"context"
	"slices"
)

// exceeds reports whether the runs request more than a quota leaves them.
func (p Peak) exceeds() bool { return p.Limit != nil && p.Limit.Over > 0 }

// fixable reports whether moving a CronJob may bring a peak below its quota. How many Jobs exist depends on history limits instead.
func (p Peak) fixable() bool { return p.exceeds() && len(p.By) > 0 && !isCount(p.Resource) }

// harmlessAround tries a move in the days around the peak that it lowers. That rules out most harmful moves without trying them over
// the whole span.
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

// harms reports whether a move makes a peak worse other than the one it lowers: a quota is newly exceeded, or exceeded by more
// or for longer; or there is no quota, and the peak is higher.
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

// disturbs reports whether a CronJob's runs hinder each other more than before.
func disturbs(before, after Tally) bool {
	return after.Skipped > before.Skipped || after.Late > before.Late || after.Replaced > before.Replaced || after.Overlaps > before.Overlaps ||
		after.AtOnce > before.AtOnce
}
