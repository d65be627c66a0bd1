package logs

import (
	"bytes"
	"encoding/gob"
	"fmt"
	"time"
)

// kept is the form in which a log outlives the process.
type kept struct {
	First uint64 // lines that were dropped before
	Lines []keptLine
}

type keptLine struct {
	At   time.Time
	Text []byte
	Part bool
}

// Save returns the newest lines of a closed log for [Restore], as many as fit in most bytes.
func (l *Log) Save(most int) ([]byte, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	from := len(l.lines)
	for size := 0; from > l.head; from-- {
		if size += len(l.lines[from-1].text) + lineOverhead; size > most {
			break
		}
	}
	k := kept{First: l.first + uint64(from-l.head)}
	for _, ln := range l.lines[from:] {
		k.Lines = append(k.Lines, keptLine{ln.at, ln.text, ln.part})
	}
	var data bytes.Buffer
	err := gob.NewEncoder(&data).Encode(k)
	return data.Bytes(), err
}

// Restore returns the log that Save saved, closed. Its readers learn how many lines were dropped, as with any log.
func Restore(data []byte) (*Log, error) {
	var k kept
	if err := gob.NewDecoder(bytes.NewReader(data)).Decode(&k); err != nil {
		return nil, fmt.Errorf("read the kept log: %w", err)
	}
	l := &Log{first: k.First, closed: true}
	for _, ln := range k.Lines {
		l.lines = append(l.lines, line{at: ln.At, text: ln.Text, part: ln.Part})
		l.bytes += len(ln.Text) + lineOverhead
	}
	return l, nil
}
