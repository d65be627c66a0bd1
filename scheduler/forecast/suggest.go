package forecast

import (
	"context"
	"fmt"
	"slices"
	"time"

	batchv1 "k8s.io/api/batch/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// Suggestion is a CronJob to move so that a peak becomes lower. It was tried: Before and After are what playing the whole span
// gave, the suggestions before this one in the same namespace carried out.
type Suggestion struct {
	CronJob       int
	Schedule      string // as it is
	Instead       string // as it should be
	Resource      resourceName
	Before, After resource.Quantity
	At            time.Time // of the peak before
}

// How much is tried.
const (
	maxSuggestions = 3 // in a namespace
	maxMovers      = 6 // of those that make a peak
	leastCollision = 3 // pods at once that are worth a word where no quota limits them
	aroundPeak     = 4 * 24 * time.Hour
)

// suggest looks, in each namespace, for CronJobs to move off the peak that matters most.
func suggest(ctx context.Context, f *Forecast, in Input) ([]Suggestion, error) {
	var all []Suggestion
	for _, u := range f.Usage {
		at := worst(u)
		if at < 0 {
			continue
		}
		m := &mover{in: in, peak: u.Peaks[at], cronJobs: slices.Clone(f.CronJobs), moved: map[int]bool{}}
		for i, o := range f.CronJobs {
			if o.CronJob.Namespace == u.Namespace {
				m.members = append(m.members, i)
			}
		}
		for range maxSuggestions {
			s, ok := m.next(ctx)
			if ctx.Err() != nil {
				return all, ctx.Err()
			}
			if !ok {
				break
			}
			all = append(all, s)
		}
	}
	return all, nil
}

// worst is the place of the peak to lower: the first one over its quota, else that of pods when CronJobs collide; -1 for none.
func worst(u Usage) int {
	for i, p := range u.Peaks {
		if p.Limit != nil && p.Limit.Over > 0 && len(p.By) > 0 {
			return i
		}
	}
	if len(u.Peaks) > 0 && len(u.Peaks[0].By) > 1 && u.Peaks[0].Amount.Value() >= leastCollision {
		return 0
	}
	return -1
}

// mover lowers one peak, a CronJob at a time.
type mover struct {
	in       Input
	members  []int
	cronJobs []Outlook // as moved so far
	moved    map[int]bool
	peak     Peak // as it is then
}

// next finds the move that lowers the peak most. It is sought in the days around the peak, and counts only if it lowers the peak of
// the whole span.
func (m *mover) next(ctx context.Context) (Suggestion, bool) {
	near := Span{From: m.peak.At.Add(-aroundPeak), To: m.peak.At.Add(aroundPeak), Local: m.in.Local, Default: m.in.Default}.normal()
	best, bestOf := "", -1
	lowest := m.peak.Amount
	for n, share := range m.peak.By {
		if n == maxMovers {
			break
		}
		i := share.CronJob
		if m.moved[i] || m.cronJobs[i].Err != nil {
			continue
		}
		others := near.timelineOf(m.cronJobs, slices.DeleteFunc(slices.Clone(m.members), func(other int) bool { return other == i }))
		for _, expr := range shifted(m.in.Workloads[i].CronJob.Spec.Schedule) {
			o, err := near.Outlook(ctx, Workload{CronJob: rescheduled(m.in.Workloads[i].CronJob, expr, true), Durations: m.in.Workloads[i].Durations})
			if err != nil {
				return Suggestion{}, false
			}
			if amount := m.peakOf(merge(others, near.addSteps(nil, i, o.Runs))).Amount; amount.Cmp(lowest) < 0 {
				best, bestOf, lowest = expr, i, amount
			}
		}
	}
	if bestOf < 0 {
		return Suggestion{}, false
	}
	return m.try(ctx, bestOf, best)
}

// try plays a move over the whole span, and keeps it if it helps.
func (m *mover) try(ctx context.Context, i int, expr string) (Suggestion, bool) {
	w := m.in.Workloads[i]
	s := Suggestion{
		CronJob: i, Schedule: w.CronJob.Spec.Schedule, Instead: expr, Resource: m.peak.Resource, Before: m.peak.Amount, At: m.peak.At,
	}
	w.CronJob = rescheduled(w.CronJob, expr, false)
	o, err := m.in.Outlook(ctx, w)
	if err != nil {
		return s, false
	}
	m.moved[i] = true
	before := m.cronJobs[i]
	m.cronJobs[i] = o
	after := m.peakOf(m.in.timelineOf(m.cronJobs, m.members))
	if after.Amount.Cmp(m.peak.Amount) >= 0 {
		m.cronJobs[i] = before
		return s, false
	}
	m.peak, s.After = after, after.Amount
	return s, true
}

func (m *mover) peakOf(steps []step) Peak {
	return demand{name: m.peak.Resource, cronJobs: m.cronJobs, members: m.members}.peak(steps)
}

// rescheduled is the CronJob with another schedule, and without its past if asked.
func rescheduled(cj *batchv1.CronJob, expr string, newborn bool) *batchv1.CronJob {
	moved := *cj // what it points to is shared: nobody changes it
	moved.Spec.Schedule = expr
	if newborn {
		moved.CreationTimestamp, moved.Status = metav1.Time{}, batchv1.CronJobStatus{}
	}
	return &moved
}

// merge puts sorted steps together.
func merge(a, b []step) []step {
	slices.SortFunc(b, compareSteps)
	out := make([]step, 0, len(a)+len(b))
	for len(a) > 0 && len(b) > 0 {
		if compareSteps(a[0], b[0]) <= 0 {
			out, a = append(out, a[0]), a[1:]
		} else {
			out, b = append(out, b[0]), b[1:]
		}
	}
	return append(append(out, a...), b...)
}

// String is the suggestion in words.
func (s Suggestion) String() string {
	return fmt.Sprintf("from %s to %s: peak %s %s → %s", s.Schedule, s.Instead, s.Resource, s.Before.String(), s.After.String())
}
