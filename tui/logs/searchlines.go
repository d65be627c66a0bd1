package logs

import (
	"context"
	"runtime"
	"sync"
	"sync/atomic"
)

// searchAll finds the sequence numbers of all matching lines, in order, on all cores. When ctx ends it returns what it has found so far.
func searchAll(ctx context.Context, p *pattern, blocks []block) []int {
	parts := make([][]int, len(blocks))
	var next atomic.Int64
	var wait sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(blocks)) {
		wait.Go(func() {
			for ctx.Err() == nil {
				i := int(next.Add(1)) - 1
				if i >= len(blocks) {
					return
				}
				parts[i] = p.search(&blocks[i], nil)
			}
		})
	}
	wait.Wait()
	n := 0
	for _, part := range parts {
		n += len(part)
	}
	all := make([]int, 0, n)
	for _, part := range parts {
		all = append(all, part...)
	}
	return all
}
