package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/kronoscope/kronoscope/kube/embedded/conformance/play"
	"github.com/kronoscope/kronoscope/kube/embedded/conformance/rehearse"
)

// TestControllersMayRestartAtAnyMoment plays the scenarios of Jobs with restarts of the controllers at random moments. A
// controller that restarts forgets the back-off, as upstream's does, so pods may come sooner; how Jobs end stays the same.
func TestControllersMayRestartAtAnyMoment(t *testing.T) {
	files, err := play.Files(filepath.Join(testdata, "scenarios"))
	if err != nil {
		t.Fatal(err)
	}
	start := time.Date(2026, 11, 23, 9, 46, 37, 0, time.UTC)
	for _, file := range files {
		if strings.HasPrefix(base(file), "cron") {
			continue // a restart makes up for missed runs, and so may change them
		}
		t.Run(base(file), func(t *testing.T) {
			t.Parallel()
			scenario, err := play.LoadScenario(file)
			if err != nil {
				t.Fatal(err)
			}
			want, err := rehearse.Play(context.Background(), scenario, start)
			if err != nil {
				t.Fatal(err)
			}
			random := rand.New(rand.NewPCG(1, uint64(len(files))))
			for range 4 {
				var restarts []time.Duration
				for range 3 {
					restarts = append(restarts, time.Duration(random.Int64N(int64(scenario.Until.Duration))))
				}
				got, err := rehearse.Play(context.Background(), scenario, start, restarts...)
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(ends(want), ends(got)); diff != "" {
					t.Errorf("restarted at %v, Jobs end otherwise (-want +got):\n%s", restarts, diff)
				}
			}
		})
	}
}

// ends tells how the Jobs ended that did, or that they are gone.
func ends(r *play.Record) []string {
	var result []string
	for _, job := range r.Jobs {
		status, _ := job["status"].(map[string]any)
		conditions, _ := status["conditions"].([]any)
		line := fmt.Sprint(job["metadata"].(map[string]any)["name"])
		for _, c := range conditions {
			condition, _ := c.(map[string]any)
			line += fmt.Sprintf(" %v=%v/%v", condition["type"], condition["status"], condition["reason"])
		}
		if strings.Contains(line, "Complete=") || strings.Contains(line, "Failed=") {
			line += fmt.Sprintf(" succeeded=%v failed=%v completed=%v failedIndexes=%v",
				status["succeeded"], status["failed"], status["completedIndexes"], status["failedIndexes"])
		}
		result = append(result, line)
	}
	slices.Sort(result)
	return result
}
