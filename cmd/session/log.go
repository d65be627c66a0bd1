package session

import (
	"context"

	"github.com/kronoscope/kronoscope/cmd/logging"
	"github.com/kronoscope/kronoscope/tui"
)

// logOfScreens is the program's log as the screens read it.
type logOfScreens struct{ *logging.Log }

// screenLog returns the log for the screens; nil for none.
func screenLog(log *logging.Log) tui.Log {
	if log == nil {
		return nil
	}
	return logOfScreens{log}
}

func (l logOfScreens) Records() []tui.LogRecord {
	var records []tui.LogRecord
	for _, r := range l.Log.Records() {
		records = append(records, tui.LogRecord(r))
	}
	return records
}

func (l logOfScreens) WaitForWarning(ctx context.Context, after uint64) (tui.LogRecord, error) {
	r, err := l.Log.WaitForWarning(ctx, after)
	return tui.LogRecord(r), err
}
