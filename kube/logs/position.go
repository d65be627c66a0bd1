package logs

import (
	"hash/maphash"
	"time"
)

// position is how far a container's log has been read. Its runs share it, for a server that is asked for the end of one run
// may already give the beginning of the next.
type position struct {
	seed   maphash.Seed
	recent []mark // lines of the second of the last line, in the order they came
	last   time.Time
}

func newPosition() *position { return &position{seed: maphash.MakeSeed()} }

// mark recognises a line that comes again.
type mark struct {
	at   int64
	hash uint64
}

// repeats counts the lines that a resumed stream will bring again.
func (p *position) repeats() map[mark]int {
	counts := map[mark]int{}
	for _, m := range p.recent {
		counts[m]++
	}
	return counts
}

// dropRepeats takes out the lines that came before.
func (p *position) dropRepeats(lines []Line, again map[mark]int) []Line {
	if len(again) == 0 {
		return lines
	}
	kept := lines[:0]
	for _, line := range lines {
		m := p.mark(line)
		switch n := again[m]; {
		case n > 1:
			again[m] = n - 1
		case n == 1:
			delete(again, m)
		default:
			kept = append(kept, line)
		}
	}
	return kept
}

// remember keeps the marks of the last line's second.
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
