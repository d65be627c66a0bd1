// Package testdata carries the manifests that the program brings along: those of the guide and the demo's scene. The other
// folders beside it are read by tests only.
package testdata

import "embed"

// Guide holds the manifests of the guide to Jobs and CronJobs, one file an object.
//
//go:embed guide/*.yaml
var Guide embed.FS

// Demo holds what the demo adds to the guide's manifests, so that every state of a Job is to be seen.
//
//go:embed demo/*.yaml
var Demo embed.FS
