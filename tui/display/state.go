// Package display says what Kubernetes workloads look like: it turns Jobs, CronJobs, pods and their runs into the signs, words and plain
// data that package widget draws. It decides nothing about them and keeps no state.
package display

import (
	"strings"

	"github.com/kronoscope/kronoscope/kube/workload"
	"github.com/kronoscope/kronoscope/themes"
)

// JobGlyph returns a Job's state in one cell.
func JobGlyph(state workload.JobState) string {
	switch state {
	case workload.JobRunning:
		return "●"
	case workload.JobRetrying:
		return "↻"
	case workload.JobSuspended:
		return "⏸"
	case workload.JobFailing, workload.JobFailed:
		return "✗"
	case workload.JobFinishing, workload.JobComplete:
		return "✓"
	case workload.JobDeleting:
		return "⊘"
	}
	return "○"
}

// JobStyle returns the ink of a Job's state.
func JobStyle(state workload.JobState, s *themes.Styles) themes.Ink {
	switch state {
	case workload.JobRunning:
		return s.Running
	case workload.JobRetrying, workload.JobFinishing:
		return s.Warn
	case workload.JobFailing, workload.JobFailed:
		return s.Bad
	case workload.JobComplete:
		return s.Good
	}
	return s.Idle
}

// JobState returns a Job's state as a glyph and a word, in its ink.
func JobState(state workload.JobState, s *themes.Styles) string {
	return JobStyle(state, s).Render(JobGlyph(state) + " " + string(state))
}

// class is the kind of state that a pod's status means.
type class int

const (
	waiting class = iota
	running
	succeeded
	failed
	retrying
	ending
)

func classOf(status string) class {
	word := status
	if i := strings.LastIndexByte(status, ':'); i >= 0 {
		word = status[i+1:]
	}
	switch {
	case status == "Completed" || status == "Succeeded":
		return succeeded
	case word == "CrashLoopBackOff":
		return retrying
	case word == "Running" || status == "NotReady":
		return running
	case word == "Terminating":
		return ending
	case word == "Error", word == "OOMKilled", word == "Failed", word == "Evicted", word == "DeadlineExceeded",
		word == "ContainerCannotRun", word == "StartError", word == "ContainerStatusUnknown", word == "Unknown",
		word == "ErrImagePull", word == "ImagePullBackOff", word == "InvalidImageName", word == "CreateContainerConfigError",
		word == "CreateContainerError", strings.HasPrefix(word, "ExitCode"), strings.HasPrefix(word, "Signal"):
		return failed
	}
	return waiting
}

// PodGlyph returns a pod's status, as kubectl words it, in one cell.
func PodGlyph(status string) string {
	return [...]string{waiting: "○", running: "●", succeeded: "✓", failed: "✗", retrying: "↻", ending: "⊘"}[classOf(status)]
}

// PodStyle returns the ink of a pod's status.
func PodStyle(status string, s *themes.Styles) themes.Ink {
	return [...]themes.Ink{
		waiting: s.Idle, running: s.Running, succeeded: s.Good, failed: s.Bad, retrying: s.Warn, ending: s.Warn,
	}[classOf(status)]
}

// PodState returns a pod's status as a glyph and kubectl's word, in its ink.
func PodState(status string, s *themes.Styles) string {
	return PodStyle(status, s).Render(PodGlyph(status) + " " + Clean(status))
}

// History draws the outcomes of runs, the latest on the right, in at most width cells: ✓ complete, ✗ failed, ● under way, ○ not begun.
// jobs has the latest first, as in a snapshot.
func History(jobs []*workload.Job, width int, s *themes.Styles) string {
	n := min(len(jobs), max(width, 0))
	var b strings.Builder
	for i := n - 1; i >= 0; i-- {
		b.WriteString(JobStyle(jobs[i].State, s).Render(JobGlyph(jobs[i].State)))
	}
	return b.String()
}
