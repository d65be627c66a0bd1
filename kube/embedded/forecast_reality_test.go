package embedded_test

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/robfig/cron/v3"
	batchv1 "k8s.io/api/batch/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/utils/ptr"
)

// realRun is what became of a Job.
type realRun struct {
	name             string
	slot, start, end time.Time
	replaced         bool
}

// reality notes the Jobs of CronJobs as they come and end.
type reality struct {
	mu   sync.Mutex
	runs map[string][]*realRun // by CronJob, as they started
	jobs int                   // that exist
	most int                   // at once
}

func (r *reality) see(old, job *batchv1.Job, now time.Time) {
	r.mu.Lock()
	defer r.mu.Unlock()
	owner := metav1.GetControllerOf(cmp.Or(job, old))
	switch {
	case old == nil:
		r.jobs++
		r.most = max(r.most, r.jobs)
	case job == nil:
		r.jobs--
	}
	switch {
	case owner == nil:
	case old == nil:
		slot, _ := time.Parse(time.RFC3339, job.Annotations[batchv1.CronJobScheduledTimestampAnnotation])
		r.runs[owner.Name] = append(r.runs[owner.Name], &realRun{name: job.Name, slot: slot, start: job.CreationTimestamp.Time})
	case job == nil && finishedAs(old) == "":
		run := r.run(owner.Name, old.Name)
		run.end, run.replaced = now.Truncate(time.Second), true
	case job != nil && finishedAs(job) != "" && finishedAs(old) == "":
		r.run(owner.Name, job.Name).end = job.Status.Conditions[len(job.Status.Conditions)-1].LastTransitionTime.Time
	}
}

func (r *reality) run(cronJob, name string) *realRun {
	runs := r.runs[cronJob]
	return runs[slices.IndexFunc(runs, func(run *realRun) bool { return run.name == name })]
}

// tell tells the runs of a CronJob, and by upstream's parser which slots lay between them.
func (r *reality) tell(t *testing.T, cj *batchv1.CronJob, start, end time.Time) []string {
	t.Helper()
	expr := cj.Spec.Schedule
	if !strings.HasPrefix(expr, "@") {
		expr = fmt.Sprintf("TZ=%s %s", ptr.Deref(cj.Spec.TimeZone, "UTC"), expr)
	}
	schedule, err := cron.ParseStandard(expr)
	if err != nil {
		t.Fatal(err)
	}
	lines, last := []string{}, start
	var before *realRun
	between := func(next time.Time) {
		for slot := schedule.Next(last); slot.Before(next) && !ptr.Deref(cj.Spec.Suspend, false); slot = schedule.Next(slot) {
			by := time.Time{}
			if before != nil && cj.Spec.ConcurrencyPolicy == batchv1.ForbidConcurrent && slot.Unix()/60 != before.slot.Unix()/60 {
				by = before.slot
			}
			lines = append(lines, skipLine(slot, by))
		}
	}
	for _, run := range r.runs[cj.Name] {
		between(run.slot)
		lines = append(lines, runLine(run.slot, run.start, run.end, run.replaced, end))
		before, last = run, run.slot
	}
	between(end)
	slices.Sort(lines)
	return lines
}
