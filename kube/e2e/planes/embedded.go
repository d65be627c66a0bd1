package planes

import (
	"testing"

	"github.com/kronoscope/kronoscope/kube/e2e/served"
)

// Embedded runs an embedded plane until the test ends.
func Embedded(t testing.TB) *Plane {
	t.Helper()
	server := served.Start(t, kubeletOptions())
	server.Plane.StartClock()
	return &Plane{Name: "the embedded plane", Config: server.Config}
}
