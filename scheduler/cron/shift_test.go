package cron

import (
	"testing"
	"time"

	robfig "github.com/robfig/cron/v3"
	"pgregory.net/rapid"
)

// What is said of a change of the clocks is what upstream does there, walked slot by slot.
func TestShiftsEqualUpstream(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := anySchedule(t)
		expr, zone, loc := s.String(), s.Location().String(), s.Location()
		upstream, err := robfig.ParseStandard("TZ=" + zone + " " + expr)
		if err != nil {
			t.Fatal(err)
		}
		from, _ := anySpan(t, loc, time.Second)
		if from.Before(skippedADay[zone]) {
			t.Skip("upstream may never return")
		}
		for _, sh := range s.Shifts(from, from.Add(yearAhead)) {
			if _, before := sh.At.Add(-time.Second).Zone(); wall(sh.At).Sub(sh.At.Add(time.Duration(before)*time.Second)) != sh.By {
				t.Fatalf("%v: by %v", sh.At, sh.By)
			}
			checkShift(t, s, upstream, sh)
		}
	})
}

func checkShift(t *rapid.T, s Schedule, upstream robfig.Schedule, sh Shift) {
	reach := max(sh.By, -sh.By)
	start := s.Previous(sh.At.Add(-reach))
	if start.IsZero() {
		start = sh.At.Add(-reach - 1)
	}
	if start.Before(skippedADay[s.Location().String()]) {
		t.Skip("upstream may never return")
	}
	walls := map[time.Time]int{}
	for slot, before := upstream.Next(start), start; !slot.IsZero() && slot.Before(sh.At.Add(reach)); slot, before = upstream.Next(slot), slot {
		if !slot.After(before) {
			t.Skip("upstream comes back to where it began")
		}
		if !slot.Before(sh.At.Add(-reach)) {
			walls[wall(slot)]++
		}
	}
	for _, skipped := range sh.Skipped {
		if walls[skipped] > 0 {
			t.Fatalf("%q in %s: %v is not skipped", s, s.Location(), skipped)
		}
	}
	for _, again := range sh.Repeated {
		if walls[wall(again)] != 2 {
			t.Fatalf("%q in %s: %v comes %d times", s, s.Location(), again, walls[wall(again)])
		}
	}
	twice := 0
	for _, n := range walls {
		if n > 1 {
			twice++
		}
	}
	if !s.unaffectedBy(int64(sh.By/time.Second)) && twice != len(sh.Repeated) {
		t.Fatalf("%q in %s: %d come twice at %v, want %d", s, s.Location(), len(sh.Repeated), sh.At, twice)
	}
}

func TestShiftsOfAYear(t *testing.T) {
	s := parse(t, "30 2 * * *", "Europe/Paris")
	from := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	shifts := s.Shifts(from, from.AddDate(1, 0, 0))
	if len(shifts) != 2 {
		t.Fatalf("%d shifts, want 2", len(shifts))
	}
	spring, autumn := shifts[0], shifts[1]
	if spring.By != time.Hour || len(spring.Skipped) != 1 || len(spring.Repeated) != 0 || spring.ClockBefore().Format("2 15:04") != "29 02:00" {
		t.Errorf("spring: %+v", spring)
	}
	if autumn.By != -time.Hour || len(autumn.Skipped) != 0 || len(autumn.Repeated) != 1 || autumn.ClockBefore().Format("2 15:04") != "25 03:00" {
		t.Errorf("autumn: %+v", autumn)
	}
	if at := autumn.Repeated[0].Format("2 15:04 MST"); at != "25 02:30 CET" {
		t.Errorf("repeated at %s", at)
	}
	// A change counts at the very end of the span, not at its start.
	if n := len(s.Shifts(spring.At.Add(-1), spring.At)); n != 1 {
		t.Errorf("%d shifts up to the change, want 1", n)
	}
	if n := len(s.Shifts(spring.At, spring.At.Add(time.Hour))); n != 0 {
		t.Errorf("%d shifts after the change, want 0", n)
	}
}
