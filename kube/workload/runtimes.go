package workload

import (
	"math"
	"slices"
	"time"
)

// MinRunsForOutliers is how many runs it takes before a 95th percentile or an outlier is spoken of.
const MinRunsForOutliers = 5

// RunTimes sums up how long runs took.
type RunTimes struct {
	Runs int // that it rests on
	// P50 and P95 are the shortest times within which half of the runs, and 95 of 100, were done: each is a run's own time, never
	// one between two. 0 without runs; P95 also below [MinRunsForOutliers].
	P50, P95 time.Duration
	// Low and High are the fences of the usual: what lies outside is an outlier. Both 0 below [MinRunsForOutliers].
	Low, High time.Duration
}

// RunTimesOf sums up run times, in any order. The fences are Tukey's: from the quartiles, one and a half times as far as these
// are apart. Quartiles that nearly meet count as a tenth of the median or a second apart, whichever is more, for
// timestamps are no finer and nobody wants to hear of less.
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

// RunTimesOfRuns sums up how long the runs took that completed: how long one takes to fail says nothing about the others.
func RunTimesOfRuns(runs []Run) RunTimes {
	var took []time.Duration
	for i := range runs {
		if d, ended := runs[i].Duration(); ended && runs[i].State == JobComplete {
			took = append(took, d)
		}
	}
	return RunTimesOf(took)
}

// Outlier says that a run took unusually long or short.
func (s RunTimes) Outlier(took time.Duration) bool {
	return s.Runs >= MinRunsForOutliers && (took < s.Low || took > s.High)
}

// percentile is the shortest of ascending times within which a share of them lies.
func percentile(sorted []time.Duration, share float64) time.Duration {
	return sorted[max(int(math.Ceil(share*float64(len(sorted)))), 1)-1]
}
