// Package action changes a cluster: it triggers, reruns, suspends and deletes Jobs and CronJobs, deletes pods, edits schedules, and
// creates the objects of manifests. Everything goes through a [Client], which refuses to change a read-only cluster.
//
// It never asks for confirmation, draws nothing, and keeps no state of the cluster.
package action

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/kube/fetch"
)

// ErrReadOnly is the error of every action on a read-only cluster. No request was sent.
var ErrReadOnly = errors.New("read-only: nothing is changed")

// Client changes one cluster, and reads from it as a [fetch.Reader] does. Its methods block until the API server has answered:
// for at most [kube.RequestTimeout], but Apply for as long as it takes. Errors say what was being done, and to which object; those of the API server can be examined with k8s.io/apimachinery/pkg/api/errors.
type Client struct {
	fetch.Reader
	cluster *kube.Cluster
}

// New returns a client of a cluster.
func New(cluster *kube.Cluster) *Client { return &Client{fetch.Reader{Cluster: cluster}, cluster} }

// act runs do, which changes one object, for at most [kube.RequestTimeout], unless the cluster is read-only. The verb is for errors.
func (c *Client) act(ctx context.Context, verb string, kind kube.Kind, key kube.Key, do func(context.Context) error) error {
	fail := func(err error) error {
		return fmt.Errorf("%s %s %s: %w", verb, strings.ToLower(string(kind)), key, err)
	}
	if err := c.checkWritable(); err != nil {
		return fail(err)
	}
	ctx, cancel := context.WithTimeout(ctx, kube.RequestTimeout)
	defer cancel()
	if err := do(ctx); err != nil {
		return fail(err)
	}
	return nil
}

// checkWritable returns [ErrReadOnly] for a read-only cluster. It is up to the API server what the user's roles allow.
func (c *Client) checkWritable() error {
	if c.cluster.ReadOnly {
		return ErrReadOnly
	}
	return nil
}
