package workload

import (
	"math"
	"slices"
	"time"
)

// MinRunsForOutliers is how many runs are needed for a 95th percentile and for outliers.
const MinRunsForOutliers = 5

// RunTimes summarises how long runs took.
type RunTimes struct {
	Runs int // how many runs it summarises
	// P50 and P95 are the shortest times within which half of the runs, and 95 of 100, were done. Each is the time of one run, never
	// interpolated. They are 0 without runs; P95 also below [MinRunsForOutliers].
	P50, P95 time.Duration
	// Low and High are the fences: a run outside them is an outlier. Both are 0 below [MinRunsForOutliers].
	Low, High time.Duration
}

// RunTimesOf summarises run times, in any order. The fences are Tukey's: one and a half times the distance of the quartiles outside of
// them. That distance counts as at least a second, the resolution of timestamps, and at least a tenth of the median, because nobody
// wants to read of smaller differences.
func RunTimesOf(took []time.Duration) RunTimes {
	s := RunTimes{Runs: len(took)}
	if s.Runs == 0 {
		return s
	}
	sorted := slices.Sorted(slices.Values(took))
	s.P50 = percentile(sorted, 0.5)
	if s.Runs < MinRunsForOutliers {
		return s
	}
	s.P95 = percentile(sorted, 0.95)
	q1, q3 := percentile(sorted, 0.25), percentile(sorted, 0.75)
	apart := max(q3-q1, s.P50/10, time.Second)
	s.Low, s.High = max(q1-apart*3/2, 0), q3+apart*3/2
	return s
}

// RunTimesOfRuns summarises the durations of the runs that completed. How long a run takes to fail says nothing about the others.
func RunTimesOfRuns(runs []Run) RunTimes {
	var took []time.Duration
	for i := range runs {
		if d, ended := runs[i].Duration(); ended && runs[i].State == JobComplete {
			took = append(took, d)
		}
	}
	return RunTimesOf(took)
}

// Outlier reports whether a run took unusually long or short.
func (s RunTimes) Outlier(took time.Duration) bool {
	return s.Runs >= MinRunsForOutliers && (took < s.Low || took > s.High)
}

// percentile returns the shortest of ascending times within which a share of them lies.
func percentile(sorted []time.Duration, share float64) time.Duration {
	return sorted[max(int(math.Ceil(share*float64(len(sorted)))), 1)-1]
}
