// Package forecast works out what CronJobs will do in a span of time: their runs with expected ends, the slots that start no
// Job, and what all of it asks of a namespace at once. It decides by the rules that the CronJob controller follows, event by
// event, and knows no chance: durations are given. It does no I/O and reads no clock.
package forecast

import (
	"context"
	"fmt"
	"slices"
	"time"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
)

// Workload is a CronJob with what is known of its runs.
type Workload struct {
	CronJob *batchv1.CronJob
	// Jobs are those it controls, as read at [Span.Seen]; those that have finished are of no interest.
	Jobs []*batchv1.Job
	// Durations are from the start of a Job to its end, of the runs in turn, those in progress first; the last one goes for all that
	// follow. None: what the annotation kronoscope/duration comes to; without them nobody knows, and [Span.Default] is assumed.
	Durations []time.Duration
}

// Span is the time to look at: from From up to, but without, To.
type Span struct {
	From, To time.Time
	// Seen is when the objects were read; zero for From. What happens from there to From is worked out too, but not told. With a
	// Seen after From what the objects were doing says nothing of the span, and is left out.
	Seen time.Time
	// Local is the zone of the cluster's controllers, for CronJobs that name none; nil for UTC.
	Local *time.Location
	// Default is how long runs of unknown duration are taken to take.
	Default time.Duration

	counts bool // how long finished Jobs exist is asked for
}

// Input is all that a forecast rests on. Nothing of it is changed.
type Input struct {
	Span
	Workloads []Workload
	Quotas    []*corev1.ResourceQuota
}

// Forecast is what will happen.
type Forecast struct {
	Span
	CronJobs    []Outlook // of the workloads, in their order
	Usage       []Usage   // by namespace; those in which something runs, or that have a quota
	Findings    []Finding // the most serious first
	Suggestions []Suggestion
}

// MaxSlots bounds how many slots a forecast looks at: a thousand CronJobs by the minute for a day and a half.
const MaxSlots = 2_000_000

// Make works a forecast out. The error is the context's, or says that there are too many slots.
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
