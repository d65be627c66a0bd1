package logs

import (
	"context"
	"fmt"
	"io"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/kube/workload"
)

// Options choose which part of the logs to read. The zero value reads all lines of the present runs, and ends.
type Options struct {
	Follow   bool // go on until the Job has finished, with restarted containers and new pods
	Previous bool // read the runs before the present ones; Follow is ignored
	// TailLines limits each container of the pods that exist at the start to its last lines; 0 for all. A later pod is read from its
	// beginning.
	TailLines int64
	// Since limits the same containers to lines that are younger, by the cluster's time; 0 for all.
	Since     time.Duration
	Container string // only containers of this name; empty for all, init containers included
}

// Source is a container whose lines are read.
type Source struct {
	Pod       string
	Container string
	Index     int  // completion index, −1 when there is none
	Init      bool // an init container
}

// Line is one line of a container's output.
type Line struct {
	Source *Source   // the same pointer for all lines of a container
	Time   time.Time // when the container wrote it, by the cluster's time
	Text   []byte    // raw bytes without the line break, not sanitised; they share memory with other lines: do not change them
	Cut    int       // bytes dropped from the end of a line longer than [MaxLine]; 0 for others
}

// Batch holds the lines that arrived within a short while, oldest first.
type Batch struct {
	Lines   []Line
	Notices []string // what the reader should know about the streams, such as a lost connection or lines that may be missing
}

// MaxLine is how many bytes of a line are kept.
const MaxLine = 64 << 10

// opener opens the log of one container. Tests replace it.
type opener func(ctx context.Context, pod kube.Key, opts *corev1.PodLogOptions) (io.ReadCloser, error)

func openLog(c *kube.Cluster) opener {
	return func(ctx context.Context, pod kube.Key, opts *corev1.PodLogOptions) (io.ReadCloser, error) {
		return c.Client.CoreV1().Pods(pod.Namespace).GetLogs(pod.Name, opts).Stream(ctx)
	}
}

// OfJob reads the merged logs of all containers of a Job's pods. It returns at once; errors come from [Stream.Next], and name the
// Job. The stream ends with io.EOF when everything has been read and, with Follow, the Job has finished. Call [Stream.Close] when done.
func OfJob(ctx context.Context, c *kube.Cluster, key kube.Key, o Options) *Stream {
	return start(ctx, c, o, openLog(c), func(context.Context) (target, error) {
		return target{kind: kube.KindJob, key: key}, nil
	})
}

// OfPod is like [OfJob] for the containers of one pod. With Follow it ends when the pod has.
func OfPod(ctx context.Context, c *kube.Cluster, key kube.Key, o Options) *Stream {
	return start(ctx, c, o, openLog(c), func(context.Context) (target, error) {
		return target{kind: kube.KindPod, key: key}, nil
	})
}

// OfCronJob is like [OfJob] for the CronJob's latest Job at the time of the call. A CronJob without a Job is an error.
func OfCronJob(ctx context.Context, c *kube.Cluster, key kube.Key, o Options) *Stream {
	return start(ctx, c, o, openLog(c), func(ctx context.Context) (target, error) {
		job, err := latestJob(ctx, c, key)
		return target{kind: kube.KindJob, key: job}, err
	})
}

// latestJob returns the key of the Job that a CronJob created last.
func latestJob(ctx context.Context, c *kube.Cluster, key kube.Key) (kube.Key, error) {
	fail := func(err error) (kube.Key, error) {
		return kube.Key{}, fmt.Errorf("finding the latest job of cronjob %s: %w", key, err)
	}
	cronJob, err := c.Client.BatchV1().CronJobs(key.Namespace).Get(ctx, key.Name, metav1.GetOptions{})
	if err != nil {
		return fail(err)
	}
	list, err := c.Client.BatchV1().Jobs(key.Namespace).List(ctx, metav1.ListOptions{})
	if err != nil {
		return fail(err)
	}
	var jobs []*workload.Job
	for i := range list.Items {
		if owner := workload.ControllerOf(&list.Items[i], "CronJob"); owner != nil && owner.UID == cronJob.UID {
			jobs = append(jobs, &workload.Job{Trimmed: &list.Items[i]})
		}
	}
	if len(jobs) == 0 {
		return fail(errNoJob)
	}
	workload.SortLatestFirst(jobs)
	return jobs[0].Key(), nil
}
