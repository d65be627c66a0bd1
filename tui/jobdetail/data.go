package jobdetail

import (
	"cmp"
	"slices"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"

	"github.com/kronoscope/kronoscope/kube/workload"
	"github.com/kronoscope/kronoscope/tui/widget"
)

// handleChanged takes the Job from the latest snapshot. One that is gone stays in view as it last was.
func (s *Screen) handleChanged() {
	job := s.env.Snapshot.Job(s.key)
	if job == nil {
		s.gone = s.job != nil
		return
	}
	s.gone = false
	if job == s.job {
		return
	}
	var on string
	if pod := s.selected(); pod != nil {
		on = pod.Trimmed.Name
	}
	if s.job != nil && s.job.Trimmed.UID != job.Trimmed.UID && s.pane != nil {
		s.leave() // the Job was recreated under the same name and has a new log
		s.pane = nil
	}
	s.job = job
	s.pods = slices.Clone(job.Pods)
	slices.SortStableFunc(s.pods, func(a, b *workload.Pod) int { return cmp.Compare(rank(a), rank(b)) })
	cursor := 0
	if s.table.Cursor() > 0 { // at the top the cursor stays at the top, where the running pods are
		cursor = max(slices.IndexFunc(s.pods, func(p *workload.Pod) bool { return p.Trimmed.Name == on }), 0)
	}
	s.index = indexes(job)
	s.table.Columns = columns(s.pods, indexed(job))
	s.table.Layout()
	s.table.SetRows(len(s.pods), cursor)
}

// rank orders pods: under way first, then failed, then done.
func rank(pod *workload.Pod) int {
	switch pod.Trimmed.Status.Phase {
	case corev1.PodSucceeded:
		return 3
	case corev1.PodFailed:
		return 2
	case corev1.PodRunning:
		return 0
	}
	return 1
}

func indexed(job *workload.Job) bool {
	mode := job.Trimmed.Spec.CompletionMode
	return mode != nil && *mode == batchv1.IndexedCompletion
}

// indexes returns those of an Indexed Job by state; none for other Jobs.
func indexes(job *workload.Job) widget.Indexes {
	if !indexed(job) || job.Trimmed.Spec.Completions == nil {
		return widget.Indexes{}
	}
	x := widget.Indexes{Total: int(*job.Trimmed.Spec.Completions), Completed: job.Trimmed.Status.CompletedIndexes}
	if failed := job.Trimmed.Status.FailedIndexes; failed != nil {
		x.Failed = *failed
	}
	for _, pod := range job.Pods {
		if phase := pod.Trimmed.Status.Phase; phase == corev1.PodRunning || phase == corev1.PodPending {
			x.Active = append(x.Active, pod.Index)
		}
	}
	return x
}
