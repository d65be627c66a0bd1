package jobdetail

import (
	"fmt"
	"strconv"

	corev1 "k8s.io/api/core/v1"

	"github.com/kronoscope/kronoscope/kube/workload"
	"github.com/kronoscope/kronoscope/themes"
	"github.com/kronoscope/kronoscope/tui/display"
	"github.com/kronoscope/kronoscope/tui/widget"
)

// The columns of the pods.
const (
	colPod = iota
	colIndex
	colStatus
	colProgress
	colRestarts
	colExit
	colAge
	colNode
)

// columns returns the columns of the table of pods.
func columns(pods []*workload.Pod, indexed bool) []widget.Column {
	name, status, node := 14, 11, 6
	for _, p := range pods {
		name = max(name, widget.Width(p.Trimmed.Name))
		status = max(status, 2+widget.Width(p.Status))
		node = max(node, widget.Width(p.Trimmed.Spec.NodeName))
	}
	all := []widget.Column{
		colPod:      {Title: "POD", Min: 14, Want: name},
		colIndex:    {Title: "IDX", Min: 3, Want: 5, Right: true, Priority: 2},
		colStatus:   {Title: "STATUS", Min: 11, Want: status, Max: 20},
		colProgress: {Title: "PROGRESS", Min: 12, Want: 20, Priority: 1},
		colRestarts: {Title: "RESTARTS", Min: 8, Want: 8, Right: true, Priority: 5},
		colExit:     {Title: "EXIT", Min: 4, Want: 4, Right: true, Priority: 4},
		colAge:      {Title: "AGE", Min: 5, Want: 6, Right: true, Priority: 3},
		colNode:     {Title: "NODE", Min: 6, Want: node, Max: 24, Priority: 6},
	}
	if !indexed {
		all[colIndex].Min = 1 << 20 // never fits
	}
	return all
}

// Marked reports false: pods cannot be marked.
func (s *Screen) Marked(int) bool { return false }

// Cell draws a cell of the table of pods.
func (s *Screen) Cell(row, column, width int, st *themes.Styles) string {
	p := s.pods[row]
	switch column {
	case colPod:
		return st.Text.Render(widget.Clip(display.Clean(p.Trimmed.Name), width))
	case colIndex:
		if p.Index < 0 {
			return st.Muted.Render("–")
		}
		return st.Text.Render(widget.Clip(strconv.Itoa(p.Index), width))
	case colStatus:
		return widget.Clip(display.PodState(p.Status, st), width)
	case colProgress:
		return s.progress(p, width, st)
	case colRestarts:
		if p.Restarts == 0 {
			return st.Muted.Render("0")
		}
		return st.Warn.Render(strconv.Itoa(p.Restarts))
	case colExit:
		switch {
		case p.ExitCode == nil:
			return st.Muted.Render("–")
		case *p.ExitCode == 0:
			return st.Good.Render("0")
		}
		return st.Bad.Render(strconv.Itoa(int(*p.ExitCode)))
	case colAge:
		return st.Text.Render(widget.Clip(widget.Age(p.Trimmed.CreationTimestamp.Time, s.env.Now), width))
	case colNode:
		return st.Muted.Render(widget.Clip(display.Clean(p.Trimmed.Spec.NodeName), width))
	}
	return ""
}

// progress returns a bar for a pod under way and words for one that has ended. "~" marks an estimate. Without history the bar only shows
// that the pod is alive, with its age.
func (s *Screen) progress(p *workload.Pod, width int, st *themes.Styles) string {
	took, known := max(p.Ended.Sub(p.Started), 1), !p.Started.IsZero() && !p.Ended.IsZero()
	switch p.Trimmed.Status.Phase {
	case corev1.PodSucceeded:
		return words(st, width, "took", widget.Duration(took), known, "done")
	case corev1.PodFailed:
		return words(st, width, "failed after", widget.Duration(took), known, "failed")
	}
	if p.Trimmed.Spec.NodeName == "" {
		return st.Idle.Render(widget.Clip("waits for a node", width))
	}
	how := p.Progress(s.env.Now, s.job.Expected)
	label := ""
	switch {
	case how.Init:
		label = fmt.Sprintf("init %d/%d", p.InitDone, p.InitTotal)
	case !how.Known:
		label = widget.Age(p.Started, s.env.Now)
	case how.Estimated:
		label = fmt.Sprintf("~%d %%", int(how.Fraction*100))
	case p.Started.IsZero():
		return st.Idle.Render(widget.Clip("starting", width))
	default:
		label = fmt.Sprintf("%d %%", int(how.Fraction*100))
	}
	room := width - max(widget.Width(label), 6) - 1
	if room < 3 {
		return st.Text.Render(widget.Clip(label, width))
	}
	bar := widget.BarUnknown(s.phase, room, st)
	if how.Known {
		bar = widget.Bar(how.Fraction, room, st)
	}
	return bar + st.Text.Render(" "+widget.FitRight(label, width-room-1))
}

// words says how a pod ended in as much room as there is.
func words(st *themes.Styles, width int, before, took string, known bool, short string) string {
	text := short
	if long := before + " " + took; known && widget.Width(long) <= width {
		text = long
	}
	return st.Muted.Render(widget.Clip(text, width))
}
