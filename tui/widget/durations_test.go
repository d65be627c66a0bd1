package widget

import (
	"testing"
	"time"

	"github.com/kronoscope/kronoscope/themes"
	"github.com/kronoscope/kronoscope/tui/tuitest"
)

func runTimes(seconds ...int) []RunTime {
	var runs []RunTime
	for i, n := range seconds {
		runs = append(runs, RunTime{
			At: time.Date(2026, 11, 24, i, 0, 0, 0, time.UTC), Took: time.Duration(n) * time.Second, Kind: SpanComplete,
		})
	}
	return runs
}

func TestDurationChart(t *testing.T) {
	runs := runTimes(60, 65, 58, 70, 62, 61, 400, 59, 20, 30)
	runs[6].Outlier = true
	runs[8].Kind, runs[9].Kind = SpanFailed, SpanRunning
	spread := Usual{Runs: 8, P50: 61 * time.Second, P95: 70 * time.Second}
	tuitest.Sweep(t, func(width int, s *themes.Styles) []string {
		return DurationChart(runs, spread, 3, width, 9, time.UTC, s)
	})
}

func TestDurationChartIsHonestWithFewRuns(t *testing.T) {
	runs := runTimes(3, 5)
	tuitest.Sweep(t, func(width int, s *themes.Styles) []string {
		return DurationChart(runs, Usual{Runs: 2, P50: 3 * time.Second}, -1, width, 7, time.UTC, s)
	})
}

func TestDurationChartNeedsRoomAndRuns(t *testing.T) {
	theme, err := themes.ByName("none")
	if err != nil {
		t.Fatal(err)
	}
	for name, got := range map[string][]string{
		"no runs":  DurationChart(nil, Usual{}, -1, 80, 10, time.UTC, theme.Styles()),
		"no lines": DurationChart(runTimes(1), Usual{}, -1, 80, LeastChart-1, time.UTC, theme.Styles()),
		"no cells": DurationChart(runTimes(1), Usual{}, -1, 12, 10, time.UTC, theme.Styles()),
	} {
		if len(got) != 0 {
			t.Errorf("%s: drew %q", name, got)
		}
	}
	if got := DurationChart(runTimes(0, 0), Usual{}, -1, 80, 10, time.UTC, theme.Styles()); len(got) != 10 {
		t.Errorf("runs that took no time: %d lines", len(got))
	}
}
