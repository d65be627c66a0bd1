package logs

import (
	"bytes"
	"io"
	"time"
)

// chunkSize is how many bytes are read at once. The lines of a chunk share its memory.
const chunkSize = 64 << 10

// lineReader splits a log with timestamps into lines, a chunk at a time.
type lineReader struct {
	r      io.Reader
	source *Source
	rest   []byte // the beginning of a line whose end has not been read
	cut    int    // bytes of that line that were dropped
	last   time.Time
}

// next returns the lines that one read completes, perhaps none. A last line without a line break comes together with io.EOF.
func (l *lineReader) next() ([]Line, error) {
	chunk := make([]byte, len(l.rest)+chunkSize)
	n := copy(chunk, l.rest)
	m, err := l.r.Read(chunk[n:])
	chunk = chunk[:n+m]
	lines := make([]Line, 0, bytes.Count(chunk[n:], []byte{'\n'})+1)
	from := 0
	for search := n; ; {
		i := bytes.IndexByte(chunk[search:], '\n')
		if i < 0 {
			break
		}
		lines = append(lines, l.line(chunk[from:search+i]))
		from = search + i + 1
		search = from
	}
	l.keep(chunk[from:])
	if err == io.EOF && (len(l.rest) > 0 || l.cut > 0) {
		lines = append(lines, l.line(l.rest))
		l.rest = nil
	}
	return lines, err
}

// keep holds back the beginning of a line, up to the longest that is kept.
func (l *lineReader) keep(tail []byte) {
	if over := len(tail) - MaxLine - stampRoom; over > 0 {
		l.cut += over
		tail = tail[:len(tail)-over]
	}
	l.rest = tail
}

// stampRoom is how many bytes a timestamp and the space after it take at most.
const stampRoom = len(time.RFC3339Nano) + 1

// line parses "2026-11-23T12:00:00.123456789Z text". Text without a timestamp gets that of the line before.
func (l *lineReader) line(raw []byte) Line {
	line := Line{Source: l.source, Time: l.last, Text: raw, Cut: l.cut}
	l.cut = 0
	if i := bytes.IndexByte(raw[:min(len(raw), stampRoom)], ' '); i > 0 {
		if t, err := time.Parse(time.RFC3339Nano, string(raw[:i])); err == nil {
			line.Time, line.Text = t, raw[i+1:]
			l.last = t
		}
	}
	if over := len(line.Text) - MaxLine; over > 0 {
		line.Text, line.Cut = line.Text[:MaxLine], line.Cut+over
	}
	line.Text = line.Text[:len(line.Text):len(line.Text)]
	return line
}
