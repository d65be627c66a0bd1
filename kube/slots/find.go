package slots

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/kronoscope/kronoscope/kube/workload"
)

// Place is a minute of a date.
type Place struct {
	Date   Date
	Minute Minute
}

func (p Place) compare(other Place) int {
	return cmp.Or(p.Date.utc().Compare(other.Date.utc()), cmp.Compare(p.Minute, other.Minute))
}

// FindEntry finds the place of the next entry after a place or, backwards, of the last one before it. An entry is what [Day.Entries]
// lists: a slot, or a run off the schedule. found is false when none follows within five years, or none came before.
func (ctr *Counter) FindEntry(ctx context.Context, from Place, backwards bool, zone Zone, cronJobs []*workload.CronJob) (to Place, found, ok bool) {
	s := &search{from: from, backwards: backwards}
	for _, c := range cronJobs {
		if ctx.Err() != nil {
			return to, false, false
		}
		s.offerRuns(c, zone.Of(c.Schedule))
	}
	day, ok := ctr.Day(ctx, from.Date, zone, time.UTC)
	if !ok {
		return to, false, false
	}
	if minute, some := day.Next(from.Minute, backwards); some {
		s.offer(Place{from.Date, minute})
		return s.best, true, true
	}
	since := from.Date.AddDays(-1).Start(time.UTC)
	if backwards {
		since = time.Time{} // so that no slot counts from before a CronJob of its group was created
	}
	for _, g := range ctr.groups(since) {
		if ctx.Err() != nil {
			return to, false, false
		}
		s.offerSlots(g, zone.Of(g.schedule))
	}
	return ctr.inOrder(ctx, s, zone)
}

// inOrder corrects what was found on a date on which clocks go back: by two hours, a later instant may have an earlier minute.
func (ctr *Counter) inOrder(ctx context.Context, s *search, zone Zone) (to Place, found, ok bool) {
	repeats := func(in *time.Location) bool { return len(newZoneDay(s.best.Date, in).repeats) > 0 }
	if !s.found || !slices.ContainsFunc(ctr.Zones(zone, time.UTC), repeats) {
		return s.best, s.found, true
	}
	day, ok := ctr.Day(ctx, s.best.Date, zone, time.UTC)
	if !ok {
		return to, false, false
	}
	edge := Minute(0)
	if s.backwards {
		edge = DayEnd - 1
	}
	if minute, some := day.Next(edge, s.backwards); some {
		s.offer(Place{s.best.Date, minute})
	}
	return s.best, true, true
}

// search keeps the nearest of the places that are offered.
type search struct {
	from      Place
	backwards bool
	best      Place
	found     bool
}

// nearer reports whether a is reached before b.
func (s *search) nearer(a, b Place) bool {
	if s.backwards {
		a, b = b, a
	}
	return a.compare(b) < 0
}

func (s *search) offer(p Place) {
	if !s.nearer(p, s.from) && (!s.found || s.nearer(p, s.best)) {
		s.best, s.found = p, true
	}
}

// offerAt offers the place of an instant. Its date costs less to find than its minute, so it comes first.
func (s *search) offerAt(at time.Time, in *time.Location) {
	date := Place{Date: DateOf(at.In(in))}
	beyond := func(than Place) bool { return date.Date != than.Date && s.nearer(than, date) }
	if at.IsZero() || date.Date != s.from.Date && s.nearer(date, s.from) || s.found && beyond(s.best) {
		return
	}
	s.offer(Place{date.Date, MinuteOf(at, in)})
}

// offerRuns offers the runs of a CronJob.
func (s *search) offerRuns(c *workload.CronJob, in *time.Location) {
	for _, job := range c.Jobs {
		at, _ := slotOf(c, job)
		s.offerAt(at, in)
	}
	for i := range c.Past {
		at, _ := slotOfRun(&c.Past[i])
		s.offerAt(at, in)
	}
}

// offerSlots offers the nearest slot of a group on another date.
func (s *search) offerSlots(g group, in *time.Location) {
	if s.backwards {
		s.offerSlotBefore(g, in)
		return
	}
	edge := s.from.Date.AddDays(1).Start(in).Add(-1)
	if i := slices.IndexFunc(g.recorded, edge.Before); i >= 0 {
		s.offerAt(g.recorded[i], in)
	}
	if g.created.After(edge) {
		edge = g.created
	}
	s.offerAt(g.schedule.After(edge), in)
}

func (s *search) offerSlotBefore(g group, in *time.Location) {
	edge := s.from.Date.Start(in)
	for _, slot := range slices.Backward(g.recorded) {
		if slot.Before(edge) {
			s.offerAt(slot, in)
			break
		}
	}
	since := g.created
	if s.found { // counting is faster than looking for the last one, which may be years back
		if start := s.best.Date.Start(in).Add(-1); start.After(since) {
			since = start
		}
	}
	if !since.Before(edge) || !since.IsZero() && g.schedule.Count(since, edge.Add(-1)) == 0 {
		return
	}
	if slot := g.schedule.Previous(edge); slot.After(g.created) {
		s.offerAt(slot, in)
	}
}
