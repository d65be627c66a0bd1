package timeline

import (
	"context"
	"slices"
	"time"

	batchv1 "k8s.io/api/batch/v1"

	"github.com/kronoscope/kronoscope/kube/workload"
	"github.com/kronoscope/kronoscope/scheduler"
	"github.com/kronoscope/kronoscope/scheduler/forecast"
	"github.com/kronoscope/kronoscope/tui/widget"
)

// slot is a slot of a CronJob for which there is no run, or none yet.
type slot struct {
	widget.Span
	at  time.Time
	why why
	by  string // the run in the way, when that is why; not sanitised
}

// why says why there is no run.
type why uint8

const (
	toCome       why = iota
	late             // to come, later than its slot
	replaced         // to come, and deleted for the next one before it is done
	endless          // to come, and never done: it is created suspended or without parallelism
	counted          // to come, too many to be told apart
	due              // has come, and may still start
	inTheWay         // a run is, or was, under way, and the policy is Forbid
	pastDeadline     // too late to start
	notStarted       // another slot of that minute, or a later one, was started instead
	suspended
	unexplained
)

// sight is what slots are looked for in: a stretch of time, and the present.
type sight struct {
	widget.TimeScale
	now        time.Time
	knownUntil time.Time // up to when it is known what ran
}

// settled is up to when it is known what became of the slots.
func (in sight) settled() time.Time { return earlier(in.now.Add(-settles), in.knownUntil) }

// past is what is known in a sight of a CronJob's slots.
func (in sight) past(c *workload.CronJob) *scheduler.Past {
	return scheduler.NewPast(c.Trimmed, c.Schedule, objects(c.Jobs), scheduler.Observation{Now: in.now, Staleness: in.now.Sub(in.knownUntil)})
}

const (
	// mostSlots is how many slots of a lane are told apart in a sight; where there are more, those of a cell are counted.
	mostSlots = 3000
	// settles is how long after a slot it may take until its Job is there to be seen.
	settles = 5 * time.Second
	// lateFrom is from when on a start counts as late: what the controller and a busy cluster take is no delay.
	lateFrom = 15 * time.Second
)

// slotsOf are the slots without a run that lie in sight, by time: those missed in as much of the past as is known, and those
// to come.
func slotsOf(ctx context.Context, l *lane, in sight) []slot {
	c := l.cronJob
	switch {
	case c == nil || c.ScheduleErr != nil:
		return nil
	case c.Suspended():
		return append(missed(l, in), held(c, in))
	case c.Trimmed.DeletionTimestamp != nil:
		return missed(l, in)
	}
	return slices.Concat(missed(l, in), unsettled(l, in), coming(ctx, l, in))
}

// missed are the past slots of which it is known that they have no run.
func missed(l *lane, in sight) []slot {
	c := l.cronJob
	past := in.past(c)
	from, to := later(past.Since, time.Unix(in.From, 0)).Add(-1), earlier(in.settled(), time.Unix(in.To(), 0))
	if !from.Before(to) || c.Schedule.Count(from, to) > mostSlots {
		return nil
	}
	var slots []slot
	ran := remembered(c)
	for at := range c.Schedule.Between(from, to) {
		s := slot{at: at, why: unexplained, Span: widget.Span{From: at.Unix(), To: at.Unix(), Kind: widget.SpanMissed}}
		fact := past.At(at)
		switch {
		case ran[at.Unix()]:
			continue
		case fact.State == scheduler.SlotWaiting: // also for the end of the run that is in its way
			s.why, s.Kind = due, widget.SpanLate
		case fact.State != scheduler.SlotMissed:
			continue
		case fact.Job != nil:
			s.why, s.by, s.Kind = inTheWay, fact.Job.Name, widget.SpanSkipped
		}
		slots = append(slots, s)
	}
	return slots
}

// unsettled are the slots that have come a moment ago, or since it was last known what ran, and have no run yet.
func unsettled(l *lane, in sight) []slot {
	c, past := l.cronJob, in.past(l.cronJob)
	from, to := later(in.settled(), time.Unix(in.From, 0).Add(-1)), earlier(in.now, time.Unix(in.To(), 0))
	if !from.Before(to) || c.Schedule.Count(from, to) > mostSlots {
		return nil
	}
	var slots []slot
	ran := remembered(c)
	for at := range c.Schedule.Between(from, to) {
		if known := past.At(at).State; !ran[at.Unix()] && (known == scheduler.SlotWaiting || known == scheduler.SlotMissed) {
			slots = append(slots, slot{at: at, why: due, Span: widget.Span{From: at.Unix(), To: at.Unix(), Kind: widget.SpanLate}})
		}
	}
	return slots
}

