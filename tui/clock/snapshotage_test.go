package clock

import (
	"testing"
	"time"

	"github.com/kronoscope/kronoscope/tui/tuitest"
)

func TestASnapshotHoldsTheStateOneSettleIntervalAgo(t *testing.T) {
	var r readings
	wall, now := tuitest.Now, tuitest.Now
	for range 100 { // ten seconds at 3600×
		r = r.add(wall, now)
		wall, now = wall.Add(100*time.Millisecond), now.Add(6*time.Minute)
	}
	if behind := now.Sub(r[0].now); behind < 5*time.Hour || behind > 5*time.Hour+12*time.Minute || len(r) > 52 {
		t.Errorf("%v behind, of %d readings", behind, len(r))
	}
	if r = r.add(wall, tuitest.Now); len(r) != 1 {
		t.Errorf("a clock that goes back is another one, not one of %d readings", len(r))
	}
}
