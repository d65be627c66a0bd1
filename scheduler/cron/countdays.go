package cron

import "time"

// maxUniformDays bounds the days that are counted alike: in so few, the five years after which the search gives up do not end.
const maxUniformDays = 366

// countUniformDays counts the slots of days without a change of the clocks, neither in the schedule's zone nor in that of the days. All
// days that match have the same slots then, and months are counted on their bit sets. ok is false when it is not so simple.
func (s Schedule) countUniformDays(day int64, days int, zone *time.Location) (counts []int, ok bool) {
	if _, every := s.Every(); every || s.neverMatches() || days > maxUniformDays {
		return nil, false
	}
	start := startOfDay(day, zone)
	shown, own := periodAt(start, zone), periodAt(start, s.Location())
	from := day*secondsOfDay - shown.offset
	to := from + int64(days)*secondsOfDay
	ahead := own.offset - shown.offset // of the schedule's clock to that of the days
	switch {
	case from != start.Unix() || to >= shown.end || ahead%60 != 0:
		return nil, false
	case own.end != noEnd && to > own.day(own.end-1)*secondsOfDay-own.offset: // the day of a change is not counted so
		return nil, false
	case own.offset%60 != 0 || !own.regularSince(own.monthStart(from-1)-secondsOfDay):
		return nil, false
	}
	// A day is the end of one day of the schedule's and the beginning of the next.
	first := floorDiv(from+own.offset, secondsOfDay)
	cut := (from + own.offset - first*secondsOfDay) / 60
	late, _ := s.fields.dayMinutes(int(cut), minutesOfDay-1)
	early := 0
	if cut > 0 {
		early, _ = s.fields.dayMinutes(0, int(cut)-1)
	}
	counts = make([]int, days)
	m := monthOf(first, s.fields)
	for i := range counts {
		if m.has(first + int64(i)) {
			counts[i] += late
		}
		if early > 0 && m.has(first+int64(i)+1) {
			counts[i] += early
		}
	}
	return counts, true
}

// monthDays are the matching days of a month, looked up by days since 1970.
type monthDays struct {
	fields     fields
	start, end int64 // its first day, and that of the next month
	days       uint64
}

func monthOf(day int64, f fields) monthDays {
	year, month, dom := time.Unix(day*secondsOfDay, 0).UTC().Date()
	m := monthDays{fields: f, start: day - int64(dom-1)}
	length := daysIn(year, month)
	m.end, m.days = m.start+int64(length), f.monthDays(month, length, weekdayOf(m.start))
	return m
}

// has reports whether a day matches. Days are asked for in order.
func (m *monthDays) has(day int64) bool {
	if day < m.start || day >= m.end {
		*m = monthOf(day, m.fields)
	}
	return m.days&(1<<(day-m.start+1)) != 0
}

// CountDays counts the slots of consecutive civil days in a zone; nil is the schedule's own. The first day is the one on which the
// instant first falls in that zone. The result has one count per day: a slot belongs to the day on which it falls in
// the given zone, whatever the schedule's own zone is. A day that the zone skipped altogether has no slots.
func (s Schedule) CountDays(first time.Time, days int, zone *time.Location) []int {
	if zone == nil {
		zone = s.Location()
	}
	if days <= 0 {
		return nil
	}
	day := civilDay(first.In(zone))
	if counts, even := s.countUniformDays(day, days, zone); even {
		return counts
	}
	return s.countDaysInTurn(day, days, zone)
}

// countDaysInTurn counts one day after the other, whatever the zones do.
func (s Schedule) countDaysInTurn(day int64, days int, zone *time.Location) []int {
	counts := make([]int, days)
	start := startOfDay(day, zone)
	c := s.slotsFrom(start.Add(-1))
	p := periodAt(start, zone)
	for i := range counts {
		day++
		if midnight := day*secondsOfDay - p.offset; midnight < p.end {
			start = time.Unix(midnight, 0)
		} else {
			start = startOfDay(day, zone)
			p = periodAt(start, zone)
		}
		counts[i] = c.advance(start.Add(-1))
	}
	return counts
}
