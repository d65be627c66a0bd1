package strategy

import (
	"k8s.io/apimachinery/pkg/runtime"

	"github.com/kronoscope/kronoscope/kube/embedded/strategy/defaults"
)

// AddDefaulting registers in the scheme what the API server fills in when it decodes the plane's kinds.
func AddDefaulting(scheme *runtime.Scheme) { defaults.Add(scheme) }
