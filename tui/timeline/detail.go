package timeline

import (
	"fmt"
	"strings"
	"time"

	"github.com/kronoscope/kronoscope/kube/workload"
	"github.com/kronoscope/kronoscope/tui/display"
	"github.com/kronoscope/kronoscope/tui/widget"
)

// detail returns two lines: about the lane, and about the selection on it.
func (s *Screen) detail() []string {
	st := s.env.Styles
	d, ok := s.selectedLane()
	if !ok {
		return []string{widget.Rule("", s.width, st), ""}
	}
	about := "  " + st.Muted.Render("nothing in this stretch of time")
	if s.selection.found && s.selection.item < len(d.spans) {
		parts := s.aboutSlot(d)
		if r := s.run(); r != nil {
			parts = s.aboutRun(r, d.lane)
		}
		if n := d.shape.Together(s.tip(d), s.selection.row); n > 1 {
			parts = append(parts, st.Text.Render(fmt.Sprintf("%d in this cell", n)))
		}
		about = " " + strings.Join(parts, st.Muted.Render(" · "))
	}
	return []string{widget.Rule(s.aboutLane(d.lane), s.width, st), about}
}

// tip returns the cell in which the selected item shows its outcome.
func (s *Screen) tip(d placedLane) int {
	switch d.spans[s.selection.item].Kind {
	case widget.SpanComing, widget.SpanLate, widget.SpanHeld:
		return s.selection.cells[0]
	}
	return s.selection.cells[1]
}

// aboutLane describes the lane in plain text: its name, when it runs, how long it usually takes.
func (s *Screen) aboutLane(l *lane) string {
	if l.jobs != nil {
		return fmt.Sprintf("%d Jobs without CronJob · x or enter unfolds them", len(l.jobs))
	}
	parts := []string{l.name}
	if s.env.AllNamespaces() {
		parts[0] = display.Clean(l.place.Namespace) + "/" + l.name
	}
	c := l.cronJob
	if c == nil {
		return strings.Join(append(parts, "Job without CronJob"), " · ")
	}
	switch {
	case c.ScheduleErr != nil:
		parts = append(parts, "the schedule cannot be read")
	case c.Suspended():
		parts = append(parts, "suspended", display.Clean(c.Schedule.Words()))
	default:
		parts = append(parts, display.Clean(c.Schedule.Words()))
		if next := c.NextRun(s.env.Now); !next.IsZero() {
			parts = append(parts, "next "+widget.In(next, s.env.Now))
		}
	}
	if p := string(c.Trimmed.Spec.ConcurrencyPolicy); p != "" {
		parts = append(parts, display.Clean(p))
	}
	switch n := l.spread.Runs; {
	case n > 1:
		parts = append(parts, fmt.Sprintf("median %s of %d runs", widget.Duration(max(l.spread.P50, 1)), n))
	case n == 1:
		parts = append(parts, "took "+widget.Duration(max(l.spread.P50, 1))+" the only time")
	}
	return strings.Join(parts, " · ")
}

// aboutRun describes how a run went, the most important first.
func (s *Screen) aboutRun(r *workload.Run, l *lane) []string {
	st := s.env.Styles
	parts := []string{display.JobState(r.State, st) + " " + st.Strong.Render(display.Clean(r.Key.Name))}
	if r.Reason != "" && r.State != workload.JobComplete {
		parts = append(parts, display.JobStyle(r.State, st).Render(display.Clean(r.Reason)))
	}
	begin := r.StartOrCreated()
	switch took, ended := r.Duration(); {
	case ended:
		parts = append(parts, st.Text.Render(s.span(begin, r.End)), s.tookWords(took, l))
	case r.End.IsZero() && r.State == workload.JobSuspended:
		parts = append(parts, st.Text.Render("suspended since "+s.moment(r.SuspendedSince)))
	case r.Start.IsZero():
		parts = append(parts, st.Text.Render("created "+s.moment(r.Created)))
	default:
		parts = append(parts, st.Text.Render("since "+s.moment(begin)+", "+widget.Duration(max(s.env.Now.Sub(begin), 1))+" so far"))
		if left := l.spread.P50 - s.env.Now.Sub(begin); l.spread.Runs > 0 && left > 0 {
			parts = append(parts, st.Muted.Render("done in ~"+widget.Countdown(left)))
		}
	}
	parts = append(parts, st.Text.Render(attempts(r)))
	if r.Manual {
		parts = append(parts, st.Accent.Render("◆ by hand"))
	} else if late := r.Start.Sub(r.Slot); !r.Slot.IsZero() && late > lateAfter {
		parts = append(parts, st.Warn.Render(widget.Duration(late)+" after its slot"))
	}
	if r.JobDeleted {
		parts = append(parts, st.Muted.Render("its Job is gone"))
	}
	return parts
}

