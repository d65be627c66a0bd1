package workload

import "github.com/kronoscope/kronoscope/kube"

// Preview is how many objects are deleted together with one, with Background or Foreground propagation. The one itself does not count.
type Preview struct {
	Jobs, Pods int
	Running    int // how many of the pods may still run
}

// DeletePreview counts what is deleted together with an object, as far as the snapshot knows.
func DeletePreview(s *Snapshot, kind kube.Kind, key kube.Key) Preview {
	var p Preview
	count := func(job *Job) {
		p.Pods += len(job.Pods)
		p.Running += len(activePods(job.Pods))
	}
	switch kind {
	case kube.KindJob:
		if job := s.Job(key); job != nil {
			count(job)
		}
	case kube.KindCronJob:
		if c := s.CronJob(key); c != nil {
			p.Jobs = len(c.Jobs)
			for _, job := range c.Jobs {
				count(job)
			}
		}
	}
	return p
}
