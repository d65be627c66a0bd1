package jobdetail

import (
	"cmp"
	"slices"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/tui/widget"
)

// changed takes the Job from the latest snapshot. One that is gone stays in view as it last was.
func (s *Screen) changed() {
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
		on = pod.Object.Name
	}
	if s.job != nil && s.job.Object.UID != job.Object.UID && s.pane != nil {
		s.pane.Close() // the Job was made again under its name: what it writes is another log
		s.pane = nil
	}
	s.job = job
	s.pods = slices.Clone(job.Pods)
	slices.SortStableFunc(s.pods, func(a, b *kube.Pod) int { return cmp.Compare(rank(a), rank(b)) })
	cursor := 0
	if s.table.Cursor() > 0 { // at the top the cursor stays at the top: there is the work that goes on
		cursor = max(slices.IndexFunc(s.pods, func(p *kube.Pod) bool { return p.Object.Name == on }), 0)
	}
	s.index = indexes(job)
	s.table.Columns = columns(s.pods, indexed(job))
	s.table.Layout()
	s.table.SetRows(len(s.pods), cursor)
}

// rank puts pods under way first, then those that failed, then those that are done.
func rank(pod *kube.Pod) int {
	switch pod.Object.Status.Phase {
	case corev1.PodSucceeded:
		return 3
	case corev1.PodFailed:
		return 2
	case corev1.PodRunning:
		return 0
	}
	return 1
}

func indexed(job *kube.Job) bool {
	mode := job.Object.Spec.CompletionMode
	return mode != nil && *mode == batchv1.IndexedCompletion
}

// indexes are those of an Indexed Job by state; none of another Job.
func indexes(job *kube.Job) widget.Indexes {
	if !indexed(job) || job.Object.Spec.Completions == nil {
		return widget.Indexes{}
	}
	x := widget.Indexes{Total: int(*job.Object.Spec.Completions), Completed: job.Object.Status.CompletedIndexes}
	if failed := job.Object.Status.FailedIndexes; failed != nil {
		x.Failed = *failed
	}
	for _, pod := range job.Pods {
		if phase := pod.Object.Status.Phase; phase == corev1.PodRunning || phase == corev1.PodPending {
			x.Active = append(x.Active, pod.Index)
		}
	}
	return x
}
