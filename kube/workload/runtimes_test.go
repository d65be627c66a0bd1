package workload

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func seconds(n ...int) []time.Duration {
	var d []time.Duration
	for _, s := range n {
		d = append(d, time.Duration(s)*time.Second)
	}
	return d
}

func TestRunTimes_NeedEnoughRuns(t *testing.T) {
	const s = time.Second
	cases := []struct {
		name     string
		took     []time.Duration
		want     RunTimes
		outliers []time.Duration
	}{
		{name: "no run"},
		{"one run is its own median", seconds(7), RunTimes{Runs: 1, P50: 7 * s}, nil},
		{"of two the shorter is the median", seconds(9, 5), RunTimes{Runs: 2, P50: 5 * s}, nil},
		{"four runs have no percentile and no outlier", seconds(1, 1, 1, 900), RunTimes{Runs: 4, P50: s}, nil},
		{
			"of five the longest is the 95th percentile",
			seconds(10, 20, 30, 40, 50),
			RunTimes{Runs: 5, P50: 30 * s, P95: 50 * s, Low: 0, High: 70 * s},
			nil,
		},
		{
			"alike runs make no outlier of a second",
			seconds(4, 4, 4, 4, 4, 5),
			RunTimes{Runs: 6, P50: 4 * s, P95: 5 * s, Low: 2500 * time.Millisecond, High: 5500 * time.Millisecond},
			nil,
		},
		{
			"one that hangs and one that gives up at once stand out",
			seconds(60, 61, 62, 60, 59, 61, 60, 300, 1),
			RunTimes{Runs: 9, P50: 60 * s, P95: 300 * s, Low: 51 * s, High: 70 * s},
			seconds(300, 1),
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got := RunTimesOf(c.took)
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
			var outliers []time.Duration
			for _, d := range c.took {
				if got.Outlier(d) {
					outliers = append(outliers, d)
				}
			}
			if diff := cmp.Diff(c.outliers, outliers); diff != "" {
				t.Errorf("outliers: %s", diff)
			}
		})
	}
}

func TestRunTimes_AreThoseOfRuns(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		took := rapid.SliceOfN(rapid.Map(rapid.Int64Range(0, 1e6), func(n int64) time.Duration { return time.Duration(n) * time.Second }), 1, 60).Draw(t, "took")
		before := slices.Clone(took)
		s := RunTimesOf(took)
		if !slices.Equal(before, took) {
			t.Fatal("the runs were put in another order")
		}
		count := func(d time.Duration) (n int) {
			for _, x := range took {
				if x <= d {
					n++
				}
			}
			return n
		}
		if !slices.Contains(took, s.P50) || count(s.P50)*2 < len(took) {
			t.Fatalf("median %v of %v", s.P50, took)
		}
		if len(took) < MinRunsForOutliers {
			return
		}
		if !slices.Contains(took, s.P95) || count(s.P95)*100 < 95*len(took) || s.P95 < s.P50 {
			t.Fatalf("p95 %v of %v", s.P95, took)
		}
		if s.Outlier(s.P50) {
			t.Fatalf("the median %v of %v is an outlier", s.P50, took)
		}
	})
}
