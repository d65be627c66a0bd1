package flags

import (
	"fmt"
	"strings"
	"time"

	"github.com/kronoscope/kronoscope/scheduler/timeparse"
)

// Instant reads the instant given to a flag, zero when that is empty.
func Instant(flag, given string, q timeparse.Question) (time.Time, error) {
	if strings.TrimSpace(given) == "" {
		return time.Time{}, nil
	}
	reading, err := q.Read(given)
	if err != nil {
		return time.Time{}, fmt.Errorf("%s %s: not a time such as %s: %w", flag, given, timeparse.Examples, err)
	}
	return reading.At, nil
}
