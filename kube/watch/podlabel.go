package watch

import (
	"context"
	"strconv"
	"strings"
	"sync"

	batchv1 "k8s.io/api/batch/v1"
	"k8s.io/client-go/kubernetes"

	"github.com/kronoscope/kronoscope/kube"
)

// legacyPodLabel is the label with the Job's name that Kubernetes before 1.27 sets on pods. Later versions also set
// [batchv1.JobNameLabel].
const legacyPodLabel = "job-name"

// jobPodLabel returns a function that returns the label to select Jobs' pods by, which depends on the server's version. The function
// asks for the version until it gets an answer, and until then assumes a recent one.
func jobPodLabel(client kubernetes.Interface) func(context.Context) string {
	var mu sync.Mutex
	var known string
	return func(ctx context.Context) string {
		mu.Lock()
		defer mu.Unlock()
		if known != "" {
			return known
		}
		v, err := kube.ServerVersion(ctx, client)
		if err != nil {
			return batchv1.JobNameLabel
		}
		known = batchv1.JobNameLabel
		if minor, err := strconv.Atoi(strings.TrimRight(v.Minor, "+")); err == nil && v.Major == "1" && minor < 27 {
			known = legacyPodLabel
		}
		return known
	}
}
