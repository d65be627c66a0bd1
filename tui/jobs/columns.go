package jobs

import (
	"cmp"
	"strconv"
	"strings"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/themes"
	"github.com/kronoscope/kronoscope/tui/listing"
	"github.com/kronoscope/kronoscope/tui/screen"
	"github.com/kronoscope/kronoscope/tui/widget"
)

// columns are the list's, in the order of the screen; reasons says whether any Job has one.
func columns(env *screen.Env, reasons *bool) []listing.Column[*kube.Job] {
	return []listing.Column[*kube.Job]{
		{
			Column: widget.Column{Title: "NAME", Min: 14, Max: 24},
			Cell: func(j *kube.Job, width int, s *themes.Styles) string {
				return draw(s.Text, j.Object.Name, width)
			},
			Measure: func(j *kube.Job) int { return widget.Width(widget.Clean(j.Object.Name)) },
			Text:    func(j *kube.Job) string { return j.Object.Name },
		},
		{
			Column: widget.Column{Title: "NAMESPACE", Min: 9, Max: 18, Priority: 5},
			Cell: func(j *kube.Job, width int, s *themes.Styles) string {
				return draw(s.Muted, j.Object.Namespace, width)
			},
			Measure: func(j *kube.Job) int { return widget.Width(widget.Clean(j.Object.Namespace)) },
			Text:    func(j *kube.Job) string { return j.Object.Namespace },
			Hidden:  func() bool { return !env.AllNamespaces() },
		},
		{
			Column: widget.Column{Title: "STATUS", Min: 11},
			Cell: func(j *kube.Job, _ int, s *themes.Styles) string {
				return widget.JobState(j.State, s)
			},
			Number: func(j *kube.Job) int64 { return urgency[j.State] },
		},
		{
			Column: widget.Column{Title: "REASON", Min: 12, Max: 16, Priority: 4},
			Cell: func(j *kube.Job, width int, s *themes.Styles) string {
				style := s.Muted
				if j.State == kube.JobFailed || j.State == kube.JobFailing {
					style = s.Bad
				}
				return draw(style, j.Reason, width)
			},
			Measure: func(j *kube.Job) int { return widget.Width(widget.Clean(j.Reason)) },
			Text:    func(j *kube.Job) string { return j.Reason }, Descending: true,
			Hidden: func() bool { return !*reasons },
		},
		{
			Column: widget.Column{Title: "PROGRESS", Min: 8, Max: 16, Priority: 1}, Cell: progress,
			Measure: func(*kube.Job) int { return 22 },
			Number:  func(j *kube.Job) int64 { return int64(fraction(j) * 1e6) }, Descending: true,
		},
		{
			Column: widget.Column{Title: "DURATION", Min: 8, Priority: 2, Right: true},
			Cell: func(j *kube.Job, width int, s *themes.Styles) string {
				return duration(j, env, width, s)
			},
			Number: func(j *kube.Job) int64 {
				d, _ := j.Duration(env.Now)
				return int64(d)
			}, Descending: true,
		},
		{
			Column: widget.Column{Title: "PODS", Min: 9, Priority: 3}, Cell: pods,
			Number: func(j *kube.Job) int64 { return int64(j.Object.Status.Failed) }, Descending: true,
		},
		{
			Column: widget.Column{Title: "OWNER", Min: 10, Max: 24, Priority: 6},
			Cell: func(j *kube.Job, width int, s *themes.Styles) string {
				return draw(s.Muted, cmp.Or(j.CronJob, "–"), width)
			},
			Measure: func(j *kube.Job) int { return widget.Width(widget.Clean(j.CronJob)) },
			Text:    func(j *kube.Job) string { return j.CronJob },
		},
		{
			Column: widget.Column{Title: "AGE", Min: 6, Right: true},
			Cell: func(j *kube.Job, width int, s *themes.Styles) string {
				return draw(s.Muted, widget.Age(j.Object.CreationTimestamp.Time, env.Now), width)
			},
			Number: func(j *kube.Job) int64 { return -j.Object.CreationTimestamp.Unix() },
		},
	}
}

// urgency orders states by how much they want to be looked at.
var urgency = map[kube.JobState]int64{
	kube.JobFailing: 1, kube.JobRetrying: 2, kube.JobFailed: 3, kube.JobPending: 4, kube.JobRunning: 5, kube.JobFinishing: 6,
	kube.JobDeleting: 7, kube.JobSuspended: 8, kube.JobComplete: 9,
}

func others(j *kube.Job, into []string) []string {
	return append(into, lower[j.State], strings.ToLower(j.Reason), j.CronJob, j.Object.Namespace)
}

// lower are the states in lower case, made once because every key of a filter reads them for every Job.
var lower = func() map[kube.JobState]string {
	words := map[kube.JobState]string{}
	for state := range urgency {
		words[state] = strings.ToLower(string(state))
	}
	return words
}()

func draw(style themes.Ink, text string, width int) string {
	return style.Render(widget.Clip(widget.Clean(text), width))
}

// progress is the count, with a bar while the Job is under way; a work queue has no total, so it has no bar.
func progress(j *kube.Job, width int, s *themes.Styles) string {
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

func fraction(j *kube.Job) float64 {
	f, _ := j.Fraction()
	return f
}

func duration(j *kube.Job, env *screen.Env, width int, s *themes.Styles) string {
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
func pods(j *kube.Job, width int, s *themes.Styles) string {
	active, failed := int(j.Object.Status.Active), int(j.Object.Status.Failed)
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
