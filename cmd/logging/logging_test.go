package logging

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
)

func TestTheLatestRecordsAreKeptInOrder(t *testing.T) {
	l := New()
	logger := l.Logger()
	for i := range keptRecords + 3 {
		logger.Warn(fmt.Sprint("record ", i))
	}
	logger.Info("left out")
	records := l.Records()
	first, last := records[0], records[len(records)-1]
	if len(records) != keptRecords || first.Number != 4 || first.Text != "record 3" || last.Number != keptRecords+3 {
		t.Errorf("%d records from %+v to %+v", len(records), first, last)
	}
	logger.Error("worse")
	if warnings, errors := l.Counts(); warnings != keptRecords+3 || errors != 1 {
		t.Errorf("counted %d warnings and %d errors", warnings, errors)
	}
}

func TestWaitingForAWarningMissesNone(t *testing.T) {
	l := New()
	if err := l.Configure(Options{Level: slog.LevelDebug}); err != nil {
		t.Fatal(err)
	}
	logger := l.Logger()
	logger.Debug("a detail")
	logger.Warn("first")
	logger.Info("news")
	logger.Error("second")
	var got []string
	number := uint64(0)
	for range 2 {
		r, err := l.WaitForWarning(t.Context(), number)
		if err != nil {
			t.Fatal(err)
		}
		got, number = append(got, r.Text), r.Number
	}
	if strings.Join(got, " ") != "first second" || number != 4 {
		t.Errorf("waited for %q, the last one number %d", got, number)
	}
	later := make(chan Record)
	go func() {
		r, _ := l.WaitForWarning(t.Context(), number)
		later <- r
	}()
	logger.Info("more news")
	logger.Warn("third")
	if r := <-later; r.Text != "third" {
		t.Errorf("waited for %+v", r)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if r, err := l.WaitForWarning(ended, 6); !errors.Is(err, context.Canceled) {
		t.Errorf("after the end: %+v, %v", r, err)
	}
}

func TestARecordIsOneLineThatIsSafeToDraw(t *testing.T) {
	l := New()
	logger := l.Logger().With("component", "job").WithGroup("pod").With(slog.Group("of", "name", "a b"))
	logger.Warn("failed\nbadly \x1b[2J", "error", errors.New("line\nbreak \x1b[31m"), "", "no name", slog.Group("", "n", 1))
	want := `failed badly  component=job pod.of.name="a b" pod.error="line\nbreak \x1b[31m" pod.n=1`
	got := l.Records()[0].Text
	if got != want {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	logger.Warn(strings.Repeat("é", maxText))
	if got := l.Records()[1].Text; len(got) > maxText+len("…") || !strings.HasSuffix(got, "é…") {
		t.Errorf("a long record is %d bytes and ends with %q", len(got), got[len(got)-8:])
	}
}

func TestTheTerminalIsLeftAloneWhileTheScreensHoldIt(t *testing.T) {
	l := New()
	var terminal bytes.Buffer
	if err := l.Configure(Options{Level: slog.LevelInfo, Terminal: &terminal}); err != nil {
		t.Fatal(err)
	}
	logger := l.Logger()
	logger.Info("before", "n", 1)
	release := l.HoldTerminal()
	logger.Error("meanwhile")
	release()
	logger.Warn("after")
	if got, want := terminal.String(), "kronoscope: info: before n=1\nkronoscope: warning: after\n"; got != want {
		t.Errorf("printed %q, want %q", got, want)
	}
	if len(l.Records()) != 3 {
		t.Errorf("kept %v", l.Records())
	}
}

func TestNoLogDiscards(t *testing.T) {
	var l *Log
	l.Logger().Error("nobody hears")
	l.HoldTerminal()()
	if l.File() != "" {
		t.Error("it has a file")
	}
}
