package cron

import (
	"fmt"
	"testing"
	"time"

	robfig "github.com/robfig/cron/v3"
	"pgregory.net/rapid"
)

// zones are chosen for their trouble: changes at midnight, of half an hour, of two hours, into the past, by a day, with seconds.
var zones = []string{
	"UTC", "Europe/Paris", "Europe/London", "Europe/Dublin", "Europe/Moscow", "Europe/Istanbul", "Atlantic/Azores",
	"America/New_York", "America/Sao_Paulo", "America/Havana", "America/Santiago", "America/Asuncion", "America/St_Johns",
	"America/Caracas", "America/Scoresbysund", "America/Nuuk", "America/Anchorage", "America/Bogota", "America/Danmarkshavn",
	"Africa/Cairo", "Africa/Casablanca", "Africa/Monrovia", "Africa/Khartoum", "Africa/Windhoek", "Africa/Juba",
	"Asia/Kolkata", "Asia/Kathmandu", "Asia/Tehran", "Asia/Amman", "Asia/Beirut", "Asia/Damascus", "Asia/Gaza",
	"Asia/Pyongyang", "Asia/Dhaka", "Asia/Ulaanbaatar", "Asia/Manila", "Australia/Lord_Howe", "Australia/Sydney",
	"Australia/Eucla", "Pacific/Apia", "Pacific/Chatham", "Pacific/Kiritimati", "Pacific/Kwajalein", "Antarctica/Troll", "Antarctica/Casey",
}

// walk counts as the definition says: slot by slot.
func walk(s Schedule, from, to time.Time) int {
	n := 0
	for range s.Between(from, to) {
		n++
	}
	return n
}

func parse(t testing.TB, expr, zone string) Schedule {
	t.Helper()
	loc, err := time.LoadLocation(zone)
	if err != nil {
		t.Fatal(err)
	}
	s, err := Parse(expr, loc)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// The names that fields of months and weekdays take, from their lowest number on.
var (
	monthNames   = []string{"jan", "FEB", "Mar", "apr", "may", "JUN", "jul", "aug", "sep", "Oct", "nov", "dec"}
	weekdayNames = []string{"sun", "MON", "Tue", "wed", "thu", "fri", "SAT"}
)

// anyField draws one field of an expression: stars, question marks, numbers, names, ranges, steps and lists of them.
func anyField(minimum, maximum int, names ...string) *rapid.Generator[string] {
	number := rapid.IntRange(minimum, maximum)
	written := func(t *rapid.T, n int) string {
		if len(names) > 0 && rapid.Bool().Draw(t, "by name") {
			return names[n-minimum]
		}
		return fmt.Sprint(n)
	}
	item := rapid.Custom(func(t *rapid.T) string {
		step := func() int { return rapid.IntRange(1, maximum+1).Draw(t, "step") }
		switch rapid.IntRange(0, 6).Draw(t, "form") {
		case 0, 1:
			return rapid.SampledFrom([]string{"*", "*", "*", "?"}).Draw(t, "any")
		case 2:
			return fmt.Sprintf("%s/%d", rapid.SampledFrom([]string{"*", "*", "?"}).Draw(t, "any"), step())
		case 3:
			lo := number.Draw(t, "lo")
			return written(t, lo) + "-" + written(t, rapid.IntRange(lo, maximum).Draw(t, "hi"))
		case 4:
			lo := number.Draw(t, "lo")
			return fmt.Sprintf("%s-%s/%d", written(t, lo), written(t, rapid.IntRange(lo, maximum).Draw(t, "hi")), step())
		case 5:
			return fmt.Sprintf("%s/%d", written(t, number.Draw(t, "lo")), step())
		}
		return written(t, number.Draw(t, "n"))
	})
	return rapid.Custom(func(t *rapid.T) string {
		field := item.Draw(t, "item")
		for range rapid.SampledFrom([]int{0, 0, 0, 1, 2}).Draw(t, "more") {
			field += "," + item.Draw(t, "item")
		}
		return field
	})
}

// anyExpr draws a valid expression: five fields, or now and then a macro.
func anyExpr() *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		if rapid.IntRange(0, 19).Draw(t, "macro") == 0 {
			return rapid.SampledFrom([]string{"@hourly", "@daily", "@midnight", "@weekly", "@monthly", "@yearly", "@annually"}).Draw(t, "name")
		}
		return fmt.Sprintf("%s %s %s %s %s", anyField(0, 59).Draw(t, "minute"), anyField(0, 23).Draw(t, "hour"),
			anyField(1, 31).Draw(t, "dom"), anyField(1, 12, monthNames...).Draw(t, "month"), anyField(0, 6, weekdayNames...).Draw(t, "dow"))
	})
}

