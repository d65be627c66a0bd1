package cronjobdetail

import (
	"fmt"

	"github.com/kronoscope/kronoscope/kube/workload"
	"github.com/kronoscope/kronoscope/scheduler"
	"github.com/kronoscope/kronoscope/themes"
	"github.com/kronoscope/kronoscope/tui/display"
	"github.com/kronoscope/kronoscope/tui/widget"
)

// The columns of the Jobs.
const (
	colJob = iota
	colStatus
	colPods
	colScheduled
	colDuration
	colAge
	colReason
)

func columns(jobs []*workload.Job) []widget.Column {
	name, reason := 14, 8
	for _, j := range jobs {
		name = max(name, widget.Width(j.Trimmed.Name))
		reason = max(reason, widget.Width(j.Reason))
	}
	return []widget.Column{
		colJob:       {Title: "JOB", Min: 14, Want: name},
		colStatus:    {Title: "STATUS", Min: 11, Want: 11},
		colPods:      {Title: "DONE", Min: 6, Want: 7, Right: true, Priority: 3},
		colScheduled: {Title: "SCHEDULED", Min: 12, Want: 16, Priority: 4},
		colDuration:  {Title: "DURATION", Min: 8, Want: 8, Right: true, Priority: 1},
		colAge:       {Title: "AGE", Min: 5, Want: 6, Right: true, Priority: 2},
		colReason:    {Title: "REASON", Min: 8, Want: reason, Max: 40, Priority: 5},
	}
}

// Marked reports false: the Jobs cannot be marked here.
func (s *Screen) Marked(int) bool { return false }

// Cell draws a cell of the table of Jobs.
func (s *Screen) Cell(row, column, width int, st *themes.Styles) string {
	j := s.jobs[row]
	switch column {
	case colJob:
		return st.Text.Render(widget.Clip(display.Clean(j.Trimmed.Name), width))
	case colStatus:
		return widget.Clip(display.JobState(j.State, st), width)
	case colPods:
		done, total := j.Completions()
		if total == 0 {
			return st.Text.Render(fmt.Sprint(done))
		}
		return st.Text.Render(widget.Clip(fmt.Sprintf("%d/%d", done, total), width))
	case colScheduled:
		return s.scheduled(j, width, st)
	case colDuration:
		took, known := j.Duration(s.env.Now)
		if !known {
			return st.Muted.Render("–")
		}
		return st.Text.Render(widget.Clip(widget.Duration(took), width))
	case colAge:
		return st.Text.Render(widget.Clip(widget.Age(j.Trimmed.CreationTimestamp.Time, s.env.Now), width))
	case colReason:
		return st.Muted.Render(widget.Clip(display.Clean(j.Reason), width))
	}
	return ""
}

// scheduled returns the slot of a Job, in the CronJob's zone, or says that it was triggered by hand.
func (s *Screen) scheduled(j *workload.Job, width int, st *themes.Styles) string {
	if scheduler.Manual(j.Trimmed) {
		return st.Accent.Render(widget.Clip("by hand", width))
	}
	slot, ok := scheduler.JobSlot(s.cronJob.Trimmed, j.Trimmed)
	if !ok {
		return st.Muted.Render("–")
	}
	if s.cronJob.ScheduleErr == nil {
		slot = slot.In(s.cronJob.Schedule.Location())
	}
	form := "Mon 2 Jan 15:04"
	if width < len("Mon 22 Jan 15:04") {
		form = "2 Jan 15:04"
	}
	return st.Text.Render(widget.Clip(slot.Format(form), width))
}
