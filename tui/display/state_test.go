package display

import (
	"testing"

	"github.com/kronoscope/kronoscope/kube/workload"
	"github.com/kronoscope/kronoscope/themes"
	"github.com/kronoscope/kronoscope/tui/tuitest"
	"github.com/kronoscope/kronoscope/tui/widget"
)

func TestStates(t *testing.T) {
	tuitest.Sweep(t, func(w int, s *themes.Styles) []string {
		var lines []string
		for _, st := range []workload.JobState{
			workload.JobPending, workload.JobRunning, workload.JobRetrying, workload.JobSuspended, workload.JobFailing, workload.JobFinishing,
			workload.JobDeleting, workload.JobComplete, workload.JobFailed,
		} {
			lines = append(lines, widget.Clip(JobState(st, s), w))
		}
		for _, st := range []string{
			"Running", "Completed", "Error", "OOMKilled", "CrashLoopBackOff", "Init:CrashLoopBackOff", "Init:0/2", "Pending",
			"ContainerCreating", "Terminating", "ImagePullBackOff", "Init:Error", "ExitCode:3", "été\x1b[31m",
		} {
			lines = append(lines, widget.Clip(PodState(st, s), w))
		}
		return lines
	})
}

func TestHistoryEndsWithTheLatest(t *testing.T) {
	jobs := []*workload.Job{{State: workload.JobRunning}, {State: workload.JobFailed}, {State: workload.JobComplete}, {State: workload.JobComplete}}
	tuitest.Sweep(t, func(w int, s *themes.Styles) []string { return []string{History(jobs, w, s), History(nil, w, s)} })
}
