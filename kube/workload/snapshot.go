package workload

import (
	"time"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/types"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/scheduler/cron"
)

// Snapshot is all that is known of the cluster's batch work at one moment. It is immutable: screens keep a pointer, and the
// next change brings another snapshot that shares what stayed the same.
type Snapshot struct {
	Version  uint64
	CronJobs []*CronJob      // by namespace, name
	Jobs     []*Job          // by namespace, name
	Events   []*corev1.Event // about Jobs, CronJobs and their pods, latest first, at most [MaxEvents]
	Link     Link
	// Newest is when the newest Job was created that was ever seen: whatever was created before it has been seen, too.
	Newest time.Time
}

// Job finds a Job, nil when there is none.
func (s *Snapshot) Job(key kube.Key) *Job { return find(s.Jobs, key) }

// CronJob finds a CronJob, nil when there is none.
func (s *Snapshot) CronJob(key kube.Key) *CronJob { return find(s.CronJobs, key) }

// UID tells an object from others of the same name, before it or after; empty when it is not there.
func (s *Snapshot) UID(kind kube.Kind, key kube.Key) types.UID {
	switch kind {
	case kube.KindCronJob:
		if c := s.CronJob(key); c != nil {
			return c.Trimmed.UID
		}
	case kube.KindJob:
		if j := s.Job(key); j != nil {
			return j.Trimmed.UID
		}
	case kube.KindPod:
		for _, j := range s.Jobs {
			for _, p := range j.Pods {
				if p.Key() == key {
					return p.Trimmed.UID
				}
			}
		}
	}
	return ""
}

// CronJob is a CronJob with what is derived from it and from its Jobs.
type CronJob struct {
	Trimmed     *batchv1.CronJob
	Schedule    cron.Schedule
	ScheduleErr error         // why Schedule is unusable
	Jobs        []*Job        // controlled by it, latest first
	Average     time.Duration // mean duration of its Jobs that completed; 0 when none did
	Past        []Run         // finished runs whose Jobs have gone since the watch began, at most [MaxPast], in no certain order
}

// Key is the CronJob's namespace and name.
func (c *CronJob) Key() kube.Key {
	return kube.Key{Namespace: c.Trimmed.Namespace, Name: c.Trimmed.Name}
}

// Job is a Job with its pods and what is derived from them.
type Job struct {
	Trimmed *batchv1.Job
	CronJob string // name of the CronJob that controls it, or ""
	State   JobState
	// Reason is the condition's reason when failed or failing, and what it waits for when pending, in one word such as
	// Unschedulable or ImagePullBackOff.
	Reason string
	// Message says the same in a sentence, as the cluster put it; not sanitised.
	Message string
	// RetryAt is when the back-off ends, in the cluster's time; zero unless Retrying, or when it cannot be derived.
	RetryAt  time.Time
	Pods     []*Pod        // by index, then creation
	Expected time.Duration // median run time of earlier successful pods of the same Job or CronJob; 0 when there is no history

	runs []time.Duration // run times of its successful pods, ascending
}

// Key is the Job's namespace and name.
func (j *Job) Key() kube.Key { return kube.Key{Namespace: j.Trimmed.Namespace, Name: j.Trimmed.Name} }

// JobState is the state of a Job in one word, as people read it.
type JobState string

// The states of a Job.
const (
	JobPending   JobState = "Pending"  // no pod of it runs yet
	JobRunning   JobState = "Running"  // at least one pod runs
	JobRetrying  JobState = "Retrying" // waits out a back-off after a failure
	JobSuspended JobState = "Suspended"
	JobFailing   JobState = "Failing"   // FailureTarget is set, pods are ending
	JobFinishing JobState = "Finishing" // SuccessCriteriaMet is set, pods are ending
	JobDeleting  JobState = "Deleting"
	JobComplete  JobState = "Complete"
	JobFailed    JobState = "Failed"
)

// Finished says that the state is an end: Complete or Failed.
func (s JobState) Finished() bool { return s == JobComplete || s == JobFailed }

// Pod is a pod of a Job.
type Pod struct {
	Trimmed  *corev1.Pod
	Status   string // as kubectl's STATUS column prints it
	Index    int    // completion index, −1 when the Job is not Indexed
	Ready    bool
	Restarts int
	ExitCode *int32 // of the first container that ended with a code, non-zero ones first
	// InitDone of InitTotal init containers are done.
	InitDone, InitTotal int
	Started, Ended      time.Time // of the main containers; zero when not yet
}

// Key is the pod's namespace and name.
func (p *Pod) Key() kube.Key { return kube.Key{Namespace: p.Trimmed.Namespace, Name: p.Trimmed.Name} }

// Link is the state of the connection.
type Link struct {
	State LinkState
	Err   error     // why it is lost; when live, why a part is not shown, such as events that may not be listed
	Since time.Time // wall-clock time of the last change of State
	Retry time.Time // wall-clock time of the next try, when lost
}

// LinkState says whether what is shown is live.
type LinkState int

// The states of a connection.
const (
	LinkConnecting LinkState = iota
	LinkLive
	LinkLost // what is shown may be stale; retried by itself
)
