package play

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
)

// Observer records what happens to the Jobs, CronJobs and pods of one namespace. It must get every change in order, with the object
// after the change, or the last state of an object that is gone.
type Observer struct {
	namespace string
	start     time.Time
	now       func() time.Time

	mu       sync.Mutex
	names    names
	pods     map[types.UID]*seenPod
	last     map[types.UID]string // the last line of each Job
	timeline []Line               // with the real names
}

type seenPod struct {
	pod       *corev1.Pod
	deletedAt *int
}

// NewObserver returns an observer of a play that started at start. now returns the plane's time.
func NewObserver(namespace string, start time.Time, now func() time.Time) *Observer {
	o := &Observer{
		namespace: namespace, start: start, now: now,
		names: newNames(start),
		pods:  map[types.UID]*seenPod{},
		last:  map[types.UID]string{},
	}
	o.names.replace(namespace, "NS")
	return o
}

// Job records a change of a Job.
func (o *Observer) Job(job *batchv1.Job, gone bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if job.Namespace != o.namespace {
		return
	}
	o.names.job(job)
	line := statusLine(job)
	if gone {
		line = "DELETED"
	}
	if o.last[job.UID] != line {
		o.last[job.UID] = line
		o.timeline = append(o.timeline, Line{At: o.offset(o.now()), Job: job.Name, Status: line})
	}
}

// CronJob records a change of a CronJob.
func (o *Observer) CronJob(cronJob *batchv1.CronJob, _ bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if cronJob.Namespace == o.namespace {
		o.names.cronJob(cronJob)
	}
}

// Pod records a change of a pod.
func (o *Observer) Pod(pod *corev1.Pod, gone bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if pod.Namespace != o.namespace {
		return
	}
	o.names.pod(pod)
	seen := &seenPod{pod: pod}
	if gone {
		at := o.offset(o.now())
		seen.deletedAt = &at
	}
	o.pods[pod.UID] = seen
}

func (o *Observer) offset(t time.Time) int { return offset(o.start, t) }

// fill writes what was seen into a record. disrupted holds the pods that steps failed.
func (o *Observer) fill(r *Record, disrupted map[types.UID]bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, line := range o.timeline {
		line.Job, line.Status = o.names.text(line.Job), o.names.text(line.Status)
		r.Timeline = append(r.Timeline, line)
	}
	for _, uid := range slices.Sorted(maps.Keys(o.pods)) {
		pod := o.record(o.pods[uid])
		pod.Disrupted = disrupted[uid]
		r.Pods = append(r.Pods, pod)
	}
	slices.SortStableFunc(r.Pods, func(a, b Pod) int {
		if a.CreatedAt != b.CreatedAt {
			return a.CreatedAt - b.CreatedAt
		}
		return strings.Compare(a.Name, b.Name)
	})
}

func (o *Observer) record(seen *seenPod) Pod {
	pod := seen.pod
	p := Pod{
		Name:        o.names.text(pod.Name),
		Job:         o.names.text(pod.Labels["job-name"]),
		Index:       pod.Annotations[batchv1.JobCompletionIndexAnnotation],
		CreatedAt:   o.offset(pod.CreationTimestamp.Time),
		DeletedAt:   seen.deletedAt,
		Phase:       string(pod.Status.Phase),
		Hostname:    o.names.text(pod.Spec.Hostname),
		Labels:      o.names.texts(pod.Labels),
		Annotations: o.names.texts(pod.Annotations),
		Finalizers:  pod.Finalizers,
	}
	if ref := metav1.GetControllerOf(pod); ref != nil {
		p.Job = o.names.text(ref.Name)
		p.Owner = fmt.Sprintf("%s/%s controller=%v block=%v", ref.Kind, o.names.text(ref.Name),
			ref.Controller != nil && *ref.Controller, ref.BlockOwnerDeletion != nil && *ref.BlockOwnerDeletion)
	}
	for _, container := range pod.Spec.Containers {
		for _, env := range container.Env {
			text, err := json.Marshal(env)
			if err != nil {
				text = []byte(err.Error())
			}
			p.Env = append(p.Env, o.names.text(string(text)))
		}
	}
	for _, status := range slices.Concat(pod.Status.InitContainerStatuses, pod.Status.ContainerStatuses) {
		p.Restarts += int(status.RestartCount)
	}
	return p
}

// statusLine is a Job's status in one line; −1 stands for a number that is not set.
func statusLine(job *batchv1.Job) string {
	s := job.Status
	var b strings.Builder
	fmt.Fprintf(&b, "active=%d ready=%d terminating=%d succeeded=%d failed=%d",
		s.Active, orMinusOne(s.Ready), orMinusOne(s.Terminating), s.Succeeded, s.Failed)
	if s.CompletedIndexes != "" {
		fmt.Fprintf(&b, " completed=%s", s.CompletedIndexes)
	}
	if s.FailedIndexes != nil {
		fmt.Fprintf(&b, " failedIndexes=%s", *s.FailedIndexes)
	}
	for _, c := range s.Conditions {
		fmt.Fprintf(&b, " %s=%s/%s", c.Type, c.Status, c.Reason)
	}
	if job.DeletionTimestamp != nil {
		b.WriteString(" deleting")
	}
	return b.String()
}

func orMinusOne(n *int32) int32 {
	if n == nil {
		return -1
	}
	return *n
}

// offset is the whole seconds from start to t, rounded down.
func offset(start, t time.Time) int {
	d := t.Sub(start)
	seconds := int(d / time.Second)
	if d < 0 && d%time.Second != 0 {
		seconds--
	}
	return seconds
}
