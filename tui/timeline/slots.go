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
	at     time.Time
	reason slotReason
	by     string // the run in the way, if any; not sanitised
}

// slotReason is why a slot has no run.
type slotReason uint8

const (
	toCome       slotReason = iota
	late                    // in the future, and its run starts late
	replaced                // in the future, and its run is deleted for the next one before it is done
	endless                 // in the future, and its run never ends: it is created suspended or without parallelism
	counted                 // in the future, too many to show one by one
	due                     // has passed, and may still start
	inTheWay                // a run is, or was, under way, and the policy is Forbid
	pastDeadline            // too late to start
	notStarted              // another slot in that minute, or a later one, was started instead
	suspended
	unexplained
)

// slotQuery says where slots are looked for: a stretch of time, and the present.
type slotQuery struct {
	widget.TimeScale
	now        time.Time
	knownUntil time.Time // up to when it is known what ran
}

// settled returns up to when the outcomes of slots are known.
func (in slotQuery) settled() time.Time { return earlier(in.now.Add(-settleTime), in.knownUntil) }

// past returns what is known of a CronJob's past slots.
func (in slotQuery) past(c *workload.CronJob) *scheduler.Past {
	return scheduler.NewPast(c.Trimmed, c.Schedule, objects(c.Jobs), scheduler.Observation{Now: in.now, Staleness: in.now.Sub(in.knownUntil)})
}

const (
	// mostSlots is how many slots of a lane are shown one by one; beyond that they are counted by the cell.
	mostSlots = 3000
	// settleTime is how long after its slot a Job may take to appear.
	settleTime = 5 * time.Second
	// lateAfter is the delay from which a start counts as late; less is normal for the controller and a busy cluster.
	lateAfter = 15 * time.Second
)

// slotsOf returns the slots without a run in the stretch of time, in order: those missed in the past, as far as it is known, and those to
// come.
func slotsOf(ctx context.Context, l *lane, in slotQuery) []slot {
	c := l.cronJob
	switch {
	case c == nil || c.ScheduleErr != nil:
		return nil
	case c.Suspended():
		return append(missedSlots(l, in), suspendedSlot(c, in))
	case c.Trimmed.DeletionTimestamp != nil:
		return missedSlots(l, in)
	}
	return slices.Concat(missedSlots(l, in), unsettledSlots(l, in), upcomingSlots(ctx, l, in))
}

// missedSlots returns the past slots that are known to have no run.
func missedSlots(l *lane, in slotQuery) []slot {
	c := l.cronJob
	past := in.past(c)
	from, to := later(past.Since, time.Unix(in.From, 0)).Add(-1), earlier(in.settled(), time.Unix(in.To(), 0))
	if !from.Before(to) || c.Schedule.Count(from, to) > mostSlots {
		return nil
	}
	var slots []slot
	ran := rememberedSlots(c)
	for at := range c.Schedule.Between(from, to) {
		s := slot{at: at, reason: unexplained, Span: widget.Span{From: at.Unix(), To: at.Unix(), Kind: widget.SpanMissed}}
		fact := past.At(at)
		switch {
		case ran[at.Unix()]:
			continue
		case fact.State == scheduler.SlotWaiting: // also when the end of the blocking run is awaited
			s.reason, s.Kind = due, widget.SpanLate
		case fact.State != scheduler.SlotMissed:
			continue
		case fact.Job != nil:
			s.reason, s.by, s.Kind = inTheWay, fact.Job.Name, widget.SpanSkipped
		}
		slots = append(slots, s)
	}
	return slots
}

