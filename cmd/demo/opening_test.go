package demo

import (
	"testing"
	"time"
)

func TestTheSceneOpensBeforeTwoInParis(t *testing.T) {
	for _, now := range []time.Time{
		time.Date(2026, 11, 23, 22, 59, 0, 0, time.UTC),
		time.Date(2026, 11, 23, 23, 1, 0, 0, time.UTC), // the 24th in Paris
		time.Date(2026, 3, 29, 12, 0, 0, 0, time.UTC),  // the night that has no 02:00 in Paris
	} {
		at := opening(now)
		if at.Hour() != 1 || at.Minute() != 59 || at.Location().String() != "Europe/Paris" || at.YearDay() != now.In(at.Location()).YearDay() {
			t.Errorf("at %v the scene opens at %v", now, at)
		}
	}
}
