package jobdetail

import (
	"fmt"
	"strings"

	"github.com/kronoscope/kronoscope/kube/workload"
	"github.com/kronoscope/kronoscope/tui/display"
	"github.com/kronoscope/kronoscope/tui/widget"
)

// gridLabel is the width of the label before the grid.
const gridLabel = 10

// View draws the Job.
func (s *Screen) View() string {
	st, l := s.env.Styles, s.layout
	if s.job == nil {
		return widget.Page([]string{st.Muted.Render("  waiting for the Job " + display.Clean(s.key.String()) + " …")}, s.width, s.height)
	}
	lines := make([]string, 0, s.height)
	if l.facts > 0 {
		lines = append(lines, " "+s.facts())
	}
	if l.bar > 0 {
		lines = append(lines, " "+s.bar())
	}
	if l.note > 0 {
		lines = append(lines, " "+s.note())
	}
	if l.grid > 0 {
		lines = append(lines, s.grid()...)
	}
	if l.legend > 0 {
		lines = append(lines, widget.Spaces(gridLabel+1)+widget.IndexLegend(s.index, s.inner()-gridLabel, l.grid, st))
	}
	if l.table > 0 {
		lines = append(lines, strings.Split(s.drawTable(), "\n")...)
	}
	if l.logs > 0 {
		title := "logs (all pods)"
		if s.pane != nil {
			if _, ended := s.pane.Lines(); ended {
				title += " · ended"
			} else {
				title += " · follow"
			}
		}
		lines = append(lines, widget.Rule(title, s.width, st))
		if s.pane != nil {
			lines = append(lines, strings.Split(s.pane.View(), "\n")...)
		}
	}
	return widget.Page(lines, s.width, s.height)
}

func (s *Screen) drawTable() string {
	if len(s.pods) == 0 {
		return widget.Page([]string{"  " + s.env.Styles.Muted.Render(s.whyNoPods())}, s.width, s.layout.table)
	}
	return s.table.View(s, s.env.Styles)
}

func (s *Screen) whyNoPods() string {
	switch s.job.State {
	case workload.JobSuspended:
		return "no pods: the Job is suspended, s resumes it"
	case workload.JobComplete, workload.JobFailed:
		return "no pods are left"
	}
	return "no pods yet"
}

// facts returns the first line: what the Job is doing, the most important first.
func (s *Screen) facts() string {
	st, job := s.env.Styles, s.job
	status := job.Trimmed.Status
	state := display.JobState(job.State, st)
	if s.gone {
		state = st.Warn.Render("⊘ Gone") + st.Muted.Render(" (was ") + state + st.Muted.Render(")")
	}
	parts := []string{state}
	switch done, total := job.Completions(); {
	case total > 0:
		parts = append(parts, st.Text.Render(fmt.Sprintf("%d/%d", done, total)))
	case done > 0:
		parts = append(parts, st.Text.Render(fmt.Sprintf("%d succeeded", done)))
	}
	if status.Failed > 0 {
		parts = append(parts, st.Bad.Render(fmt.Sprintf("%d failed", status.Failed)))
	}
	if eta, known := job.ETA(s.env.Now); known && !s.gone {
		parts = append(parts, st.Text.Render("ETA ~"+widget.Countdown(eta)))
	}
	owner := "–"
	if job.CronJob != "" {
		owner = display.Clean(job.CronJob)
	}
	parts = append(parts, st.Muted.Render("owner ")+st.Text.Render(owner))
	right := ""
	if took, known := job.Duration(s.env.Now); known {
		word := "running for "
		if !job.Finished().IsZero() {
			word = widget.Ago(job.Finished(), s.env.Now) + ", took "
		}
		right = st.Muted.Render(word) + st.Text.Render(widget.Duration(took))
	}
	left := strings.Join(parts, st.Muted.Render(" · "))
	if widget.Width(left)+widget.Width(right)+2 > s.inner() {
		right = ""
	}
	return widget.Spread(left, right, s.inner())
}

// bar returns the Job's completions as a bar, with counts of its pods.
func (s *Screen) bar() string {
	st, job := s.env.Styles, s.job
	status := job.Trimmed.Status
	counts := []string{count(st.Running.Render, "active", status.Active)}
	if ready := status.Ready; ready != nil {
		counts = append(counts, count(st.Text.Render, "ready", *ready))
	}
	if n := status.Terminating; n != nil && *n > 0 {
		counts = append(counts, count(st.Warn.Render, "terminating", *n))
	}
	if job.State == workload.JobRetrying {
		counts = append(counts, st.Warn.Render(retry(job, widget.In(job.RetryAt, s.env.Now))))
	}
	if job.State.Finished() {
		counts = []string{count(st.Good.Render, "succeeded", status.Succeeded), count(st.Bad.Render, "failed", status.Failed)}
	}
	label := strings.Join(counts, "  ")
	fraction, known := job.Fraction()
	percent := ""
	if known {
		percent = fmt.Sprintf(" %3d %%", int(fraction*100))
	}
	room := min(s.inner()-widget.Width(percent)-widget.Width(label)-3, 60)
	if room < 10 {
		room, label = s.inner()-widget.Width(percent), ""
	}
	var bar string
	switch over := job.State.Finished() || s.gone; {
	case known:
		bar = widget.Bar(fraction, room, st)
	case over:
		bar = widget.Bar(0, room, st)
	default:
		bar = widget.BarUnknown(s.phase, room, st)
	}
	return widget.Fit(bar+st.Strong.Render(percent)+"   "+label, s.inner())
}

func count(ink func(string) string, word string, n int32) string {
	return ink(fmt.Sprintf("%s %d", word, n))
}

// retry says when the next pod starts, and how many of the allowed failures there have been.
func retry(job *workload.Job, when string) string {
	text := "retry"
	if !job.RetryAt.IsZero() {
		text += " " + when
	}
	if limit := job.Trimmed.Spec.BackoffLimit; limit != nil && job.Trimmed.Spec.BackoffLimitPerIndex == nil {
		text += fmt.Sprintf(" (%d/%d)", job.Trimmed.Status.Failed, *limit)
	}
	return text
}

// note says why the Job is in its state, if the cluster gives a reason; else it is empty.
func (s *Screen) note() string {
	if s.job == nil || s.job.State == workload.JobComplete || s.job.Reason == "" && s.job.Message == "" {
		return ""
	}
	ink := s.env.Styles.Warn
	if s.job.State == workload.JobFailed || s.job.State == workload.JobFailing {
		ink = s.env.Styles.Bad
	}
	text := s.job.Reason
	if s.job.Message != "" {
		text = strings.TrimPrefix(text+": "+s.job.Message, ": ")
	}
	return ink.Render(widget.Clip(display.Clean(text), s.inner()))
}

func (s *Screen) grid() []string {
	rows := widget.IndexGrid(s.index, s.inner()-gridLabel, s.layout.grid, s.env.Styles)
	for i := range rows {
		label := ""
		if i == 0 {
			label = "indexes"
		}
		rows[i] = " " + s.env.Styles.Muted.Render(widget.Fit(label, gridLabel)) + rows[i]
	}
	for len(rows) < s.layout.grid {
		rows = append(rows, "")
	}
	return rows
}
