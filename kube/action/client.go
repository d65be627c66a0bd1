// Package action changes a cluster: it triggers, reruns, suspends and deletes what batch work consists of, edits schedules, and
// creates the objects of manifests. All of it goes through one [Client], which refuses everything on a read-only cluster.
//
// It asks nobody before it acts, draws nothing, and keeps no state of the cluster.
package action

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/kube/fetch"
)

// ErrReadOnly is why an action on a read-only cluster is refused. Nothing was sent.
var ErrReadOnly = errors.New("read-only: nothing is changed")

// Client acts on one cluster, and reads from it as a [fetch.Reader] does. Its methods block until the API server has answered, for at
// most [kube.RequestTimeout] a request; their errors name what was being done, and to which object.
type Client struct {
	fetch.Reader
	cluster *kube.Cluster
}

// New returns a client that acts on a cluster, as far as that is not read-only.
func New(cluster *kube.Cluster) *Client { return &Client{fetch.Reader{Cluster: cluster}, cluster} }

// act runs one action. It is the only way to a request that changes something: what may not be done is refused here.
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

// checkWritable returns why nothing may be changed on the cluster, nil when it may. What the user's roles forbid, the API server refuses.
func (c *Client) checkWritable() error {
	if c.cluster.ReadOnly {
		return ErrReadOnly
	}
	return nil
}
