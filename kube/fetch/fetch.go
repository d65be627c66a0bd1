// Package fetch asks a cluster for what is needed once: the description and the YAML of an object, and what a forecast rests on.
//
// It keeps nothing, watches nothing and changes nothing. Text from the cluster is returned as it came: sanitise it before it is drawn.
package fetch

import "github.com/kronoscope/kronoscope/kube"

// Reader reads from one cluster. Its methods block until the API server has answered, for at most [kube.RequestTimeout] a request.
type Reader struct{ Cluster *kube.Cluster }
