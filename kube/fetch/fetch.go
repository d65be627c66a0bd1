// Package fetch reads from a cluster what is needed once: the description and the YAML of an object, and the input of a forecast.
//
// It keeps nothing, watches nothing and changes nothing. Text comes as the cluster has it: sanitise it before it is drawn.
package fetch

import "github.com/kronoscope/kronoscope/kube"

// Reader reads from one cluster. Its methods block until the API server has answered. Errors name what was being read.
type Reader struct{ Cluster *kube.Cluster }
