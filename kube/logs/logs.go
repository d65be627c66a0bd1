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

// Options choose what of the logs is read. Time stamps always come along with the lines.
type Options struct {
	Follow   bool // go on until the Job has finished, with pods that appear later
	Previous bool // the containers' runs before the present ones; nothing is followed
	// TailLines is how many of the last lines of each container are read, of pods that exist already; 0 for all.
	TailLines int64
	Since     time.Duration // only what is younger, by the cluster's time; 0 for all
	Container string        // only this one; empty for all, init containers included
}

// Source is a container that lines come from.
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
	Text   []byte    // raw bytes without the line break: not sanitised. Shared, do not change.
	Cut    int       // bytes that were dropped at its end because the line was longer than [MaxLine]
}

// Batch is what came in a short while, in the order of time.
type Batch struct {
	Lines   []Line
	Notices []string // what happened to the streams that the reader should know, such as a lost connection
}

// MaxLine is how many bytes of one line are kept.
const MaxLine = 64 << 10

// opener opens one container's log; it is replaced in tests.
type opener func(ctx context.Context, pod kube.Key, opts *corev1.PodLogOptions) (io.ReadCloser, error)

func openLog(c *kube.Cluster) opener {
	return func(ctx context.Context, pod kube.Key, opts *corev1.PodLogOptions) (io.ReadCloser, error) {
		return c.Client.CoreV1().Pods(pod.Namespace).GetLogs(pod.Name, opts).Stream(ctx)
	}
}

// OfJob reads the logs of all pods and containers of a Job, merged. The stream ends by itself, with io.EOF, when all has
// been read and, if Follow is set, the Job has finished. Close ends it early.
func OfJob(ctx context.Context, c *kube.Cluster, key kube.Key, o Options) *Stream {
	return start(ctx, c, o, openLog(c), func(context.Context) (target, error) {
		return target{kind: kube.KindJob, key: key}, nil
	})
}

// OfPod reads the logs of one pod, merged from its containers.
func OfPod(ctx context.Context, c *kube.Cluster, key kube.Key, o Options) *Stream {
	return start(ctx, c, o, openLog(c), func(context.Context) (target, error) {
		return target{kind: kube.KindPod, key: key}, nil
	})
}

// OfCronJob reads the logs of the latest Job of a CronJob.
func OfCronJob(ctx context.Context, c *kube.Cluster, key kube.Key, o Options) *Stream {
	return start(ctx, c, o, openLog(c), func(ctx context.Context) (target, error) {
		job, err := LatestJob(ctx, c, key)
		return target{kind: kube.KindJob, key: job}, err
	})
}

// LatestJob is the key of a CronJob's Job that was made last.
func LatestJob(ctx context.Context, c *kube.Cluster, key kube.Key) (kube.Key, error) {
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
