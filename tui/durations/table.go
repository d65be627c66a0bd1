package durations

import (
	"fmt"
	"math"
	"time"

	"github.com/kronoscope/kronoscope/kube/workload"
	"github.com/kronoscope/kronoscope/themes"
	"github.com/kronoscope/kronoscope/tui/display"
	"github.com/kronoscope/kronoscope/tui/widget"
)

// The columns of the runs.
const (
	colRun = iota
	colStatus
	colBegan
	colTook
	colAgainst
	colNote
)

func columns(runs []workload.Run) []widget.Column {
	name := 14
	for i := range runs {
		name = max(name, widget.Width(runs[i].Key.Name))
	}
	return []widget.Column{
		colRun:     {Title: "RUN", Min: 14, Want: name},
		colStatus:  {Title: "STATUS", Min: 11, Want: 12, Priority: 1},
		colBegan:   {Title: "BEGAN", Min: 12, Want: 19, Priority: 3},
		colTook:    {Title: "TOOK", Min: 7, Want: 8, Right: true},
		colAgainst: {Title: "AGAINST p50", Min: 11, Want: 11, Right: true, Priority: 2},
		colNote:    {Title: "NOTE", Min: 9, Want: 32, Priority: 4},
	}
}

// Marked reports false: runs cannot be marked.
func (s *Screen) Marked(int) bool { return false }

// Cell draws a cell of the table of runs.
func (s *Screen) Cell(row, column, width int, st *themes.Styles) string {
	r := &s.runs[s.order[row]]
	lasted := r.Elapsed(s.env.Now)
	clip := func(ink themes.Ink, text string) string { return ink.Render(widget.Clip(text, width)) }
	switch column {
	case colRun:
		return clip(st.Text, display.Clean(r.Key.Name))
	case colStatus:
		return widget.Clip(display.JobState(r.State, st), width)
	case colBegan:
		form := "Mon 2 Jan 15:04:05"
		if width < len("Mon 22 Jan 15:04:05") {
			form = "2 Jan 15:04"
		}
		return clip(st.Text, r.Start.In(s.env.Zone).Format(form))
	case colTook:
		return clip(st.Text, widget.Duration(max(lasted, 1)))
	case colAgainst:
		return clip(st.Muted, s.against(r, lasted))
	case colNote:
		return clip(st.Warn, s.note(r, lasted))
	}
	return ""
}

// against returns how much longer or shorter than the median a completed run took.
func (s *Screen) against(r *workload.Run, lasted time.Duration) string {
	if s.spread.Runs == 0 || r.State != workload.JobComplete || s.spread.P50 <= 0 {
		return "–"
	}
	percent := math.Round((float64(lasted)/float64(s.spread.P50) - 1) * 100)
	if percent == 0 {
		return "0 %"
	}
	return fmt.Sprintf("%+.0f %%", percent)
}

// note says what is unusual about a run.
func (s *Screen) note(r *workload.Run, lasted time.Duration) string {
	text := ""
	switch {
	case r.End.IsZero():
		text = "so far"
		if s.spread.Runs >= workload.MinRunsForOutliers && lasted > s.spread.High {
			text = widget.OutlierSign + " unusually long already"
		}
	case r.State == workload.JobFailed:
		text = display.Clean(r.Reason)
	case s.spread.Outlier(lasted) && lasted > s.spread.High:
		text = widget.OutlierSign + " unusually long"
	case s.spread.Outlier(lasted):
		text = widget.OutlierSign + " unusually short"
	}
	if r.Manual {
		text = join(text, "by hand")
	}
	if r.JobDeleted {
		text = join(text, "Job gone")
	}
	return text
}

func join(a, b string) string {
	if a == "" {
		return b
	}
	return a + ", " + b
}
