package kube

import (
	"time"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"

	"github.com/kronoscope/kronoscope/scheduler"
)

// Snapshot is all that is known of the cluster's batch work at one moment. It is immutable: screens keep a pointer, and the
// next change brings another snapshot that shares what stayed the same.
type Snapshot struct {
	Version  uint64
	CronJobs []*CronJob      // by namespace, name
	Jobs     []*Job          // by namespace, name
	Events   []*corev1.Event // about Jobs, CronJobs and their pods, latest first
	Link     Link

	jobs     map[Key]*Job
	cronJobs map[Key]*CronJob
}

// Key names an object of a known kind.
type Key struct{ Namespace, Name string }

// Job finds a Job, nil when there is none.
func (s *Snapshot) Job(key Key) *Job { return s.jobs[key] }

// CronJob finds a CronJob, nil when there is none.
func (s *Snapshot) CronJob(key Key) *CronJob { return s.cronJobs[key] }

// CronJob is a CronJob with what is derived from it and from its Jobs.
type CronJob struct {
	Object      *batchv1.CronJob
	Schedule    scheduler.Schedule
	ScheduleErr error         // why Schedule is unusable
	Jobs        []*Job        // controlled by it, latest first
	Average     time.Duration // mean duration of its Jobs that completed; 0 when none did
}

// Job is a Job with its pods and what is derived from them.
type Job struct {
	Object   *batchv1.Job
	CronJob  string // name of the CronJob that controls it, or ""
	State    JobState
	Reason   string        // the condition's reason when failed, what it waits for when pending
	Pods     []*Pod        // by index, then creation
	Expected time.Duration // median run time of earlier successful pods of the same Job or CronJob; 0 when there is no history
}

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

// Pod is a pod of a Job.
type Pod struct {
	Object   *corev1.Pod
	Status   string // as kubectl's STATUS column prints it
	Index    int    // completion index, −1 when the Job is not Indexed
	Ready    bool
	Restarts int
	ExitCode *int32 // of the first container that ended with a code, non-zero ones first
	// InitDone of InitTotal init containers are done.
	InitDone, InitTotal int
	Started, Ended      time.Time // of the main containers; zero when not yet
}

// Link is the state of the connection.
type Link struct {
	State LinkState
	Err   error     // why it is lost
	Since time.Time // wall-clock time of the last change
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
