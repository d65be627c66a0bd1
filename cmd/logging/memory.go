package logging

import (
	"context"
	"log/slog"
	"sync"
	"time"
)

// keptRecords is how many records are kept in memory.
const keptRecords = 1000

// Record is one record of the log.
type Record struct {
	Number uint64 // counts from 1 without gaps
	Time   time.Time
	Level  slog.Level
	Text   string // the message and its attributes on one line
}

// memory keeps the latest records and wakes those who wait for a warning.
type memory struct {
	mu               sync.Mutex
	records          []Record // a ring once it is full; next is the oldest then
	next             int
	number           uint64
	warnings, errors int
	changed          chan struct{} // closed at the next warning or error
}

func (m *memory) add(r Record) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.number++
	r.Number = m.number
	if len(m.records) < keptRecords {
		m.records = append(m.records, r)
	} else {
		m.records[m.next] = r
		m.next = (m.next + 1) % keptRecords
	}
	switch {
	case r.Level >= slog.LevelError:
		m.errors++
	case r.Level >= slog.LevelWarn:
		m.warnings++
	default:
		return
	}
	close(m.changed)
	m.changed = make(chan struct{})
}

func (m *memory) snapshot() []Record {
	return append(append(make([]Record, 0, len(m.records)), m.records[m.next:]...), m.records[:m.next]...)
}

// warningAfter finds the oldest kept warning or error with a greater number, and else what is closed at the next one.
func (m *memory) warningAfter(number uint64) (found *Record, changed <-chan struct{}) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for i := range m.records {
		r := m.records[(m.next+i)%len(m.records)]
		if r.Number > number && r.Level >= slog.LevelWarn {
			return &r, nil
		}
	}
	return nil, m.changed
}

// Records returns the latest records, oldest first. The slice is the caller's.
func (l *Log) Records() []Record {
	l.memory.mu.Lock()
	defer l.memory.mu.Unlock()
	return l.memory.snapshot()
}

// Counts returns how many warnings and errors there have been, also those that are no longer kept.
func (l *Log) Counts() (warnings, errors int) {
	l.memory.mu.Lock()
	defer l.memory.mu.Unlock()
	return l.memory.warnings, l.memory.errors
}

// WaitForWarning blocks until there is a warning or an error whose number is greater than after, and returns the oldest such
// record that is still kept. It returns an error only when ctx ends.
func (l *Log) WaitForWarning(ctx context.Context, after uint64) (Record, error) {
	for {
		found, changed := l.memory.warningAfter(after)
		if found != nil {
			return *found, nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return Record{}, ctx.Err()
		}
	}
}
