package schedule

import (
	"fmt"

	tea "charm.land/bubbletea/v2"
	batchv1 "k8s.io/api/batch/v1"

	"github.com/kronoscope/kronoscope/kube/workload"
	"github.com/kronoscope/kronoscope/tui/display"
)

// take makes a CronJob of a snapshot the one being edited.
func (s *Screen) take(c *workload.CronJob) {
	s.object, s.present = c.Trimmed, workload.TimingOf(c.Trimmed)
	s.average, s.active = c.Average, len(c.Active())
}

// reset restores the present timing.
func (s *Screen) reset() {
	s.write(s.present)
	s.refusal = ""
	s.list.close()
}

// handleChanged checks what has happened to the CronJob meanwhile, and says so. A user who has not begun to edit sees its present state.
func (s *Screen) handleChanged() tea.Cmd {
	if s.standalone {
		return nil
	}
	c := s.env.Snapshot.CronJob(s.key)
	switch {
	case c == nil:
		s.gone = s.object != nil
		return nil
	case !s.gone && (s.object == c.Trimmed || c.Trimmed.ResourceVersion == s.stale && s.stale != ""):
		return nil // unchanged, or older than what the API server has answered
	}
	s.stale = ""
	s.adopt(c.Trimmed, s.gone)
	s.gone = false
	s.take(c)
	return s.ask()
}

// adopt makes the CronJob's present state the base of the edit, and says what is different.
func (s *Screen) adopt(now *batchv1.CronJob, wasGone bool) {
	clean, before := !s.dirty(), s.present
	if s.object != nil {
		s.notice = changeInWords(s.object, now, wasGone, s.notice)
	}
	s.object, s.present = now, workload.TimingOf(now)
	if clean && s.present != before {
		s.reset()
	}
	if !s.dirty() && s.applying {
		s.notice = "" // it is the user's own change
	}
}

// changeInWords says what somebody has done to a CronJob. The previous notice stays when there is nothing worth mentioning.
func changeInWords(old, now *batchv1.CronJob, wasGone bool, before string) string {
	timing := workload.TimingOf(now)
	switch {
	case old.UID != now.UID || wasGone:
		return "it was deleted and recreated meanwhile, with " + timingWords(timing)
	case timing != workload.TimingOf(old):
		return "somebody has changed it meanwhile: now it has " + timingWords(timing)
	}
	return before
}

// timingWords puts a timing into words: `"0 2 * * *" in Europe/Paris`.
func timingWords(t workload.Timing) string {
	if t.TimeZone == "" {
		return fmt.Sprintf("%q without zone", display.Clean(t.Schedule))
	}
	return fmt.Sprintf("%q in %s", display.Clean(t.Schedule), display.Clean(t.TimeZone))
}
