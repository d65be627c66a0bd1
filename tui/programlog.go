package tui

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/kronoscope/kronoscope/tui/header"
	"github.com/kronoscope/kronoscope/tui/screen"
)

// Log is the program's own log, as the screens read it. Its methods may be called from any goroutine.
type Log interface {
	// Records returns the latest records, oldest first. The slice is the caller's.
	Records() []LogRecord
	// Counts returns how many warnings and errors there have been since the start, also those that Records no longer has.
	Counts() (warnings, errors int)
	// WaitForWarning blocks until there is a warning or an error whose number is greater than after, and returns the oldest
	// such record that is still kept. It returns an error only when ctx ends.
	WaitForWarning(ctx context.Context, after uint64) (LogRecord, error)
	// File returns the name of the file that the records are written to, or "" for none.
	File() string
}

// LogRecord is one record of a [Log].
type LogRecord struct {
	Number uint64 // counts from 1 without gaps, in the order of the records
	Time   time.Time
	Level  slog.Level
	Text   string // the message and its attributes on one line; may quote what a cluster sent
}

// logMsg asks for the program's log.
type logMsg struct{}

// logRecordMsg brings a warning or an error of the program's log.
type logRecordMsg struct{ record LogRecord }

// waitForWarning waits, outside the event loop, for the next warning in the program's log after a record.
func (r *Root) waitForWarning(after uint64) tea.Cmd {
	log, ctx := r.opts.Log, r.ctx
	if log == nil {
		return nil
	}
	return func() tea.Msg {
		record, err := log.WaitForWarning(ctx, after)
		if err != nil {
			return nil // the program ends
		}
		return logRecordMsg{record}
	}
}

// handleLogRecord adds a warning to the messages, without a notice over the screen, and waits for the next one.
func (r *Root) handleLogRecord(msg logRecordMsg) tea.Cmd {
	level := screen.Warn
	if msg.record.Level >= slog.LevelError {
		level = screen.Bad
	}
	r.notices.Record(level, msg.record.Text)
	r.logged.Warnings, r.logged.Errors = r.opts.Log.Counts()
	return r.waitForWarning(msg.record.Number)
}

// logMark counts the warnings and errors that the user has not looked at yet.
func (r *Root) logMark() header.LogMark {
	return header.LogMark{Warnings: r.logged.Warnings - r.logSeen.Warnings, Errors: r.logged.Errors - r.logSeen.Errors}
}

// markLogSeen clears the header's mark until something new is logged.
func (r *Root) markLogSeen() { r.logSeen = r.logged }

// showLog opens the program's log, the latest record first.
func (r *Root) showLog() tea.Cmd {
	r.notices.Clear()
	r.markLogSeen()
	log, zone := r.opts.Log, r.env.Zone
	return r.showText("Log", func(context.Context) (string, error) { return logText(log, zone), nil })
}

// logText is what the log holds, the latest record first, below a line that says where the rest is. Times are this machine's.
func logText(log Log, zone *time.Location) string {
	if log == nil {
		return "This program keeps no log."
	}
	var b strings.Builder
	if file := log.File(); file != "" {
		fmt.Fprintf(&b, "The log file is %s. The latest records, newest first; times are this machine's.\n\n", file)
	} else {
		b.WriteString("The latest records, newest first; times are this machine's. To keep all: --log-file FILE. For more: -v or -vv.\n\n")
	}
	records := log.Records()
	if len(records) == 0 {
		b.WriteString("Nothing has been logged so far.\n")
	}
	for _, record := range slices.Backward(records) {
		fmt.Fprintf(&b, "%s  %-5s  %s\n", record.Time.In(zone).Format("2006-01-02 15:04:05"), record.Level, record.Text)
	}
	return b.String()
}
