package logging

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"time"
)

// openFile opens a file to append to. Anything but a regular file is refused: a pipe that nobody reads would block the program.
func openFile(name string) (*os.File, error) {
	info, err := os.Stat(name)
	switch {
	case err == nil && info.IsDir():
		return nil, fmt.Errorf("log file %s: is a directory", name)
	case err == nil && !info.Mode().IsRegular():
		return nil, fmt.Errorf("log file %s: not a regular file", name)
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("log file %s: %w", name, reason(err))
	}
	file, err := os.OpenFile(filepath.Clean(name), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, fmt.Errorf("log file %s: %w", name, reason(err))
	}
	return file, nil
}

// reason returns what an error of the file system says without the name of the file.
func reason(err error) error {
	if of := new(fs.PathError); errors.As(err, &of) {
		return of.Err
	}
	return err
}

// writeHeader writes the first record of this run, whatever the level. The arguments are left out: they may hold secrets.
func (l *Log) writeHeader(version string) {
	record := slog.NewRecord(time.Now(), slog.LevelInfo, "kronoscope starts", 0)
	record.AddAttrs(slog.String("version", version), slog.String("go", runtime.Version()),
		slog.String("platform", runtime.GOOS+"/"+runtime.GOARCH), slog.Int("pid", os.Getpid()))
	_ = l.lines.Handle(context.Background(), record)
}
