// Package defaults fills in what a user left out of an object, as Kubernetes v1.37 does when it decodes it. It changes
// nothing that is set, never validates, and never looks beyond the object in hand.
package defaults

import "k8s.io/apimachinery/pkg/runtime"

// Add registers the defaulting functions of the plane's kinds and of their lists.
func Add(scheme *runtime.Scheme) {}
