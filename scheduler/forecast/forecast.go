// Package forecast works out what CronJobs will do in a span of time: their runs with expected ends, the slots that start no
// Job, and what all of them use of a namespace's quota at once. It follows the rules of the CronJob controller, event by event.
//
// It never guesses at random: durations are given. It does no I/O and reads no clock.
package forecast

import (
	"context"
	"fmt"
	"slices"
	"time"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
)

// Workload is a CronJob and what is known of its runs.
type Workload struct {
	CronJob *batchv1.CronJob
	// Jobs are those it controls, as read at [Span.Seen]. The finished ones matter only to quotas that count objects.
	Jobs []*batchv1.Job
	// Durations are how long its runs take, from the start of the Job to its end: of one run after the other, those in progress first.
	// The last duration holds for all further runs. Without any, the pods' annotation kronoscope/duration decides; without that the
	// duration is unknown, and [Span.Default] is assumed.
	Durations []time.Duration
}

// Span is the time to look at: from From up to To, To excluded.
type Span struct {
	From, To time.Time
	// Seen is when the objects were read; zero for From. What happens from there to From is worked out too, but not reported. When
	// Seen is after From, the state of the objects says nothing about the span, and is ignored.
	Seen time.Time
	// Local is the zone of the cluster's controllers, for CronJobs that name none; nil for UTC.
	Local *time.Location
	// Default is how long runs of unknown duration are assumed to take.
	Default time.Duration

	counts bool // a quota counts objects, so it matters how long finished Jobs exist
}

// Input is all that a forecast is made from. Nothing of it is changed.
type Input struct {
	Span
	Workloads []Workload
	Quotas    []*corev1.ResourceQuota
}

// Forecast is what will happen.
type Forecast struct {
	Span
	CronJobs    []Outlook // of the workloads, in their order
	Usage       []Usage   // by namespace: those with CronJobs or a quota
	Findings    []Finding // the most serious first
	Suggestions []Suggestion
}

// MaxSlots bounds how many slots a forecast looks at: those of a thousand CronJobs that fire every minute, for over a day.
const MaxSlots = 2_000_000

// Make works out a forecast. It fails when the context ends, when the span is empty and when there are more than [MaxSlots] slots.
func Make(ctx context.Context, in Input) (*Forecast, error) {
	in.Span = in.normal()
	if err := in.check(); err != nil {
		return nil, err
	}
	in.counts = slices.ContainsFunc(in.Quotas, countsObjects)
	f := &Forecast{Span: in.Span}
	for _, w := range in.Workloads {
		o, err := in.Outlook(ctx, w)
		if err != nil {
			return nil, err
		}
		f.CronJobs = append(f.CronJobs, o)
	}
	f.Usage = in.usages(f.CronJobs, in.Quotas)
	f.Findings = findings(f, in.Quotas)
	var err error
	f.Suggestions, err = suggest(ctx, f, in)
	return f, err
}

// normal fills in what may be left out.
func (s Span) normal() Span {
	if s.Seen.IsZero() {
		s.Seen = s.From
	}
	if s.Local == nil {
		s.Local = time.UTC
	}
	return s
}

func (in Input) check() error {
	if !in.To.After(in.From) {
		return fmt.Errorf("a forecast from %s to %s spans no time", in.From.Format(time.RFC3339), in.To.Format(time.RFC3339))
	}
	start := in.From
	if in.Seen.Before(start) {
		start = in.Seen
	}
	slots := 0
	for _, w := range in.Workloads {
		if rules, ok := in.rules(w.CronJob); ok {
			slots += rules.Schedule.Count(start, in.To)
		}
		if slots > MaxSlots {
			return fmt.Errorf("more than %d slots from %s to %s: look at fewer CronJobs or a shorter span",
				MaxSlots, start.Format(time.RFC3339), in.To.Format(time.RFC3339))
		}
	}
	return nil
}
