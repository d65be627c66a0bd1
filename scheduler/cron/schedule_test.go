package cron

import (
	"testing"
	"time"

	robfig "github.com/robfig/cron/v3"
	"pgregory.net/rapid"
)

// skippedADay are the zones that crossed the date line after 1970, and when it was over. A search across it never ends upstream.
var skippedADay = map[string]time.Time{
	"Pacific/Apia":       time.Date(2011, 12, 31, 0, 0, 0, 0, time.UTC),
	"Pacific/Kiritimati": time.Date(1995, 1, 2, 0, 0, 0, 0, time.UTC),
	"Pacific/Kwajalein":  time.Date(1993, 8, 22, 0, 0, 0, 0, time.UTC),
}

func TestNextEqualsUpstream(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := anySchedule(t)
		expr, zone, loc := s.String(), s.Location().String(), s.Location()
		upstream, err := robfig.ParseStandard("TZ=" + zone + " " + expr)
		if err != nil {
			t.Fatal(err)
		}
		at, _ := anySpan(t, loc, time.Second)
		if at.Before(skippedADay[zone]) {
			t.Skip("upstream may never return")
		}
		for range 20 {
			got, want := s.Next(at), upstream.Next(at)
			if !want.IsZero() && !want.After(at) {
				if !got.IsZero() && !got.After(at) {
					t.Fatalf("%q in %s after %v: got %v", expr, zone, at.In(loc), got)
				}
				break // upstream comes back to where it began
			}
			if !got.Equal(want) {
				t.Fatalf("%q in %s after %v: got %v, want %v", expr, zone, at.In(loc), got, want.In(loc))
			}
			if at = got; at.IsZero() {
				break
			}
		}
	})
}

func TestTheZeroScheduleHasNoSlots(t *testing.T) {
	var s Schedule
	at := time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC)
	if next, previous := s.Next(at), s.Previous(at); !next.IsZero() || !previous.IsZero() {
		t.Errorf("next %v, previous %v", next, previous)
	}
	if n, days := s.Count(at, at.AddDate(1, 0, 0)), s.CountDays(at, 2, nil); n != 0 || days[0]+days[1] != 0 {
		t.Errorf("count %d, days %v", n, days)
	}
	if s.Words() == "" || s.String() != "" || s.Location() != time.UTC {
		t.Errorf("words %q, text %q, zone %v", s.Words(), s.String(), s.Location())
	}
}

