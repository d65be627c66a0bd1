package workload

import (
	"time"

	batchv1 "k8s.io/api/batch/v1"

	"github.com/kronoscope/kronoscope/kube"
)

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