// remembered are the slots of runs whose Jobs are gone.
func remembered(c *workload.CronJob) map[int64]bool {
	slots := make(map[int64]bool, len(c.Past))
	for i := range c.Past {
		slots[c.Past[i].Slot.Unix()] = true
	}
	return slots
}

// held is the time for which a suspended CronJob makes no runs: from the first slot since its last one, or from now on.
func held(c *workload.CronJob, in sight) slot {
	last := c.Trimmed.CreationTimestamp.Time
	if t := c.Trimmed.Status.LastScheduleTime; t != nil {
		last = later(last, t.Time)
	}
	from := c.Schedule.Next(last)
	if from.IsZero() || from.After(in.now) {
		from = in.now
	}
	return slot{at: from, why: suspended, Span: widget.Span{
		From: from.Unix(), To: max(in.To(), from.Unix()+1), Kind: widget.SpanHeld, Behind: true,
	}}
}

// coming is what the forecast says of the time after now, if every run takes the median of those that completed, else
// what its annotation says.
func coming(ctx context.Context, l *lane, in sight) []slot {
	c, to := l.cronJob, time.Unix(in.To(), 0)
	if !in.now.Before(to) {
		return nil
	}
	if c.Schedule.Count(in.now, to) > mostSlots {
		return countedByCell(ctx, c, in)
	}
	w := forecast.Workload{CronJob: c.Trimmed, Jobs: objects(c.Active())}
	if l.spread.Runs > 0 {
		w.Durations = []time.Duration{l.spread.P50}
	}
	out, err := forecast.Span{From: in.now, To: to}.Outlook(ctx, w)
	if err != nil || out.Err != nil {
		return nil
	}
	var slots []slot
	runs, skips := out.Runs, out.Skips
	for len(runs)+len(skips) > 0 {
		switch {
		case len(runs) > 0 && runs[0].InProgress:
			runs = runs[1:] // it is drawn as a run already
		case len(skips) == 0 || len(runs) > 0 && !runs[0].Start.After(skips[0].Slot):
			slots, runs = append(slots, expected(runs[0])), runs[1:]
		default:
			slots, skips = append(slots, passedBy(skips[0], out.Runs)), skips[1:]
		}
	}
	return slots
}

// expected is a run of the forecast.
func expected(r forecast.PlannedRun) slot {
	s := slot{at: r.Slot, Span: widget.Span{From: r.Start.Unix(), To: r.End.Unix(), Kind: widget.SpanComing}}
	switch {
	case r.Fate == forecast.Endless:
		s.why, s.To = endless, s.From
	case r.Fate == forecast.Replaced:
		s.why = replaced
	}
	if r.Late() >= lateFrom {
		s.Kind = widget.SpanLate
		if s.why == toCome {
			s.why = late
		}
	}
	return s
}

// passedBy is a slot that, by the forecast, starts nothing.
func passedBy(skip forecast.Skip, runs []forecast.PlannedRun) slot {
	at := skip.Slot.Unix()
	s := slot{at: skip.Slot, why: notStarted, Span: widget.Span{From: at, To: at, Kind: widget.SpanSkipped}}
	switch skip.Reason {
	case forecast.InTheWay, forecast.Waiting:
		s.why = inTheWay
		if skip.By >= 0 {
			s.by = "the run of " + runs[skip.By].Slot.In(skip.Slot.Location()).Format("15:04")
		}
	case forecast.PastDue:
		s.why = pastDeadline
	}
	return s
}

// countedByCell counts the slots of each cell where they are too many for a forecast of each.
func countedByCell(ctx context.Context, c *workload.CronJob, in sight) []slot {
	var slots []slot
	for from := max(in.now.Unix()+1, in.From); from < in.To() && ctx.Err() == nil; {
		end := in.At(in.X(from) + 1)
		if n := c.Schedule.Count(time.Unix(from-1, 0), time.Unix(end-1, 0)); n > 0 {
			at := c.Schedule.After(time.Unix(from-1, 0))
			slots = append(slots, slot{at: at, why: counted, Span: widget.Span{From: at.Unix(), To: at.Unix(), Kind: widget.SpanComing, Count: n}})
		}
		from = end
	}
	return slots
}

func objects(jobs []*workload.Job) []*batchv1.Job {
	all := make([]*batchv1.Job, len(jobs))
	for i, j := range jobs {
		all[i] = j.Trimmed
	}
	return all
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
