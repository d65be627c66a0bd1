package judge

import (
	"cmp"
	"slices"
	"sync"
	"time"
)

// Together plays scenarios with a number of them running at any time, the longest first, and starts at most one each
// second: a machine that does too much at once makes the controllers late, and what they do then is no measure.
func Together(pieces []Piece, limit int, do func(Piece)) {
	longestFirst := slices.SortedStableFunc(slices.Values(pieces), func(a, b Piece) int {
		return cmp.Compare(b.Until.Duration, a.Until.Duration)
	})
	var all sync.WaitGroup
	slots := make(chan struct{}, limit)
	var free time.Time // when the next one may start
	for _, p := range longestFirst {
		slots <- struct{}{}
		time.Sleep(time.Until(free))
		free = time.Now().Add(time.Second)
		all.Go(func() {
			defer func() { <-slots }()
			do(p)
		})
	}
	all.Wait()
}