// anySchedule draws a schedule in a zone that has its trouble.
func anySchedule(t *rapid.T) Schedule {
	loc, err := time.LoadLocation(rapid.SampledFrom(zones).Draw(t, "zone"))
	if err != nil {
		t.Fatal(err)
	}
	s, err := Parse(anyExpr().Draw(t, "expr"), loc)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// anySpan draws a span of time that often begins or ends near a change of the zone's offset.
func anySpan(t *rapid.T, loc *time.Location, longest time.Duration) (from, to time.Time) {
	lowest := time.Date(1970, 1, 1, 0, 0, 0, 0, time.UTC).Unix()
	highest := time.Date(2100, 12, 31, 0, 0, 0, 0, time.UTC).Unix()
	from = time.Unix(rapid.Int64Range(lowest, highest).Draw(t, "from"), 0)
	if rapid.Bool().Draw(t, "near a change") {
		if _, change := from.In(loc).ZoneBounds(); !change.IsZero() && change.Year() <= 2100 {
			from = change.Add(-time.Duration(rapid.Int64Range(-2*24*3600, 35*24*3600).Draw(t, "before")) * time.Second)
		}
	}
	switch rapid.IntRange(0, 3).Draw(t, "cut") {
	case 0:
		from = from.Truncate(time.Minute)
	case 1:
		from = from.Truncate(24 * time.Hour)
	case 2:
		from = from.Add(time.Duration(rapid.Int64Range(1, 999_999_999).Draw(t, "ns")))
	}
	return from, from.Add(time.Duration(rapid.Int64Range(0, int64(longest/time.Second)).Draw(t, "long")) * time.Second)
}

func TestCountEqualsWalkingSlotBySlot(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := anySchedule(t)
		loc := s.Location()
		longest := 12 * 24 * time.Hour
		if s.fields.minutes&(s.fields.minutes-1) == 0 { // sparse enough to walk for years
			longest = 3 * 366 * 24 * time.Hour
		}
		from, to := anySpan(t, loc, longest)
		if got, want := s.Count(from, to), walk(s, from, to); got != want {
			t.Fatalf("%q in %s from %v to %v: counted %d, walked %d", s, loc, from.In(loc), to.In(loc), got, want)
		}
	})
}

// The arithmetic against upstream's own walk, over spans as long as a walk can bear.
func TestCountEqualsUpstream(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		zone := rapid.SampledFrom(zones).Draw(t, "zone")
		loc, _ := time.LoadLocation(zone)
		expr := anyExpr().Draw(t, "expr")
		if rapid.IntRange(0, 9).Draw(t, "every") == 0 {
			expr = fmt.Sprintf("@every %ds", rapid.IntRange(1, 100_000).Draw(t, "seconds"))
		}
		s, err := Parse(expr, loc)
		if err != nil {
			t.Fatal(err)
		}
		upstream, err := robfig.ParseStandard("TZ=" + zone + " " + expr)
		if err != nil {
			t.Fatal(err)
		}
		from, to := anySpan(t, loc, 40*24*time.Hour)
		want, start := 0, s.searchStart(from)
		if start.Before(skippedADay[zone]) {
			t.Skip("upstream may never return")
		}
		for at, before := upstream.Next(start), start; !at.IsZero() && !at.After(to); at, before = upstream.Next(at), at {
			if !at.After(before) {
				t.Skip("upstream comes back to where it began")
			}
			if !at.After(from) {
				continue
			}
			if want++; want == 5000 { // far enough, and the count must agree up to here
				to = at
				break
			}
		}
		if got := s.Count(from, to); got != want {
			t.Fatalf("%q in %s from %v to %v: counted %d, upstream walks %d", expr, zone, from.In(loc), to.In(loc), got, want)
		}
	})
}

