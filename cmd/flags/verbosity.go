package flags

import (
	"fmt"
	"log/slog"
	"strings"
)

// oneMore is the value of a -v that stands alone.
const oneMore = "+1"

// verbosity is the level that -v asks for: each one more, or a level by name as in --verbose=debug. It is empty when not given.
type verbosity struct{ level string }

// levelNames are the levels from the gravest to the least grave.
var levelNames = []string{"error", "warn", "info", "debug"}

func (v *verbosity) String() string { return v.level }

// Type is what makes help print it as a flag that may be repeated.
func (v *verbosity) Type() string { return "count" }

// Set reads it from the command line.
func (v *verbosity) Set(text string) error {
	if text == oneMore {
		text = "info"
		if v.level == "info" || v.level == "debug" {
			text = "debug"
		}
	}
	if _, err := parseLevel(text); err != nil {
		return err
	}
	v.level = text
	return nil
}

// parseLevel reads a level's name.
func parseLevel(name string) (slog.Level, error) {
	levels := map[string]slog.Level{"error": slog.LevelError, "warn": slog.LevelWarn, "info": slog.LevelInfo, "debug": slog.LevelDebug}
	level, ok := levels[name]
	if !ok {
		return 0, fmt.Errorf("%q is not one of %s", name, strings.Join(levelNames, ", "))
	}
	return level, nil
}
