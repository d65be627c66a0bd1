package logs

import (
	"math"
	"sort"
	"time"
)

// Limits of a buffer. Beyond either one the oldest block is dropped, and its lines are counted.
const (
	maxLines = 1_000_000
	maxBytes = 240 << 20

	blockLines = 4096
	blockBytes = 1 << 20
)

// heldLine is one line of a container's output, cleaned and ready to draw. Text is shared with the buffer: read only.
type heldLine struct {
	Seq    int // counts from 0 over all lines ever received
	Source int // index of the [source] it came from, or markSource
	Time   time.Time
	Text   []byte
}

// Sources of entries that are not lines. See also noteOf.
const (
	markSource   = -1            // a mark that the user set
	noticeSource = math.MinInt32 // a notice about no container in particular
)

// entry is what is kept of a line besides its text: 16 bytes.
type entry struct {
	end    uint32 // of its text in the block; a line break separates it from the one before
	source int32
	at     int64 // Unix nanoseconds, 0 for none
}

// block is a run of lines in one growing text, separated by line breaks, so that a search can scan it in one pass. Text once written never
// changes.
type block struct {
	first   int // sequence number of the first line
	notes   int // entries that are not lines but marks and notices
	text    []byte
	entries []entry
}

func (b *block) bounds(i int) (from, to int) {
	if i > 0 {
		from = int(b.entries[i-1].end) + 1
	}
	return from, int(b.entries[i].end)
}

// lineAt returns the index of the line that holds a byte of the text.
func (b *block) lineAt(offset int) int {
	return sort.Search(len(b.entries), func(i int) bool { return int(b.entries[i].end) >= offset })
}

// buffer holds the latest lines compactly: bytes in blocks, no heap object per line.
type buffer struct {
	blocks  []*block
	first   int // sequence number of the oldest line held
	next    int // sequence number of the next line
	bytes   int
	notes   int // entries held that are marks or notices
	Dropped int // lines dropped to make room
}

// add appends a line. It copies text, which must hold no line break.
func (b *buffer) add(source int, at time.Time, text []byte) {
	var last *block
	if n := len(b.blocks); n > 0 {
		last = b.blocks[n-1]
	}
	if last == nil || len(last.entries) == blockLines || len(last.text)+len(text) > blockBytes && len(last.entries) > 0 {
		b.seal(last)
		last = &block{first: b.next}
		b.blocks = append(b.blocks, last)
	}
	if len(last.entries) > 0 {
		last.text = append(last.text, '\n')
	}
	last.text = append(last.text, text...)
	nanos := int64(0)
	if !at.IsZero() {
		nanos = at.UnixNano()
	}
	last.entries = append(last.entries, entry{uint32(len(last.text)), int32(source), nanos})
	if source < 0 {
		last.notes++
		b.notes++
	}
	b.next++
	b.bytes += len(text) + 1
	for (b.next-b.first > maxLines || b.bytes > maxBytes) && len(b.blocks) > 1 {
		b.drop()
	}
}

// seal frees the spare capacity of a full block's slices. The old arrays stay intact for searches that still read them.
func (b *buffer) seal(full *block) {
	if full == nil {
		return
	}
	sealed := &block{first: full.first, notes: full.notes, text: append([]byte(nil), full.text...), entries: append([]entry(nil), full.entries...)}
	b.blocks[len(b.blocks)-1] = sealed
}

func (b *buffer) drop() {
	oldest := b.blocks[0]
	b.blocks[0] = nil
	b.blocks = b.blocks[1:]
	b.bytes -= len(oldest.text) + 1
	b.Dropped += len(oldest.entries) - oldest.notes
	b.notes -= oldest.notes
	b.first += len(oldest.entries)
}

// full reports whether the next block would push out the oldest one.
func (b *buffer) full() bool {
	return b.next-b.first > maxLines-2*blockLines || b.bytes > maxBytes-2*blockBytes
}

// len returns the number of lines held.
func (b *buffer) len() int { return b.next - b.first }

// line returns the line with a sequence number from first up to next.
func (b *buffer) line(seq int) heldLine {
	i := sort.Search(len(b.blocks), func(i int) bool { return b.blocks[i].first > seq }) - 1
	return b.blocks[i].line(seq - b.blocks[i].first)
}

func (b *block) line(i int) heldLine {
	from, to := b.bounds(i)
	e := b.entries[i]
	l := heldLine{Seq: b.first + i, Source: int(e.source), Text: b.text[from:to:to]}
	if e.at != 0 {
		l.Time = time.Unix(0, e.at)
	}
	return l
}

// clear forgets all lines; sequence numbers go on.
func (b *buffer) clear() { *b = buffer{first: b.next, next: b.next} }

// snapshot returns what is held now, for a command to read while more arrives.
func (b *buffer) snapshot() []block {
	out := make([]block, len(b.blocks))
	for i, bl := range b.blocks {
		out[i] = *bl
	}
	return out
}
