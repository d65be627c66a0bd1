package scheduler

import (
	"testing"
	"time"

	"github.com/robfig/cron/v3"
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
		zone := rapid.SampledFrom(zones).Draw(t, "zone")
		loc, _ := time.LoadLocation(zone)
		expr := anyExpr().Draw(t, "expr")
		s, err := ParseSchedule(expr, loc)
		if err != nil {
			t.Fatal(err)
		}
		upstream, err := cron.ParseStandard("TZ=" + zone + " " + expr)
		if err != nil {
			t.Fatal(err)
		}
		at, _ := anySpan(t, loc, time.Second)
		if at.Before(skippedADay[zone]) {
			t.Skip("upstream may never return")
		}
		for range 20 {
			got, want := s.Next(at), upstream.Next(at)
			if !got.Equal(want) {
				t.Fatalf("%q in %s after %v: got %v, want %v", expr, zone, at.In(loc), got, want.In(loc))
			}
			if at = got; at.IsZero() {
				break
			}
		}
	})
}
