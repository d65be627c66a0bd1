package demo

import (
	"testing"
	"time"

	"github.com/kronoscope/kronoscope/cmd/flags"
	"github.com/kronoscope/kronoscope/cmd/localplane"
)

// BenchmarkScenePast plays the day before the scene opens, without a screen.
func BenchmarkScenePast(b *testing.B) {
	start := time.Date(2026, 11, 24, 0, 59, 20, 0, time.UTC)
	for b.Loop() {
		plane, _, err := localplane.New(&flags.Shared{}, start.Add(-history), 10)
		if err != nil {
			b.Fatal(err)
		}
		s, err := readSample("default")
		if err == nil {
			err = create(plane, s.namespaces, s.needs, s.cronJobs)
		}
		if err != nil {
			b.Fatal(err)
		}
		plane.StartParts()
		if err := plane.Clock().RunUntil(b.Context(), start); err != nil {
			b.Fatal(err)
		}
		b.StopTimer()
		plane.Stop()
		b.StartTimer()
	}
}
