package logging

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
)

// handler is the slog.Handler of a [Log]: it flattens attributes, masks secrets, and hands the record to all that want it.
type handler struct {
	log    *Log
	attrs  []slog.Attr // flat and masked
	prefix string      // of the open groups, such as "request."
}

func (h *handler) Enabled(_ context.Context, level slog.Level) bool {
	return level >= h.log.level.Level()
}

func (h *handler) WithGroup(name string) slog.Handler {
	if name == "" {
		return h
	}
	return &handler{log: h.log, attrs: h.attrs, prefix: h.prefix + name + "."}
}

func (h *handler) WithAttrs(attrs []slog.Attr) slog.Handler {
	all := slices.Clone(h.attrs)
	for _, a := range attrs {
		all = appendFlat(all, h.prefix, a)
	}
	return &handler{log: h.log, attrs: all, prefix: h.prefix}
}

func (h *handler) Handle(ctx context.Context, r slog.Record) error {
	record := slog.NewRecord(r.Time, r.Level, mask(r.Message), 0)
	attrs := slices.Clone(h.attrs)
	r.Attrs(func(a slog.Attr) bool {
		attrs = appendFlat(attrs, h.prefix, a)
		return true
	})
	record.AddAttrs(attrs...)
	return h.log.write(ctx, record)
}

// write hands a record to memory, file and terminal.
func (l *Log) write(ctx context.Context, r slog.Record) error {
	text := text(r)
	l.mu.Lock()
	defer l.mu.Unlock()
	l.memory.add(Record{Time: r.Time, Level: r.Level, Text: text})
	if l.terminal != nil && !l.held {
		_, _ = fmt.Fprintf(l.terminal, "kronoscope: %s: %s\n", levelText(r.Level), text)
	}
	if l.lines != nil {
		return l.lines.Handle(ctx, r)
	}
	return nil
}

// appendFlat appends an attribute whose groups are written out as prefixes of names.
func appendFlat(attrs []slog.Attr, prefix string, a slog.Attr) []slog.Attr {
	value := a.Value.Resolve()
	if value.Kind() == slog.KindGroup {
		if a.Key != "" {
			prefix += a.Key + "."
		}
		for _, inner := range value.Group() {
			attrs = appendFlat(attrs, prefix, inner)
		}
		return attrs
	}
	if a.Key == "" {
		return attrs
	}
	return append(attrs, slog.Attr{Key: prefix + a.Key, Value: maskValue(a.Key, value)})
}
