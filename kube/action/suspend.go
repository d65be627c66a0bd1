package action

import (
	"context"
	"errors"
	"fmt"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"

	"github.com/kronoscope/kronoscope/kube"
)

// SetSuspended suspends or resumes a Job or a CronJob. It does nothing to one that already is in that state. Other kinds are an error.
func (c *Client) SetSuspended(ctx context.Context, kind kube.Kind, key kube.Key, suspended bool) error {
	verb := "resuming"
	if suspended {
		verb = "suspending"
	}
	return c.act(ctx, verb, kind, key, func(ctx context.Context) error {
		patch := fmt.Appendf(nil, `{"spec":{"suspend":%t}}`, suspended)
		var err error
		switch kind {
		case kube.KindJob:
			_, err = c.cluster.Client.BatchV1().Jobs(key.Namespace).Patch(ctx, key.Name, types.MergePatchType, patch, metav1.PatchOptions{})
		case kube.KindCronJob:
			_, err = c.cluster.Client.BatchV1().CronJobs(key.Namespace).Patch(ctx, key.Name, types.MergePatchType, patch, metav1.PatchOptions{})
		default:
			err = errors.New("only Jobs and CronJobs can be suspended")
		}
		return err
	})
}
