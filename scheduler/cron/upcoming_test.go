package cron

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	robfig "github.com/robfig/cron/v3"
	"pgregory.net/rapid"
)

// notes are those of the next runs, with their dates.
func notes(runs []Slot) (all []string) {
	for _, run := range runs {
		all = append(all, strings.TrimRight(run.At.Format("2006-01-02 15:04 -07 ")+run.Note, " "))
	}
	return all
}

func TestNotesOfTheClocks(t *testing.T) {
	for say, c := range map[string]struct {
		expr string
		from time.Time
		want []string
	}{
		"of several changes between two runs the one that skipped a slot is told, with its year": {
			"30 2 28 3 *", time.Date(2026, 10, 1, 0, 0, 0, 0, time.UTC), []string{
				"2028-03-28 02:30 +02 none at 02:30 on Sun 28 Mar 2027: the clocks went forward; 3 more changes",
				"2029-03-28 02:30 +02 the clocks went from 02:00 to 03:00 on Sun 25 Mar; 1 more change",
			},
		},
		"a run of next year names the year of this one's change": {
			"0 4 1 1 *", time.Date(2026, 10, 1, 0, 0, 0, 0, time.UTC), []string{
				"2027-01-01 04:00 +01 the clocks went from 03:00 to 02:00 on Sun 25 Oct 2026",
				"2028-01-01 04:00 +01 the clocks went from 03:00 to 02:00 on Sun 31 Oct 2027; 1 more change",
			},
		},
		"the second of two is told as that where the first is past": {
			"30 2 * * *", time.Date(2026, 10, 25, 0, 45, 0, 0, time.UTC), []string{
				"2026-10-25 02:30 +01 02:30 again: the clocks went back", "2026-10-26 02:30 +01",
			},
		},
	} {
		if diff := cmp.Diff(c.want, notes(parse(t, c.expr, "Europe/Paris").Slots(c.from, 2))); diff != "" {
			t.Errorf("%s: -want +got\n%s", say, diff)
		}
	}
}

// Runs from an instant on are upstream's runs after the second before it; an interval counts from the instant.
func TestRunsFromEqualUpstream(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := anySchedule(t)
		loc := s.Location()
		from, _ := anySpan(t, loc, time.Second)
		if slot := s.After(from); rapid.Bool().Draw(t, "at a slot") && !slot.IsZero() {
			from = slot
		}
		upstream, err := robfig.ParseStandard("TZ=" + loc.String() + " " + s.String())
		if err != nil {
			t.Fatal(err)
		}
		want := s.searchStart(from.Add(-time.Second))
		if want.Before(skippedADay[loc.String()]) {
			t.Skip("upstream may never return")
		}
		for before := want; want.Before(from) && !want.IsZero(); before = want {
			if want = upstream.Next(before); !want.After(before) {
				break
			}
		}
		if _, every := s.Every(); every {
			want = upstream.Next(from)
		}
		if !want.IsZero() && want.Before(from) {
			t.Skip("upstream comes back to where it began")
		}
		got := s.SlotsFrom(from, 1)
		if len(got) == 0 && !want.IsZero() || len(got) > 0 && !got[0].At.Equal(want) {
			t.Fatalf("%q in %s from %v: %v, want %v", s, loc, from, got, want)
		}
	})
}

func TestRunsFromOfAnAnchoredInterval(t *testing.T) {
	anchor := time.Date(2026, 11, 24, 1, 59, 20, 0, time.UTC)
	s := parse(t, "@every 90m", "UTC").WithAnchor(anchor)
	for from, want := range map[time.Time]time.Time{
		anchor:                           anchor.Add(90 * time.Minute),
		anchor.Add(90 * time.Minute):     anchor.Add(90 * time.Minute),
		anchor.Add(90*time.Minute + 1e9): anchor.Add(180 * time.Minute),
		anchor.Add(-time.Hour):           anchor.Add(90 * time.Minute),
	} {
		if got := s.SlotsFrom(from, 1); !got[0].At.Equal(want) {
			t.Errorf("from %v: %v, want %v", from, got[0].At, want)
		}
	}
}
