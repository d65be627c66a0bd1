package schedule

import (
	"strings"

	"github.com/kronoscope/kronoscope/scheduler/cron"
)

// signs explains what may be written besides values, in every field.
const signs = "* any  1,5 list  1-5 range  */15 step"

// hint says which part of the expression the cursor is in, and what belongs there.
func (s *Screen) hint() (mark highlight, text string) {
	f := &s.fields[expression]
	value := f.input.Value()
	if s.focus != expression {
		return highlight{}, ""
	}
	at, part := cron.FieldAt(value, f.cursorAt())
	mark = highlight{from: part.From, to: part.To}
	switch {
	case strings.HasPrefix(strings.TrimSpace(value), "@every"):
		return highlight{to: len(value)}, "counted from the last run, in no zone: 90m, 36h, 1h30m"
	case strings.HasPrefix(strings.TrimSpace(value), "@"):
		return highlight{to: len(value)}, "@hourly @daily @weekly @monthly @yearly @every 90m"
	case at == cron.NoField:
		return highlight{from: len(value), to: len(value)}, "five fields are all there are"
	}
	return mark, at.String() + " " + at.Values() + "   " + signs
}
