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

// Suggestion is a CronJob to move so that a peak becomes lower. It was tried: Before and After come from simulating the whole span,
// with the earlier suggestions for the same namespace carried out. In that simulation no other resource newly exceeded its
// quota, or exceeded it further; none without a quota rose above its peak; and the CronJob skipped, delayed, replaced and
// overlapped no more of its runs than before. A resource may rise as long as it stays within its quota.
type Suggestion struct {
	CronJob       int    // index in [Forecast.CronJobs]
	Schedule      string // as it is
	Instead       string // the one to use
	Resource      resourceName
	Before, After resource.Quantity
	At            time.Time // of the peak before
}

// How much is tried.
const (
	maxSuggestions = 3 // in a namespace
	maxMovers      = 6 // CronJobs that are tried for one peak
	maxTries       = 8 // moves that are simulated over the whole span, for one peak
	leastCollision = 3 // pods at once that are worth a suggestion where no quota is exceeded
	aroundPeak     = 4 * 24 * time.Hour
)

// suggest looks, in each namespace, for CronJobs to move off the peaks that matter most.
func suggest(ctx context.Context, f *Forecast, in Input) ([]Suggestion, error) {
	var all []Suggestion
	for _, u := range f.Usage {
		m := moverIn(u, f.CronJobs, in)
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

// mover lowers the peaks of a namespace, a CronJob at a time.
type mover struct {
	in        Input
	members   []int
	bounds    []bound
	overQuota bool      // some quota is exceeded
	cronJobs  []Outlook // as moved so far
	peaks     []Peak    // as they are then
	moved     map[int]bool
}

func moverIn(u Usage, cronJobs []Outlook, in Input) *mover {
	m := &mover{in: in, peaks: u.Peaks, cronJobs: slices.Clone(cronJobs), moved: map[int]bool{}}
	for i, o := range cronJobs {
		if o.CronJob.Namespace == u.Namespace {
			m.members = append(m.members, i)
		}
	}
	m.bounds = boundsOf(u.Namespace, cronJobs, m.members, in.Quotas)
	m.overQuota = slices.ContainsFunc(m.peaks, Peak.fixable)
	return m
}

// targets are the indexes of the peaks to lower: those that exceed their quota or, where none did from the start, the peak of pods if
// several CronJobs make it up.
func (m *mover) targets() (places []int) {
	for i, p := range m.peaks {
		if p.fixable() {
			places = append(places, i)
		}
	}
	if !m.overQuota && len(m.peaks) > 0 && len(m.peaks[0].By) > 1 && m.peaks[0].Amount.Value() >= leastCollision {
		places = append(places, 0)
	}
	return places
}

// next finds the move that lowers a peak most and harms nothing. Moves are compared in the days around the peak, and count only if
// they hold in the whole span.
func (m *mover) next(ctx context.Context) (Suggestion, bool) {
	for _, target := range m.targets() {
		tries := 0
		for _, c := range m.candidates(ctx, target) {
			if tries == maxTries || ctx.Err() != nil {
				break
			}
			if !m.harmlessAround(ctx, target, c) {
				continue
			}
			tries++
			if s, ok := m.try(ctx, target, c); ok {
				return s, true
			}
		}
	}
	return Suggestion{}, false
}

// candidate is a move that lowers a peak in the days around it.
type candidate struct {
	cronJob int
	expr    string
	amount  resource.Quantity // what is left of the peak
}

// candidates are the moves to try, those that leave least first.
func (m *mover) candidates(ctx context.Context, target int) (all []candidate) {
	peak, near := m.peaks[target], m.around(target)
	for n, share := range peak.By {
		if n == maxMovers {
			break
		}
		i := share.CronJob
		if m.moved[i] || m.cronJobs[i].Err != nil {
			continue
		}
		others := near.timelineOf(m.cronJobs, slices.DeleteFunc(slices.Clone(m.members), func(other int) bool { return other == i }))
		for _, expr := range shifted(m.in.Workloads[i].CronJob.Spec.Schedule) {
			o, err := near.Outlook(ctx, m.newborn(i, expr))
			if err != nil {
				return nil
			}
			d := demand{name: peak.Resource, cronJobs: m.cronJobs, members: m.members}
			if amount := d.peak(merge(others, near.addSteps(nil, i, o.Runs))).Amount; amount.Cmp(peak.Amount) < 0 {
				all = append(all, candidate{i, expr, amount})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b candidate) int { return a.amount.Cmp(b.amount) })
	return all
}

// around are the days around a peak.
func (m *mover) around(target int) Span {
	at := m.peaks[target].At
	return Span{
		From: at.Add(-aroundPeak), To: at.Add(aroundPeak), Local: m.in.Local, Default: m.in.Default, counts: m.in.counts,
	}.normal()
}

// try simulates a move over the whole span, and keeps it if it helps and harms nothing.
func (m *mover) try(ctx context.Context, target int, c candidate) (Suggestion, bool) {
	w := m.in.Workloads[c.cronJob]
	peak := m.peaks[target]
	s := Suggestion{
		CronJob: c.cronJob, Schedule: w.CronJob.Spec.Schedule, Instead: c.expr, Resource: peak.Resource, Before: peak.Amount, At: peak.At,
	}
	w.CronJob = rescheduled(w.CronJob, c.expr, false)
	o, err := m.in.Outlook(ctx, w)
	if err != nil || disturbs(m.cronJobs[c.cronJob].Tally(), o.Tally()) {
		return s, false
	}
	cronJobs := slices.Clone(m.cronJobs)
	cronJobs[c.cronJob] = o
	peaks := m.in.peaks(m.bounds, cronJobs, m.members)
	if peaks[target].Amount.Cmp(peak.Amount) >= 0 || m.harms(target, peaks) {
		return s, false
	}
	m.moved[c.cronJob], m.cronJobs, m.peaks = true, cronJobs, peaks
	s.After = peaks[target].Amount
	return s, true
}

// newborn is a CronJob with another schedule and without its past.
func (m *mover) newborn(i int, expr string) Workload {
	w := m.in.Workloads[i]
	return Workload{CronJob: rescheduled(w.CronJob, expr, true), Durations: w.Durations}
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

// String returns the suggestion in words, without the CronJob's name.
func (s Suggestion) String() string {
	return fmt.Sprintf("from %s to %s: peak %s %s → %s", s.Schedule, s.Instead, s.Resource, s.Before.String(), s.After.String())
}
