package logging

import (
	"context"
	"io"
	"log"
	"log/slog"
	"strconv"
	"strings"

	"k8s.io/client-go/rest"
	"k8s.io/klog/v2"
)

// Bridge leads what libraries log to the log: klog, which client-go and the handlers of k8s.io/apiserver use, warnings of API
// servers, and the standard log. From then on none of them writes to the terminal.
func (l *Log) Bridge() {
	logger := l.Logger()
	klog.SetSlogLogger(logger)
	klog.SetOutput(io.Discard)
	rest.SetDefaultWarningHandlerWithContext(warnings{logger})
	slog.SetLogLoggerLevel(slog.LevelWarn) // of what the standard log is given
	slog.SetDefault(logger)
	log.SetFlags(0) // the records have their own time
}

// klogVerbosity is how much klog logs at each level. More than 4 would log requests, and from 8 on their bodies.
func klogVerbosity(level slog.Level) int {
	switch {
	case level <= slog.LevelDebug:
		return 4
	case level <= slog.LevelInfo:
		return 2
	}
	return 0
}

func setKlogVerbosity(level slog.Level) {
	var v klog.Level
	_ = v.Set(strconv.Itoa(klogVerbosity(level)))
}

// warnings logs what API servers warn of.
type warnings struct{ logger *slog.Logger }

// HandleWarningHeaderWithContext is called for each Warning header of an answer.
func (w warnings) HandleWarningHeaderWithContext(ctx context.Context, code int, _, text string) {
	if code == 299 && text != "" { // the only one that API servers send
		w.logger.WarnContext(ctx, "the API server warns", "warning", text)
	}
}

// ServerErrors returns a logger for the errors of an HTTP server. Clients that hang up in a handshake are everyday: they are
// logged for those who want to know more.
func (l *Log) ServerErrors() *log.Logger { return log.New(writer{l.Logger()}, "", 0) }

type writer struct{ logger *slog.Logger }

func (w writer) Write(line []byte) (int, error) {
	text := strings.TrimSpace(string(line))
	level := slog.LevelError
	if strings.HasPrefix(text, "http: TLS handshake error") {
		level = slog.LevelInfo
	}
	w.logger.Log(context.Background(), level, text, "component", "server")
	return len(line), nil
}
