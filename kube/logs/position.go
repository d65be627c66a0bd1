package logs

import (
	"hash/maphash"
	"time"
)

// position is how far a container's log has been read. All runs of the container share it: a request for the end of one run may
// already return the beginning of the next.
type position struct {
	seed   maphash.Seed
	recent []mark // the lines in the last line's second, in the order in which they came
	last   time.Time
}

func newPosition() *position { return &position{seed: maphash.MakeSeed()} }

// mark identifies a line, to recognise it when it comes again.
type mark struct {
	at   int64
	hash uint64
}

// repeats counts the lines that a resumed stream will return again.
func (p *position) repeats() map[mark]int {
	counts := map[mark]int{}
	for _, m := range p.recent {
		counts[m]++
	}
	return counts
}

// dropRepeats removes the lines that are repeats, and takes them off the counts.
func (p *position) dropRepeats(lines []Line, repeats map[mark]int) []Line {
	if len(repeats) == 0 {
		return lines
	}
	kept := lines[:0]
	for _, line := range lines {
		m := p.mark(line)
		switch n := repeats[m]; {
		case n > 1:
			repeats[m] = n - 1
		case n == 1:
			delete(repeats, m)
		default:
			kept = append(kept, line)
		}
	}
	return kept
}

// remember moves the position past lines, and keeps the marks of the last one's second.
func (p *position) remember(lines []Line) {
	newest := lines[len(lines)-1].Time
	for _, line := range lines {
		newest = later(newest, line.Time)
	}
	newest = later(newest, p.last)
	second := newest.Truncate(time.Second)
	if !p.last.IsZero() && !p.last.Truncate(time.Second).Equal(second) {
		kept := p.recent[:0]
		for _, m := range p.recent {
			if m.at >= second.UnixNano() {
				kept = append(kept, m)
			}
		}
		p.recent = kept
	}
	for _, line := range lines {
		if !line.Time.Before(second) {
			p.recent = append(p.recent, p.mark(line))
		}
	}
	p.last = newest
}

func (p *position) mark(line Line) mark {
	return mark{line.Time.UnixNano(), maphash.Bytes(p.seed, line.Text)}
}