// tookWords says how long a run took, and whether that is unusual.
func (s *Screen) tookWords(took time.Duration, l *lane) string {
	st := s.env.Styles
	text := st.Text.Render(widget.Duration(max(took, 1)))
	if l.spread.Outlier(took) {
		text += st.Warn.Render(" ◇ unusual")
	}
	return text
}

// attempts says in words how many pods a run took.
func attempts(r *workload.Run) string {
	switch {
	case r.Total == 1 && r.Failed > 0 && r.State == workload.JobFailed:
		return fmt.Sprintf("%d failed", r.Failed)
	case r.Total == 1 && r.Failed > 0:
		return fmt.Sprintf("attempt %d", r.Failed+1)
	case r.Total == 1 && len(r.Failures) == 1:
		return "restarted after a failure"
	case r.Total == 1 && len(r.Failures) > 0:
		return fmt.Sprintf("restarted after %d failures", len(r.Failures))
	case r.Total == 1:
		return "1st attempt"
	case r.Failed > 0:
		return fmt.Sprintf("%d/%d done, %d failed", r.Done, r.Total, r.Failed)
	case r.Total == 0:
		return fmt.Sprintf("%d done", r.Done)
	}
	return fmt.Sprintf("%d/%d done", r.Done, r.Total)
}

// aboutSlot says why there is no run, or when there will be one.
func (s *Screen) aboutSlot(d placedLane) []string {
	st := s.env.Styles
	c := d.slots[s.selection.item]
	if c == nil {
		return nil
	}
	ink, at := widget.SpanInk(c.Kind, st), s.moment(c.at)
	sign := func(words string) string { return ink.Render(widget.SpanGlyph(c.Kind) + " " + words) }
	switch c.reason {
	case suspended:
		return []string{sign("suspended"), st.Text.Render("no runs since " + at)}
	case counted:
		return []string{sign("to come"), st.Text.Render(fmt.Sprintf("%d slots from %s", max(c.Count, 1), at))}
	case due:
		return []string{sign("due"), st.Text.Render(at), st.Muted.Render("the slot has come, and its Job may still be made")}
	case inTheWay, pastDeadline, notStarted:
		return []string{sign("skipped"), st.Text.Render(at), st.Muted.Render(c.reasonWords())}
	case unexplained:
		return []string{sign("missed"), st.Text.Render(at), st.Muted.Render("the slot passed, and there is no Job of it")}
	}
	begin := time.Unix(c.From, 0)
	parts := []string{sign("to come"), st.Text.Render(s.moment(begin)), st.Accent.Render(widget.In(begin, s.env.Now))}
	switch c.reason {
	case late:
		parts = append(parts, st.Warn.Render(widget.Duration(begin.Sub(c.at))+" late, once the run before has ended"))
	case replaced:
		parts = append(parts, st.Warn.Render("replaced by the next one before it is done"))
	case endless:
		return append(parts, st.Warn.Render("never done: its Job is created suspended or without parallelism"))
	}
	if d.lane.spread.Runs == 0 {
		return append(parts, st.Muted.Render("how long it takes is not known yet"))
	}
	return append(parts, st.Muted.Render("takes about "+widget.Duration(max(d.lane.spread.P50, 1))))
}

// reasonWords says why a slot starts nothing.
func (c *slot) reasonWords() string {
	switch {
	case c.reason == pastDeadline:
		return "startingDeadlineSeconds have passed before it can start"
	case c.reason == notStarted:
		return "another slot starts instead"
	case c.by == "":
		return "a run is in its way, and the policy is Forbid"
	}
	return display.Clean(c.by) + " is in its way, and the policy is Forbid"
}

// moment returns an instant in the screen's zone. It leaves out the day if that is today, and the year if it is this year.
func (s *Screen) moment(at time.Time) string {
	at = at.In(s.env.Zone)
	form := "Mon 2 Jan 15:04:05"
	switch now := s.env.Now.In(s.env.Zone); {
	case sameDay(at, now):
		form = "15:04:05"
	case at.Year() != now.Year():
		form = "Mon 2 Jan 2006 15:04:05"
	}
	return at.Format(form) + widget.ZoneIfAmbiguous(at)
}

func (s *Screen) span(from, to time.Time) string {
	if to := to.In(s.env.Zone); sameDay(from.In(s.env.Zone), to) {
		return s.moment(from) + " → " + to.Format("15:04:05") + widget.ZoneIfAmbiguous(to)
	}
	return s.moment(from) + " → " + s.moment(to)
}

func sameDay(a, b time.Time) bool {
	return a.Year() == b.Year() && a.YearDay() == b.YearDay()
}
