package kubelet

import (
	"testing"
	"time"

	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/volume"
)

// TestNothingIsKeptOfAClaimThatIsGone: not even when the plane does nothing else until it stops.
func TestNothingIsKeptOfAClaimThatIsGone(t *testing.T) {
	for _, c := range []struct {
		name   string
		after  time.Duration // its user writes at 0 s and ends at 10 s
		reboot bool          // before it goes
	}{
		{"while its user goes on", time.Second, false},
		{"after its user", 20 * time.Second, false},
		{"which this kubelet has not used", 20 * time.Second, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			archive := shelf{}
			p := newPlane(t, Options{Archive: archive})
			p.claim("data")
			name := volume.ClaimName(p.client.PersistentVolumeClaims().List("ns")[0].UID)
			p.create(podOf("echo text > /v/f; sync; sleep 10", withClaim("writer", "data")))
			p.at(c.after)
			if archive[name] == nil {
				t.Fatal("nothing was kept of the claim")
			}
			if c.reboot {
				p.reboot()
			}
			p.unclaim("data")
			p.at(time.Hour)
			if archive[name] != nil {
				t.Error("its files are kept")
			}
		})
	}
}
