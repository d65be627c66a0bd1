// Package annotation reads from kronoscope's own annotations how long the pods of a template take. The embedded control plane runs them
// accordingly, and a forecast relies on it until runs have completed.
//
// It never changes an object, and knows nothing of how pods run.
package annotation

import (
	"errors"
	"strings"
	"time"
)

// The annotations of a pod that are durations: 5s, or a range such as 5s-15s.
const (
	Duration = "kronoscope/duration" // of the regular containers, whose command it replaces
	Startup  = "kronoscope/startup"  // from being bound to a node to the start of the first container
)

// maxDuration bounds both.
const maxDuration = 365 * 24 * time.Hour

var errNoSpan = errors.New("must be a duration such as 5s, or a range such as 5s-15s")

// Span is a range of durations, both ends included.
type Span struct{ Least, Most time.Duration }

// Middle returns the duration halfway between the two ends.
func (s Span) Middle() time.Duration { return s.Least + (s.Most-s.Least)/2 }

// ParseSpan reads the value of [Duration] or [Startup]; a single duration is a range of itself. A year is the most.
func ParseSpan(text string) (Span, error) {
	from, to, isRange := strings.Cut(strings.TrimSpace(text), "-")
	least, err := time.ParseDuration(strings.TrimSpace(from))
	if err != nil || least < 0 || least > maxDuration {
		return Span{}, errNoSpan
	}
	most := least
	if isRange {
		if most, err = time.ParseDuration(strings.TrimSpace(to)); err != nil || most < least || most > maxDuration {
			return Span{}, errNoSpan
		}
	}
	return Span{least, most}, nil
}

// PodTakes returns how long a pod with the annotations takes from its start: the middle of their ranges. ok is false where [Duration]
// is missing or invalid.
func PodTakes(annotations map[string]string) (duration time.Duration, ok bool) {
	takes, err := ParseSpan(annotations[Duration])
	if err != nil {
		return 0, false
	}
	if startup, err := ParseSpan(annotations[Startup]); err == nil {
		return startup.Middle() + takes.Middle(), true
	}
	return takes.Middle(), true
}
