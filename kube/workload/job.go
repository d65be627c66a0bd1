package workload

import (
	"time"

	batchv1 "k8s.io/api/batch/v1"

	"github.com/kronoscope/kronoscope/kube"
)

// Job is a Job with its pods and what follows from them.
type Job struct {
	// Trimmed is the API object without managed fields, the annotation of kubectl apply and status.uncountedTerminatedPods. Its pod
	// template lacks volumes, affinity, tolerations and topology spread constraints; the template's containers lack environments,
	// volume mounts and devices, probes and lifecycle hooks.
	Trimmed *batchv1.Job
	CronJob string // name of the CronJob that controls it, or ""
	State   JobState
	// Reason is the condition's reason when the Job has failed or is failing, and what a pending one waits for, in one word such as
	// Unschedulable or ImagePullBackOff; else empty.
	Reason string
	// Message says the same in a sentence, as the cluster words it; not sanitised.
	Message string
	// RetryAt is when the back-off of a retrying Job ends, in the cluster's time; zero for other states, and when it is not known.
	RetryAt  time.Time
	Pods     []*Pod        // by completion index, then by creation
	Expected time.Duration // median run time of successful pods of the same Job, or else of its CronJob's Jobs; 0 without any

	runs []time.Duration // run times of its successful pods, ascending
}

// Key returns the Job's namespace and name.
func (j *Job) Key() kube.Key { return kube.Key{Namespace: j.Trimmed.Namespace, Name: j.Trimmed.Name} }

// JobState is the state of a Job in one word, as it is shown.
type JobState string

// The states of a Job.
const (
	JobPending   JobState = "Pending"  // no pod of it runs yet
	JobRunning   JobState = "Running"  // at least one pod runs
	JobRetrying  JobState = "Retrying" // waits for the end of a back-off after a failure
	JobSuspended JobState = "Suspended"
	JobFailing   JobState = "Failing"   // it will fail; its pods are ending
	JobFinishing JobState = "Finishing" // it will complete: SuccessCriteriaMet is set; its pods are ending
	JobDeleting  JobState = "Deleting"
	JobComplete  JobState = "Complete"
	JobFailed    JobState = "Failed"
)

// Finished reports whether the state is final: Complete or Failed.
func (s JobState) Finished() bool { return s == JobComplete || s == JobFailed }
