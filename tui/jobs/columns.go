package jobs

import (
	"cmp"
	"strconv"
	"strings"

	"github.com/kronoscope/kronoscope/kube/workload"
	"github.com/kronoscope/kronoscope/themes"
	"github.com/kronoscope/kronoscope/tui/display"
	"github.com/kronoscope/kronoscope/tui/listing"
	"github.com/kronoscope/kronoscope/tui/screen"
	"github.com/kronoscope/kronoscope/tui/widget"
)

// columns are the list's, in the order of the screen; reasons reports whether any Job has one.
func columns(env *screen.Env, reasons *bool) []listing.Column[*workload.Job] {
	return []listing.Column[*workload.Job]{
		{
			Column: widget.Column{Title: "NAME", Min: 14, Max: 24},
			Cell: func(j *workload.Job, width int, s *themes.Styles) string {
				return draw(s.Text, j.Trimmed.Name, width)
			},
			Measure: func(j *workload.Job) int { return widget.Width(display.Clean(j.Trimmed.Name)) },
			Text:    func(j *workload.Job) string { return j.Trimmed.Name },
		},
		{
			Column: widget.Column{Title: "NAMESPACE", Min: 9, Max: 18, Priority: 5},
			Cell: func(j *workload.Job, width int, s *themes.Styles) string {
				return draw(s.Muted, j.Trimmed.Namespace, width)
			},
			Measure: func(j *workload.Job) int { return widget.Width(display.Clean(j.Trimmed.Namespace)) },
			Text:    func(j *workload.Job) string { return j.Trimmed.Namespace },
			Hidden:  func() bool { return !env.AllNamespaces() },
		},
		{
			Column: widget.Column{Title: "STATUS", Min: 11},
			Cell: func(j *workload.Job, _ int, s *themes.Styles) string {
				return display.JobState(j.State, s)
			},
			Number: func(j *workload.Job) int64 { return urgency[j.State] },
		},
		{
			Column: widget.Column{Title: "REASON", Min: 12, Max: 16, Priority: 4},
			Cell: func(j *workload.Job, width int, s *themes.Styles) string {
				style := s.Muted
				if j.State == workload.JobFailed || j.State == workload.JobFailing {
					style = s.Bad
				}
				return draw(style, j.Reason, width)
			},
			Measure: func(j *workload.Job) int { return widget.Width(display.Clean(j.Reason)) },
			Text:    func(j *workload.Job) string { return j.Reason }, Descending: true,
			Hidden: func() bool { return !*reasons },
		},
		{
			Column: widget.Column{Title: "PROGRESS", Min: 8, Max: 16, Priority: 1}, Cell: progress,
			Measure: func(*workload.Job) int { return 22 },
			Number:  func(j *workload.Job) int64 { return int64(fraction(j) * 1e6) }, Descending: true,
		},
		{
			Column: widget.Column{Title: "DURATION", Min: 8, Priority: 2, Right: true},
			Cell: func(j *workload.Job, width int, s *themes.Styles) string {
				return duration(j, env, width, s)
			},
			Number: func(j *workload.Job) int64 {
				d, _ := j.Duration(env.Now)
				return int64(d)
			}, Descending: true,
		},
		{
			Column: widget.Column{Title: "PODS", Min: 9, Priority: 3}, Cell: pods,
			Number: func(j *workload.Job) int64 { return int64(j.Trimmed.Status.Failed) }, Descending: true,
		},
		{
			Column: widget.Column{Title: "OWNER", Min: 10, Max: 24, Priority: 6},
			Cell: func(j *workload.Job, width int, s *themes.Styles) string {
				return draw(s.Muted, cmp.Or(j.CronJob, "–"), width)
			},
			Measure: func(j *workload.Job) int { return widget.Width(display.Clean(j.CronJob)) },
			Text:    func(j *workload.Job) string { return j.CronJob },
		},
		{
			Column: widget.Column{Title: "AGE", Min: 6, Right: true},
			Cell: func(j *workload.Job, width int, s *themes.Styles) string {
				return draw(s.Muted, widget.Age(j.Trimmed.CreationTimestamp.Time, env.Now), width)
			},
			Number: func(j *workload.Job) int64 { return -j.Trimmed.CreationTimestamp.Unix() },
		},
	}
}

// urgency orders states by how much they want to be looked at.
var urgency = map[workload.JobState]int64{
	workload.JobFailing: 1, workload.JobRetrying: 2, workload.JobFailed: 3, workload.JobPending: 4, workload.JobRunning: 5, workload.JobFinishing: 6,
	workload.JobDeleting: 7, workload.JobSuspended: 8, workload.JobComplete: 9,
}

func others(j *workload.Job, into []string) []string {
	return append(into, lower[j.State], strings.ToLower(j.Reason), j.CronJob, j.Trimmed.Namespace)
}

// lower are the states in lower case, made once because every key of a filter reads them for every Job.
var lower = func() map[workload.JobState]string {
	words := map[workload.JobState]string{}
	for state := range urgency {
		words[state] = strings.ToLower(string(state))
	}
	return words
}()

func draw(style themes.Ink, text string, width int) string {
	return style.Render(widget.Clip(display.Clean(text), width))
}

// progress is the count, with a bar while the Job is under way; a work queue has no total, so it has no bar.
func progress(j *workload.Job, width int, s *themes.Styles) string {
	done, total := j.Completions()
	if total == 0 {
		return draw(s.Muted, strconv.Itoa(done)+" done · queue", width)
	}
	count := strconv.Itoa(done) + "/" + strconv.Itoa(total)
	bar := width - max(len(count), 7) - 1
	if j.State.Finished() {
		return draw(s.Muted, widget.FitRight(count, width), width)
	}
	if bar < 4 {
		return draw(s.Text, widget.FitRight(count, width), width)
	}
	return widget.Bar(fraction(j), bar, s) + s.Text.Render(widget.FitRight(count, width-bar))
}

func fraction(j *workload.Job) float64 {
	f, _ := j.Fraction()
	return f
}

func duration(j *workload.Job, env *screen.Env, width int, s *themes.Styles) string {
	d, known := j.Duration(env.Now)
	if !known {
		return draw(s.Muted, "–", width)
	}
	style := s.Muted
	if !j.State.Finished() {
		style = s.Text
	}
	return draw(style, widget.Duration(max(d, 1)), width)
}

// pods are how many are active and how many have failed.
func pods(j *workload.Job, width int, s *themes.Styles) string {
	active, failed := int(j.Trimmed.Status.Active), int(j.Trimmed.Status.Failed)
	if active == 0 && failed == 0 {
		return draw(s.Muted, "–", width)
	}
	text := s.Muted.Render("0 ●")
	if active > 0 {
		text = s.Running.Render(strconv.Itoa(active) + " ●")
	}
	if failed > 0 {
		text += s.Muted.Render(" ") + s.Bad.Render(strconv.Itoa(failed)+" ✗")
	}
	return widget.Clip(text, width)
}
