package forecast

import (
	"cmp"
	"math"
	"slices"
	"time"
)

// step is the start or the end of a run. Steps at the same instant come in the order of their kinds: a run releases its resources
// before the next one uses them. A run that takes no time uses them nevertheless, and the Job that is deleted because of it
// goes no earlier.
type step struct {
	at      int64 // Unix seconds
	cronJob int32
	kind    int8
}

const (
	ends int8 = iota
	starts
	endsAtOnce
)

// timelineOf are the starts and ends of all runs of some CronJobs in order, cut to the span.
func (s Span) timelineOf(cronJobs []Outlook, members []int) []step {
	n := 0
	for _, i := range members {
		n += 2 * len(cronJobs[i].Runs)
	}
	steps := make([]step, 0, n)
	for _, i := range members {
		steps = s.addSteps(steps, i, cronJobs[i].Runs)
	}
	slices.SortFunc(steps, compareSteps)
	return steps
}

func (s Span) addSteps(steps []step, cronJob int, runs []PlannedRun) []step {
	for _, run := range runs {
		l := lifetime{from: run.Start.Unix(), to: math.MaxInt64}
		if !run.End.IsZero() {
			l.to = run.End.Unix()
		}
		steps = s.addStep(steps, cronJob, l)
	}
	return steps
}

func (s Span) addStep(steps []step, cronJob int, l lifetime) []step {
	from, to := s.From.Unix(), s.To.Unix()
	start, end := l.from, min(l.to, to)
	if start >= to || end < from || end == from && start < from {
		return steps
	}
	kind := ends
	if start = max(start, from); end <= start || l.outlives && end < to {
		kind = endsAtOnce
	}
	return append(steps, step{start, int32(cronJob), starts}, step{end, int32(cronJob), kind})
}

// existenceOf is the timeline of the Jobs of some CronJobs, which exist for longer than they run.
func (s Span) existenceOf(cronJobs []Outlook, members []int) []step {
	var steps []step
	for _, i := range members {
		for _, l := range cronJobs[i].jobs {
			steps = s.addStep(steps, i, l)
		}
	}
	slices.SortFunc(steps, compareSteps)
	return steps
}

func compareSteps(a, b step) int {
	return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.kind, b.kind), cmp.Compare(a.cronJob, b.cronJob))
}

// demand follows how much of one resource the runs use.
type demand struct {
	name     resourceName
	cronJobs []Outlook
	members  []int
	limit    *Limit
	room     int64 // what the limit leaves for the runs
}

// peak finds the peak by walking through the steps.
func (d demand) peak(steps []step) Peak {
	asks := make([]int64, len(d.cronJobs))
	for _, i := range d.members {
		asks[i] = d.cronJobs[i].perRun[d.name]
	}
	var now, highest, overSince int64
	under := make([]int, len(d.cronJobs)) // runs under way
	var by []int                          // the same at the peak
	p := Peak{Resource: d.name, Limit: d.limit}
	for i, s := range steps {
		if s.kind == starts {
			under[s.cronJob]++
			now += asks[s.cronJob]
		} else {
			under[s.cronJob]--
			now -= asks[s.cronJob]
		}
		if i+1 < len(steps) && steps[i+1].at == s.at && (steps[i+1].kind == endsAtOnce) == (s.kind == endsAtOnce) {
			continue // what counts is the state after all steps of an instant
		}
		if now > highest {
			highest, p.At, by = now, time.Unix(s.at, 0), append(by[:0], under...)
		}
		if d.limit == nil {
			continue
		}
		switch over := now > d.room; {
		case over && overSince == 0:
			overSince = s.at
			d.limit.Over++
			if d.limit.From.IsZero() {
				d.limit.From = time.Unix(s.at, 0)
			}
		case !over && overSince != 0:
			d.limit.OverTime += time.Duration(s.at-overSince) * time.Second
			overSince = 0
		}
	}
	p.Amount = quantity(d.name, highest)
	for cronJob, runs := range by {
		if amount := asks[cronJob] * int64(runs); amount > 0 {
			p.By = append(p.By, Share{cronJob, runs, quantity(d.name, amount)})
		}
	}
	slices.SortFunc(p.By, func(a, b Share) int {
		return cmp.Or(b.Amount.Cmp(a.Amount), cmp.Compare(a.CronJob, b.CronJob))
	})
	return p
}
