// Package logs keeps what simulated containers print: the newest lines of each, within a bound, for any number of readers.
//
// A writer never waits for a reader. The package does not know which containers exist: whoever makes a [Log] drops it.
package logs

import (
	"bytes"
	"sync"
	"time"
)

const (
	// MaxBytes is how much of one container's output is kept, as kubelets rotate logs at 10 MiB.
	MaxBytes = 10 << 20

	lineOverhead = 48        // bytes that a line costs besides its text
	maxLine      = 256 << 10 // a longer line is cut in parts
)

// line is a line of output, without its end.
type line struct {
	at   time.Time
	text []byte
	part bool // cut: the next line continues it
}

// Log is the output of one run of a container. The zero value is not usable: see [New].
type Log struct {
	now func() time.Time

	mu      sync.Mutex
	lines   []line
	head    int    // lines before it were dropped
	first   uint64 // number of lines[head] since the beginning
	bytes   int
	partial []byte
	since   time.Time // when the partial line began
	closed  bool
	changed chan struct{} // closed when there is more
}

// New returns an empty log whose lines are dated by now.
func New(now func() time.Time) *Log { return &Log{now: now} }

// Write appends output. It never fails and never waits for readers.
func (l *Log) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed {
		return len(b), nil
	}
	n := len(b)
	at := l.now()
	for len(b) > 0 {
		if len(l.partial) == 0 {
			l.since = at
		}
		end := bytes.IndexByte(b, '\n')
		if end < 0 {
			l.partial = append(l.partial, b...)
			b = nil
		} else {
			l.append(l.since, append(l.partial, b[:end]...), false)
			l.partial, b = nil, b[end+1:]
		}
		for len(l.partial) > maxLine {
			l.append(l.since, append([]byte(nil), l.partial[:maxLine]...), true)
			l.partial = append([]byte(nil), l.partial[maxLine:]...)
		}
	}
	l.wake()
	return n, nil
}

func (l *Log) append(at time.Time, text []byte, part bool) {
	text = bytes.Clone(text)
	l.lines = append(l.lines, line{at: at, text: text, part: part})
	l.bytes += len(text) + lineOverhead
	for l.bytes > MaxBytes && l.head < len(l.lines)-1 {
		l.bytes -= len(l.lines[l.head].text) + lineOverhead
		l.lines[l.head] = line{}
		l.head++
		l.first++
	}
	if l.head > 1024 && l.head > len(l.lines)/2 {
		l.lines = append([]line(nil), l.lines[l.head:]...)
		l.head = 0
	}
}

func (l *Log) wake() {
	if l.changed != nil {
		close(l.changed)
		l.changed = nil
	}
}

// Close ends the output, and with it those who follow the log.
func (l *Log) Close() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed {
		return
	}
	if len(l.partial) > 0 {
		l.append(l.since, l.partial, true)
		l.partial = nil
	}
	l.closed = true
	l.wake()
}

// Dropped returns how many of the oldest lines were dropped to stay within the bound.
func (l *Log) Dropped() uint64 {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.first
}

// Tail returns the end of the output: at most a number of lines and of bytes.
func (l *Log) Tail(lines, maxBytes int) string {
	l.mu.Lock()
	defer l.mu.Unlock()
	var buf bytes.Buffer
	for _, ln := range l.lines[max(l.head, len(l.lines)-lines):] {
		buf.Write(ln.text)
		if !ln.part {
			buf.WriteByte('\n')
		}
	}
	out := buf.Bytes()
	return string(out[max(0, len(out)-maxBytes):])
}
