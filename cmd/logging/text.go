package logging

import (
	"log/slog"
	"strconv"
	"strings"

	"github.com/kronoscope/kronoscope/tui/display"
)

// maxText bounds a record's text in bytes: the answer of a server may be long.
const maxText = 4096

// text returns a record as one line that is safe to draw: the message, then name=value pairs.
func text(r slog.Record) string {
	var b strings.Builder
	b.WriteString(strings.Join(strings.Fields(r.Message), " "))
	r.Attrs(func(a slog.Attr) bool {
		b.WriteString(" " + a.Key + "=" + quoted(a.Value.String()))
		return b.Len() < maxText
	})
	line := b.String()
	if len(line) > maxText {
		line = strings.ToValidUTF8(line[:maxText], "") + "…"
	}
	return display.Clean(line)
}

// quoted puts a value into quotes where it would not read as one word.
func quoted(value string) string {
	if value == "" || strings.ContainsAny(value, " \"=") || strings.ContainsFunc(value, func(r rune) bool { return !strconv.IsPrint(r) }) {
		return strconv.Quote(value)
	}
	return value
}

// levelText is the word for a level on the terminal.
func levelText(level slog.Level) string {
	switch {
	case level >= slog.LevelError:
		return "error"
	case level >= slog.LevelWarn:
		return "warning"
	case level >= slog.LevelInfo:
		return "info"
	}
	return "debug"
}
