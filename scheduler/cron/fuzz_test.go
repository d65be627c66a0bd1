package cron

import (
	"testing"
	"time"
)

// FuzzSchedule feeds text from nowhere: nothing may panic or hang, and what parses must count as it walks and have words.
func FuzzSchedule(f *testing.F) {
	for _, expr := range []string{
		"0 2 * * *", "*/15 * * * *", "30 3 * * 1-5", "59 23 31 2 *", "@every 90m", "@every -1s", "@daily", "TZ=0", "CRON_TZ=", "TZ=UTC 0 0 * * *",
		"TZ=Local 0 0 * * *", ", , , , ,", "*-5 */1,7 1,* jan-DEC sun", "1/99999999999 * * * *", "0 0 29 2 *", "* * * * 7", "@every 9999999h", "\x00", "",
	} {
		f.Add(expr, int64(1_793_491_200), uint8(1))
	}
	f.Add("0 0 1 1 *", int64(1_325_073_600), uint8(35))
	f.Add("30 0 * * *", int64(-62135596800), uint8(13))
	f.Fuzz(func(t *testing.T, expr string, unix int64, zone uint8) {
		s := parseOrSkip(t, expr, zones[int(zone)%len(zones)])
		from := time.Unix(unix%(1<<33), 0)
		if words := s.Words(); words == "" {
			t.Errorf("%q has no words", expr)
		}
		to := from.Add(36 * time.Hour)
		if every, ok := s.Every(); ok && every < time.Minute {
			to = from.Add(time.Hour)
		}
		if got, want := s.Count(from, to), walk(s, from, to); got != want {
			t.Errorf("%q from %d: counted %d, walked %d", expr, from.Unix(), got, want)
		}
		if previous := s.Previous(to); !previous.IsZero() && !previous.Before(to) {
			t.Errorf("%q: slot %v before %v", expr, previous, to)
		}
	})
}

func parseOrSkip(t *testing.T, expr, zone string) Schedule {
	loc, err := time.LoadLocation(zone)
	if err != nil {
		t.Fatal(err)
	}
	s, err := Parse(expr, loc)
	if err != nil {
		t.Skip("not a schedule")
	}
	return s
}
