package slots

import (
	"context"
	"time"
)

// Month is the slots of each day of a month, the first at 0.
type Month struct {
	First  Date
	Counts []int
	// Shifted is set for the days on which clocks change.
	Shifted []bool
}

// Month counts the slots of the days of a date's month. local is the zone of the days when there are no CronJobs.
func (ctr *Counter) Month(ctx context.Context, date Date, zone Zone, local *time.Location) (m *Month, ok bool) {
	first := date.First()
	m = &Month{First: first, Shifted: make([]bool, first.Days())}
	if m.Counts, ok = ctr.perDay(ctx, first, first.Days(), zone); !ok {
		return nil, false
	}
	for _, in := range ctr.Zones(zone, local) {
		for i := range m.Shifted {
			m.Shifted[i] = m.Shifted[i] || len(first.AddDays(i).Shifts(in)) > 0
		}
	}
	return m, true
}

// Busiest is the most slots that a day has in the month of a date and the month after it.
func (ctr *Counter) Busiest(ctx context.Context, date Date, zone Zone) (most int, ok bool) {
	first := date.First()
	counts, ok := ctr.perDay(ctx, first, first.Days()+first.AddMonths(1).Days(), zone)
	for _, n := range counts {
		most = max(most, n)
	}
	return most, ok
}

// perDay counts the slots of consecutive days.
func (ctr *Counter) perDay(ctx context.Context, first Date, days int, zone Zone) (counts []int, ok bool) {
	counts = make([]int, days)
	for i, g := range ctr.groups(first.AddDays(-1).Start(time.UTC)) {
		if i%64 == 0 && ctx.Err() != nil {
			return nil, false
		}
		for day, n := range g.countDays(first, days, zone.Of(g.schedule)) {
			counts[day] += n * len(g.keys)
		}
	}
	return counts, true
}

// countDays counts the slots of consecutive days in a zone, without those before the CronJobs were created.
func (g group) countDays(first Date, days int, in *time.Location) []int {
	counts := g.schedule.CountDays(first.noon(in), days, in)
	if !g.created.IsZero() {
		born := first.DaysTo(DateOf(g.created.In(in)))
		clear(counts[:min(max(born, 0), days)])
		if born >= 0 && born < days {
			counts[born] -= g.schedule.Count(first.AddDays(born).Start(in).Add(-1), g.created)
		}
	}
	for _, slot := range g.recorded {
		if day := first.DaysTo(DateOf(slot.In(in))); day >= 0 && day < days {
			counts[day]++
		}
	}
	return counts
}