func TestPrevious(t *testing.T) {
	at := time.Date(2026, 11, 24, 2, 0, 0, 0, time.UTC)
	tests := map[string]struct {
		schedule Schedule
		want     time.Time
	}{
		"strictly before":      {parse(t, "0 2 * * *", "UTC"), at.AddDate(0, 0, -1)},
		"minutes ago":          {parse(t, "*/15 * * * *", "UTC"), at.Add(-15 * time.Minute)},
		"last leap year":       {parse(t, "0 0 29 2 *", "UTC"), time.Date(2024, 2, 29, 0, 0, 0, 0, time.UTC)},
		"never":                {parse(t, "0 0 31 2 *", "UTC"), time.Time{}},
		"every, anchored":      {parse(t, "@every 90m", "UTC").WithAnchor(at.Add(-4 * time.Hour)), at.Add(-time.Hour)},
		"every, before it":     {parse(t, "@every 90m", "UTC").WithAnchor(at), time.Time{}},
		"every, unanchored":    {parse(t, "@every 90m", "UTC"), time.Time{}},
		"in its zone":          {parse(t, "30 2 * * *", "Europe/Berlin"), time.Date(2026, 11, 24, 1, 30, 0, 0, time.UTC)},
		"the day before there": {parse(t, "0 9 * * 1-5", "Asia/Tokyo"), time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC)},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := tt.schedule.Previous(at); !got.Equal(tt.want) {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}

// Paris in 2026: 02:00 to 03:00 is skipped on 29 March and repeated on 25 October.
func TestSlotsAroundDaylightSavingTime(t *testing.T) {
	tests := map[string]struct {
		expr, zone string
		from       time.Time
		want       []string
	}{
		"skipped":             {"30 2 * * *", "Europe/Paris", time.Date(2026, 3, 28, 0, 0, 0, 0, time.UTC), []string{"28 02:30 CET", "30 02:30 CEST"}},
		"repeated, twice":     {"30 2 * * *", "Europe/Paris", time.Date(2026, 10, 24, 12, 0, 0, 0, time.UTC), []string{"25 02:30 CEST", "25 02:30 CET"}},
		"hourly, every hour":  {"0 * * * *", "Europe/Paris", time.Date(2026, 10, 24, 23, 30, 0, 0, time.UTC), []string{"25 02:00 CEST", "25 02:00 CET", "25 03:00 CET"}},
		"midnight is skipped": {"0 0 * * *", "Africa/Cairo", time.Date(2026, 4, 23, 0, 0, 0, 0, time.UTC), []string{"25 00:00 EEST", "26 00:00 EEST"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			at, s := tt.from, parse(t, tt.expr, tt.zone)
			for _, want := range tt.want {
				at = s.Next(at)
				if got := at.Format("2 15:04 MST"); got != want {
					t.Errorf("got %s, want %s", got, want)
				}
			}
		})
	}
}

// Where upstream's search from an instant and that from the slot before it disagree, the slots are those of a CronJob that runs already.
func TestSlotsWhereTheSearchDependsOnItsStart(t *testing.T) {
	for say, tt := range map[string]struct {
		expr, zone   string
		at           time.Time
		search, want string
	}{
		"within two hours that come again":   {"15 1 */3 * *", "Antarctica/Troll", time.Date(2026, 10, 25, 0, 0, 0, 0, time.UTC), "28 01:15", "25 01:15"},
		"just before a midnight that is not": {"0 * * * 5", "Africa/Cairo", time.Date(2026, 4, 23, 21, 59, 59, 0, time.UTC), "24 01:00", "1 00:00"},
	} {
		t.Run(say, func(t *testing.T) {
			s := parse(t, tt.expr, tt.zone)
			if got := s.Next(tt.at).Format("2 15:04"); got != tt.search {
				t.Errorf("the search comes to %s, want %s", got, tt.search)
			}
			if got := s.After(tt.at).Format("2 15:04"); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

// Upstream answers with the very slot it is asked to go on from.
func TestNextMovesOnWhereUpstreamStands(t *testing.T) {
	s := parse(t, "59 1/2 * * *", "Pacific/Chatham")
	at := time.Date(1975, 2, 23, 2, 59, 0, 0, s.Location())
	upstream, err := robfig.ParseStandard("TZ=Pacific/Chatham " + s.String())
	if err != nil {
		t.Fatal(err)
	}
	if stands := upstream.Next(at); !stands.Equal(at) {
		t.Fatalf("upstream goes on to %v", stands)
	}
	if got, want := s.Next(at), time.Date(1975, 2, 23, 3, 59, 0, 0, s.Location()); !got.Equal(want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// There is no 31 April. In Casablanca the clocks went forward at midnight before 1 May 1976, and the search strays into May.
func TestNextStraysWhereUpstreamDoes(t *testing.T) {
	s := parse(t, "* * 31 4 *", "Africa/Casablanca")
	at := time.Date(1971, 1, 1, 0, 0, 0, 0, time.UTC)
	upstream, err := robfig.ParseStandard("TZ=Africa/Casablanca " + s.String())
	if err != nil {
		t.Fatal(err)
	}
	got, want := s.Next(at), upstream.Next(at)
	if want.Month() != time.May || !got.Equal(want) {
		t.Errorf("got %v, upstream %v, want 31 May 1976", got, want)
	}
	if n := s.Count(at, at.AddDate(6, 0, 0)); n == 0 {
		t.Error("its slots are not counted")
	}
}