// TestSlotsDoNotDependOnFromWhereOneLooks holds what a calendar lives by: a day has the same slots whether one looks at it or at its year.
func TestSlotsDoNotDependOnFromWhereOneLooks(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := anySchedule(t)
		loc := s.Location()
		from, to := anySpan(t, loc, 40*24*time.Hour)
		if _, offset := from.In(loc).Zone(); offset%60 != 0 {
			t.Skip("until 1972 the clocks of Monrovia were seconds off the minute: there no two walks meet")
		}
		long := from.Add(-time.Duration(rapid.Int64Range(0, 400*24*3600).Draw(t, "earlier")) * time.Second)
		if got, want := s.Count(from, to), s.Count(long, to)-s.Count(long, from); got != want {
			t.Fatalf("%q in %s from %v to %v: %d slots, seen from %v %d", s, loc, from.In(loc), to.In(loc), got, long.In(loc), want)
		}
	})
}

func TestCountGoesOnWhereItStopped(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := anySchedule(t)
		loc := s.Location()
		from, to := anySpan(t, loc, 20*24*time.Hour)
		c, sum := s.slotsFrom(from), 0
		for at := from; at.Before(to); {
			at = at.Add(time.Duration(rapid.Int64Range(1, 5*24*3600).Draw(t, "advance")) * time.Second)
			if at.After(to) {
				at = to
			}
			sum += c.advance(at)
		}
		if want := s.Count(from, to); sum != want {
			t.Fatalf("%q in %s from %v to %v: %d in parts, %d at once", s, loc, from.In(loc), to.In(loc), sum, want)
		}
	})
}

func TestCountOfASparseScheduleOverDecades(t *testing.T) {
	from := time.Date(1970, 1, 1, 0, 0, 0, 0, time.UTC)
	to := time.Date(2110, 1, 1, 0, 0, 0, 0, time.UTC)
	check := func(expr, zone string) {
		s := parse(t, expr, zone)
		if got, want := s.Count(from, to), walk(s, from, to); got != want {
			t.Errorf("%q in %s: counted %d, walked %d", expr, zone, got, want)
		}
	}
	for _, zone := range zones {
		check("0 0 29 2 *", zone) // ends in 2096: the next one is more than five years off
		check("0 0 1 4 *", zone)
	}
	for _, expr := range []string{
		"0 0 1 1 *", "59 23 31 2 *", "0 0 31 * *", "15 1 29 2 1", "0 0 13 * 5",
		", * * * *", "* , * * *", "* * , * *", "* * * , *", "* * * * ,", "0 0 , 1 1",
	} {
		check(expr, "America/Santiago")
	}
}

func TestCountOfEveryIsCountedFromItsAnchor(t *testing.T) {
	from := time.Date(2026, 11, 24, 1, 0, 0, 700, time.UTC)
	tests := map[string]struct {
		expr   string
		anchor time.Time
		to     time.Time
		want   int
	}{
		"from wherever one looks":  {"@every 90m", time.Time{}, from.Add(24 * time.Hour), 16},
		"not before the first":     {"@every 90m", time.Time{}, from.Add(89 * time.Minute), 0},
		"fractions are dropped":    {"@every 1500ms", time.Time{}, from.Add(10 * time.Second), 10},
		"never less than a second": {"@every 1ns", time.Time{}, from.Add(10 * time.Second), 10},
		"anchored before":          {"@every 1h", from.Add(-90 * time.Minute), from.Add(time.Hour), 1},
		"anchored after":           {"@every 1h", from.Add(90 * time.Minute), from.Add(4 * time.Hour), 2},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			s := parse(t, tt.expr, "UTC").WithAnchor(tt.anchor)
			if got := s.Count(from, tt.to); got != tt.want {
				t.Errorf("counted %d, want %d", got, tt.want)
			}
			if got := walk(s, from, tt.to); got != tt.want {
				t.Errorf("walked %d, want %d", got, tt.want)
			}
		})
	}
}
