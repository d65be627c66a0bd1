// Package annotation reads how long the pods of a template take, as kronoscope's own annotations say: the embedded plane plays them
// so, and a forecast takes it for granted until runs have completed. It knows nothing of playing, and changes nothing.
package annotation

import (
	"errors"
	"strings"
	"time"
)

// The annotations of a pod that are lengths of time: 5s, or a range such as 5s-15s.
const (
	Duration = "kronoscope/duration" // of the regular containers, whose command it replaces
	Startup  = "kronoscope/startup"  // from the binding to the first container
)

// maxDuration bounds both.
const maxDuration = 365 * 24 * time.Hour

var errNoSpan = errors.New("must be a duration such as 5s, or a range such as 5s-15s")

// Span is a range of durations, both ends included.
type Span struct{ Least, Most time.Duration }

// Middle is half the way.
func (s Span) Middle() time.Duration { return s.Least + (s.Most-s.Least)/2 }

// ParseSpan reads the value of [Duration] or [Startup].
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

// PodTakes is how long a pod with the annotations takes, from its start: the middle of what they say. It says false where they do
// not say it, or say what makes no sense.
func PodTakes(annotations map[string]string) (time.Duration, bool) {
	takes, err := ParseSpan(annotations[Duration])
	if err != nil {
		return 0, false
	}
	if startup, err := ParseSpan(annotations[Startup]); err == nil {
		return startup.Middle() + takes.Middle(), true
	}
	return takes.Middle(), true
}