// unsettledSlots returns the slots that have just passed, or that passed since what ran was last known, and have no run yet.
func unsettledSlots(l *lane, in slotQuery) []slot {
	c, past := l.cronJob, in.past(l.cronJob)
	from, to := later(in.settled(), time.Unix(in.From, 0).Add(-1)), earlier(in.now, time.Unix(in.To(), 0))
	if !from.Before(to) || c.Schedule.Count(from, to) > mostSlots {
		return nil
	}
	var slots []slot
	ran := rememberedSlots(c)
	for at := range c.Schedule.Between(from, to) {
		if known := past.At(at).State; !ran[at.Unix()] && (known == scheduler.SlotWaiting || known == scheduler.SlotMissed) {
			slots = append(slots, slot{at: at, reason: due, Span: widget.Span{From: at.Unix(), To: at.Unix(), Kind: widget.SpanLate}})
		}
	}
	return slots
}

// rememberedSlots returns the slots of runs whose Jobs are gone.
func rememberedSlots(c *workload.CronJob) map[int64]bool {
	slots := make(map[int64]bool, len(c.Past))
	for i := range c.Past {
		slots[c.Past[i].Slot.Unix()] = true
	}
	return slots
}

// suspendedSlot returns the time in which a suspended CronJob makes no runs: from the first slot after its last one, or from now on.
func suspendedSlot(c *workload.CronJob, in slotQuery) slot {
	last := c.Trimmed.CreationTimestamp.Time
	if t := c.Trimmed.Status.LastScheduleTime; t != nil {
		last = later(last, t.Time)
	}
	from := c.Schedule.Next(last)
	if from.IsZero() || from.After(in.now) {
		from = in.now
	}
	return slot{at: from, reason: suspended, Span: widget.Span{
		From: from.Unix(), To: max(in.To(), from.Unix()+1), Kind: widget.SpanHeld, Behind: true,
	}}
}

// upcomingSlots returns the forecast for the time after now. Every run is assumed to take the median of the completed runs, else what the
// CronJob's annotation says.
func upcomingSlots(ctx context.Context, l *lane, in slotQuery) []slot {
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
			slots, runs = append(slots, plannedSlot(runs[0])), runs[1:]
		default:
			slots, skips = append(slots, skippedSlot(skips[0], out.Runs)), skips[1:]
		}
	}
	return slots
}

// plannedSlot returns the slot of a run in the forecast.
func plannedSlot(r forecast.PlannedRun) slot {
	s := slot{at: r.Slot, Span: widget.Span{From: r.Start.Unix(), To: r.End.Unix(), Kind: widget.SpanComing}}
	switch {
	case r.Fate == forecast.Endless:
		s.reason, s.To = endless, s.From
	case r.Fate == forecast.Replaced:
		s.reason = replaced
	}
	if r.Late() >= lateAfter {
		s.Kind = widget.SpanLate
		if s.reason == toCome {
			s.reason = late
		}
	}
	return s
}

// skippedSlot returns a slot that starts nothing according to the forecast.
func skippedSlot(skip forecast.Skip, runs []forecast.PlannedRun) slot {
	at := skip.Slot.Unix()
	s := slot{at: skip.Slot, reason: notStarted, Span: widget.Span{From: at, To: at, Kind: widget.SpanSkipped}}
	switch skip.Reason {
	case forecast.InTheWay, forecast.Waiting:
		s.reason = inTheWay
		if skip.By >= 0 {
			s.by = "the run of " + runs[skip.By].Slot.In(skip.Slot.Location()).Format("15:04")
		}
	case forecast.PastDue:
		s.reason = pastDeadline
	}
	return s
}

// countedByCell counts the slots of each cell, where there are too many to forecast one by one.
func countedByCell(ctx context.Context, c *workload.CronJob, in slotQuery) []slot {
	var slots []slot
	for from := max(in.now.Unix()+1, in.From); from < in.To() && ctx.Err() == nil; {
		end := in.At(in.X(from) + 1)
		if n := c.Schedule.Count(time.Unix(from-1, 0), time.Unix(end-1, 0)); n > 0 {
			at := c.Schedule.After(time.Unix(from-1, 0))
			slots = append(slots, slot{at: at, reason: counted, Span: widget.Span{From: at.Unix(), To: at.Unix(), Kind: widget.SpanComing, Count: n}})
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
