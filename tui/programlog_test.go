package tui

import (
	"context"
	"io"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/kronoscope/kronoscope/tui/tuitest"
)

// fakeLog holds records, the last of which ends the wait for more.
type fakeLog struct {
	records []LogRecord
	file    string
}

func (l *fakeLog) add(level slog.Level, text string) {
	l.records = append(l.records, LogRecord{uint64(len(l.records) + 1), tuitest.Now, level, text})
}

func (l *fakeLog) Records() []LogRecord { return l.records }

func (l *fakeLog) Counts() (warnings, errors int) {
	for _, record := range l.records {
		switch {
		case record.Level >= slog.LevelError:
			errors++
		case record.Level >= slog.LevelWarn:
			warnings++
		}
	}
	return warnings, errors
}

func (l *fakeLog) WaitForWarning(_ context.Context, after uint64) (LogRecord, error) {
	for _, record := range l.records {
		if record.Number > after && record.Level >= slog.LevelWarn {
			return record, nil
		}
	}
	return LogRecord{}, io.EOF
}

func (l *fakeLog) File() string { return l.file }

func withLog(log Log) func(*Options) { return func(o *Options) { o.Log = log } }

func topLine(h *harness) string { return strings.SplitN(h.screen(), "\n", 2)[0] }

func TestWarningsOfTheProgramsLogAreMarkedAndListed(t *testing.T) {
	log := &fakeLog{file: "kronoscope.log"}
	log.add(slog.LevelInfo, "started")
	log.add(slog.LevelWarn, "the job controller failed object=default/pi error=\"no room\"")
	h := start(t, tuitest.Scene(), 120, 36, withLog(log))
	if line := topLine(h); !strings.Contains(line, "! log 1") {
		t.Errorf("no mark in the header:\n%s", line)
	}
	if screen := h.screen(); strings.Contains(screen, "no room") {
		t.Error("a record of the log covers the screen")
	}

	log.add(slog.LevelError, "serving failed")
	h.run(h.root.waitForWarning(2))
	if line := topLine(h); !strings.Contains(line, "✗ log 2") {
		t.Errorf("an error is not counted:\n%s", line)
	}

	h.press("!")
	for _, want := range []string{"serving failed", "the job controller failed object=default/pi"} {
		if !strings.Contains(h.screen(), want) {
			t.Errorf("the messages lack %q:\n%s", want, h.screen())
		}
	}
	if line := topLine(h); strings.Contains(line, "log ") {
		t.Errorf("the mark stays after the messages have been looked at:\n%s", line)
	}

	h.press("esc", ":", "l", "o", "g", "enter")
	text := h.screen()
	for _, want := range []string{"The log file is kronoscope.log.", "INFO   started", "WARN   the job controller failed", "ERROR  serving failed"} {
		if !strings.Contains(text, want) {
			t.Errorf("the log lacks %q:\n%s", want, text)
		}
	}
	if strings.Index(text, "serving failed") > strings.Index(text, "started") {
		t.Error("the latest record is not the first")
	}
}

func TestARepeatedWarningIsListedOnce(t *testing.T) {
	log := &fakeLog{}
	for range 300 {
		log.add(slog.LevelWarn, "no room")
	}
	h := start(t, tuitest.Scene(), 120, 36, withLog(log))
	h.press("!")
	if screen := h.screen(); !strings.Contains(screen, "no room (× 300)") || strings.Count(screen, "no room") != 1 {
		t.Errorf("300 equal warnings:\n%s", screen)
	}
}

func TestTheLogIsShownWithoutOne(t *testing.T) {
	if got := logText(nil, time.UTC); got != "This program keeps no log." {
		t.Errorf("without a log: %q", got)
	}
	if got := logText(&fakeLog{}, time.UTC); !strings.Contains(got, "--log-file FILE") || !strings.Contains(got, "Nothing has been logged so far.") {
		t.Errorf("an empty log: %q", got)
	}
}
