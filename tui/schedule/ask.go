package schedule

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"
	batchv1 "k8s.io/api/batch/v1"

	"github.com/kronoscope/kronoscope/kube/workload"
	"github.com/kronoscope/kronoscope/tui/async"
)

// question holds everything that an answer depends on. What it points at never changes.
type question struct {
	timing     workload.Timing
	present    workload.Timing
	object     *batchv1.CronJob    // nil for none
	average    time.Duration       // of its runs
	others     []*workload.CronJob // of the cluster, including this one
	now        time.Time
	includeNow bool           // a slot at now counts
	local      *time.Location // the user's zone
	months     int            // from the present month to the one to count
	browse     bool           // list all zones, not only those that match the text
}

// answerMsg brings an answer.
type answerMsg = async.Answer[answer]

// ask evaluates the timing off the event loop. One question is open at a time. A newer question waits for its answer, so that no work is
// wasted.
func (s *Screen) ask() tea.Cmd {
	if s.asked.Postpone() {
		return nil
	}
	q := question{
		timing: s.timing(), present: s.present, object: s.object, average: s.average, others: s.env.Snapshot.CronJobs,
		now: s.env.Now, includeNow: s.includeNow, local: s.env.Zone, months: s.months, browse: s.selected,
	}
	return s.asked.Start(s.ctx, func(context.Context) answer { return q.evaluate() })
}

// handleAnswer takes the answer, and asks again when it is already out of date.
func (s *Screen) handleAnswer(msg answerMsg) tea.Cmd {
	answer, ok := s.asked.Take(msg)
	if !ok {
		return nil
	}
	s.answer = answer
	switch {
	case s.asked.Postponed():
		return s.ask()
	case s.applyNext && s.current():
		s.applyNext = false
		s.apply()
	}
	return nil
}

// current reports whether the answer is about the present text.
func (s *Screen) current() bool { return s.answer.timing == s.timing() }

// handleTick asks again when time has overtaken the answer: a run has passed, or a day has begun. A clock that is faster than the answers
// waits for them.
func (s *Screen) handleTick() tea.Cmd {
	if s.includeNow || s.asked.Busy() {
		return nil
	}
	now := s.env.Now
	runs := s.answer.after.runs
	passed := len(runs) > 0 && !runs[0].At.After(now)
	passed = passed || !s.answer.before.next.IsZero() && !s.answer.before.next.After(now)
	if passed || now.Before(s.answer.at) || now.YearDay() != s.answer.at.YearDay() {
		return s.ask()
	}
	return nil
}
