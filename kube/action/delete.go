package action

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"

	"github.com/kronoscope/kronoscope/kube"
)

// DeleteOptions choose how to delete an object, and which.
type DeleteOptions struct {
	// Propagation is what happens to its dependents; empty for Background: the cluster deletes them afterwards.
	Propagation metav1.DeletionPropagation
	// UID is that of the object to delete. When another one has its name by now, that one stays and the error is [ErrRecreated]. Empty
	// for whichever object has the name.
	UID types.UID
}

// ErrRecreated means that nothing was deleted, because the object has another UID than the one asked for.
var ErrRecreated = errors.New("it has been deleted and created again since; nothing was deleted")

// Delete deletes a Job, a CronJob or a pod. It returns when the API server has accepted the deletion, which may take effect later.
func (c *Client) Delete(ctx context.Context, kind kube.Kind, key kube.Key, o DeleteOptions) error {
	propagation := cmp.Or(o.Propagation, metav1.DeletePropagationBackground)
	opts := metav1.DeleteOptions{PropagationPolicy: &propagation}
	if o.UID != "" {
		opts.Preconditions = &metav1.Preconditions{UID: &o.UID}
	}
	return c.act(ctx, "deleting", kind, key, func(ctx context.Context) error {
		err := fmt.Errorf("objects of kind %s cannot be deleted here", kind)
		switch kind {
		case kube.KindJob:
			err = c.cluster.Client.BatchV1().Jobs(key.Namespace).Delete(ctx, key.Name, opts)
		case kube.KindCronJob:
			err = c.cluster.Client.BatchV1().CronJobs(key.Namespace).Delete(ctx, key.Name, opts)
		case kube.KindPod:
			err = c.cluster.Client.CoreV1().Pods(key.Namespace).Delete(ctx, key.Name, opts)
		}
		// API servers word it in two ways: "UID in precondition: …, UID in object meta: …" and "… does not match the UID in record".
		if apierrors.IsConflict(err) && strings.Contains(err.Error(), " UID in ") {
			return ErrRecreated
		}
		return err
	})
}
