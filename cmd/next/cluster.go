package next

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kronoscope/kronoscope/cmd/exitcode"
	"github.com/kronoscope/kronoscope/cmd/flags"
	"github.com/kronoscope/kronoscope/cmd/nextview"
	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/tui/display"
)

// getTimeout bounds the one request to a cluster.
const getTimeout = 15 * time.Second

// fromCluster reads the schedule of one CronJob of the cluster.
func (n *Request) fromCluster(ctx context.Context, f *flags.Shared, name string) ([]nextview.Subject, error) {
	if f.Cluster.AllNamespaces {
		return nil, errors.New("--all-namespaces: a CronJob has one namespace, see --namespace")
	}
	cluster, err := kube.Connect(f.Cluster)
	switch {
	case errors.Is(err, kube.ErrNoKubeconfig):
		return nil, exitcode.With(exitcode.Unreachable, fmt.Errorf("cronjob/%s: there is no kubeconfig, and so no cluster to ask", name))
	case err != nil:
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, getTimeout)
	defer cancel()
	namespace := cmp.Or(cluster.Namespace, metav1.NamespaceDefault)
	cronJob, err := cluster.Client.BatchV1().CronJobs(namespace).Get(ctx, name, metav1.GetOptions{})
	if err != nil {
		code := exitcode.Unreachable
		if apierrors.IsNotFound(err) {
			code = exitcode.Failed
		}
		err = fmt.Errorf("reading cronjob %s/%s of context %s: %s", namespace, name, cluster.Context, display.Clean(err.Error()))
		return nil, exitcode.With(code, err)
	}
	s, err := n.fromCronJob(cronJob)
	if err != nil {
		return nil, fmt.Errorf("cronjob %s/%s: %w", namespace, name, err)
	}
	s.Now = cluster.Now()
	return []nextview.Subject{s}, nil
}
