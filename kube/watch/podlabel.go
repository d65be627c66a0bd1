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

// legacyPodLabel is the label of Jobs' pods that servers before Kubernetes 1.27 set alone; later ones set the prefixed one, too.
const legacyPodLabel = "job-name"

// jobPodLabel tells the label selector of Jobs' pods. The server's version decides. Until the server has told it, it is asked each time
// and taken for a recent one.
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
