package main

import (
	"context"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/kronoscope/kronoscope/kube/embedded/conformance/play"
	"github.com/kronoscope/kronoscope/kube/embedded/conformance/virtual"
)

// TestControllersMayRestartAtAnyMoment plays the scenarios with restarts of the controllers at random moments. A controller
// that restarts forgets the back-off, as upstream's does, so pods may come sooner; how all ends stays the same.
func TestControllersMayRestartAtAnyMoment(t *testing.T) {
	start := time.Date(2026, 11, 23, 9, 46, 37, 0, time.UTC)
	for _, dir := range []string{testdata, own} {
		for _, file := range scenarios(t, dir) {
			t.Run(base(file), func(t *testing.T) {
				t.Parallel()
				if reason, excepted := restartMatters[base(file)]; excepted {
					t.Skip("a restart changes how it ends, also upstream: " + reason)
				}
				scenario, err := play.LoadScenario(file)
				if err != nil {
					t.Fatal(err)
				}
				scenario.Until.Duration += longestOutage * outages // time to make up for them
				want, err := virtual.Play(context.Background(), scenario, start)
				if err != nil {
					t.Fatal(err)
				}
				name := fnv.New64a()
				_, _ = name.Write([]byte(scenario.Name)) // never fails
				random := rand.New(rand.NewPCG(1, name.Sum64()))
				for range 2 {
					var chosen []virtual.Outage
					for range outages {
						chosen = append(chosen, virtual.Outage{
							At:  time.Duration(random.Int64N(int64(scenario.Until.Duration))),
							For: time.Duration(random.Int64N(int64(longestOutage))),
						})
					}
					got, err := virtual.Play(context.Background(), scenario, start, chosen...)
					if err != nil {
						t.Fatal(err)
					}
					if diff := cmp.Diff(ends(want), ends(got)); diff != "" {
						t.Errorf("with outages %v, all ends otherwise (-want +got):\n%s", chosen, diff)
					}
				}
			})
		}
	}
}

const (
	outages       = 3 // in each play
	longestOutage = 2 * time.Second
)

// restartMatters are the scenarios that end otherwise when the controllers restart, and why.
var restartMatters = map[string]string{
	"cron-many-missed":    "an edited schedule waits for its next slot, a restart makes up for the newest missed run at once",
	"deadline-in-backoff": "without the back-off, more pods fail before the deadline",
	"work-queue-failure":  "without the back-off, the failed pod is replaced before the first success",
}

// ends tells what Jobs and CronJobs are left, and how the Jobs ended that did.
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
	for _, cronJob := range r.CronJobs {
		status, _ := cronJob["status"].(map[string]any)
		active, _ := status["active"].([]any)
		result = append(result, fmt.Sprintf("%v %d active, last %v",
			cronJob["metadata"].(map[string]any)["name"], len(active), status["lastScheduleTime"]))
	}
	slices.Sort(result)
	return result
}
