package demo

import (
	"testing"
	"time"

	"github.com/kronoscope/kronoscope/cmd/flags"
)

func TestTheClockSaysThatThePastIsPlayedUntilItHasBeen(t *testing.T) {
	start := time.Date(2026, 11, 24, 1, 59, 20, 0, time.UTC)
	f := &flags.Shared{}
	f.Plane.Paused = true
	r, err := (&demo{flags: f}).sampleInstance(t.Context(), start)
	if err != nil {
		t.Fatal(err)
	}
	r.plane.StartParts()
	defer r.plane.Stop()
	state := r.cluster.Clock.State()
	if state.Past == nil || !state.Past.From.Equal(start.Add(-history)) || !state.Past.To.Equal(start) || !state.Paused {
		t.Errorf("before it is played the clock says %+v, paused %v; want the way to %v and paused", state.Past, state.Paused, start)
	}
	if err := r.play(t.Context(), r.plane); err != nil {
		t.Fatal(err)
	}
	if state := r.cluster.Clock.State(); state.Past != nil || !state.Now.Equal(start) {
		t.Errorf("after it the clock says %+v at %v, want nothing of the past at %v", state.Past, state.Now, start)
	}
}
