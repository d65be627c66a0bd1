// Package logging builds the program's own log: records with a level and attributes, the latest of which are kept in memory for
// the screens, written to a file where one is named, and to the terminal where nothing else is drawn on it. It never holds
// secrets: tokens, passwords and Authorization headers are masked before a record goes anywhere.
package logging

import (
	"io"
	"log/slog"
	"os"
	"sync"
)

// Options say how much is logged, and where.
type Options struct {
	Level slog.Level
	// File is appended to, and made where it is missing, readable to its owner alone; "" for none.
	File string
	// Terminal also receives the records, a plain line each; nil for none. See [Log.HoldTerminal].
	Terminal io.Writer
	// Version is the program's, for the first record of the file.
	Version string
}

// Log is the program's log. The zero value and nil are not usable; see [New].
type Log struct {
	level  slog.LevelVar
	memory memory

	mu       sync.Mutex
	file     *os.File     // nil for none
	lines    slog.Handler // writes to file
	terminal io.Writer    // nil for none
	held     bool         // the terminal belongs to the screens
	name     string       // of the file
}

// New returns a log that keeps warnings and errors in memory alone, until [Log.Configure] says more.
func New() *Log {
	l := &Log{}
	l.level.Set(slog.LevelWarn)
	l.memory.changed = make(chan struct{})
	return l
}

// Configure sets the level and opens the file. The error says what is wrong with the file.
func (l *Log) Configure(o Options) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if o.File != "" {
		file, err := openFile(o.File)
		if err != nil {
			return err
		}
		l.file, l.name = file, o.File
		l.lines = slog.NewTextHandler(file, &slog.HandlerOptions{Level: slog.LevelDebug})
		l.writeHeader(o.Version)
	}
	l.level.Set(o.Level)
	setKlogVerbosity(o.Level)
	l.terminal = o.Terminal
	return nil
}

// Logger returns the logger that writes to the log. Of a nil log it is one that discards everything.
func (l *Log) Logger() *slog.Logger {
	if l == nil {
		return slog.New(slog.DiscardHandler)
	}
	return slog.New(&handler{log: l})
}

// File returns the name of the file that is written to, or "" for none.
func (l *Log) File() string {
	if l == nil {
		return ""
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.name
}

// HoldTerminal keeps records off the terminal until release is called: the screens are drawn on it.
func (l *Log) HoldTerminal() (release func()) {
	if l == nil {
		return func() {}
	}
	set := func(held bool) {
		l.mu.Lock()
		defer l.mu.Unlock()
		l.held = held
	}
	set(true)
	return func() { set(false) }
}

// Close closes the file. Later records are kept in memory alone.
func (l *Log) Close() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.file != nil {
		_ = l.file.Close()
		l.file, l.lines = nil, nil
	}
	l.terminal = nil
}
