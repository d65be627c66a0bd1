package main

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/kronoscope/kronoscope/kube/embedded/conformance/play"
	"github.com/kronoscope/kronoscope/kube/embedded/conformance/virtual"
)

// TestAPlayIsTheSameEveryTime plays scenarios in which several parts work at one instant, again and again.
func TestAPlayIsTheSameEveryTime(t *testing.T) {
	start := time.Date(2026, 11, 23, 9, 46, 37, 0, time.UTC)
	for _, name := range []string{
		"delete-foreground", "cron-replace", "elastic-indexed", "max-failed-indexes", "suspend-resume", "success-indexes",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			scenario, err := play.LoadScenario(filepath.Join(testdata, "scenarios", name+".yaml"))
			if err != nil {
				t.Fatal(err)
			}
			first, err := virtual.Play(context.Background(), scenario, start)
			if err != nil {
				t.Fatal(err)
			}
			for range 5 {
				again, err := virtual.Play(context.Background(), scenario, start)
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(first.Timeline, again.Timeline); diff != "" {
					t.Fatalf("timeline (-first +again):\n%s", diff)
				}
				if differences := play.Compare(scenario, again, first); len(differences) > 0 {
					t.Fatalf("differences: %v", differences)
				}
			}
		})
	}
}
