package header

import (
	"testing"
	"time"
)

func TestTheHeaderTellsOfAServerWhoseClockDiffers(t *testing.T) {
	for skew, want := range map[time.Duration]string{
		0: "", 2 * time.Second: "", -1900 * time.Millisecond: "",
		14300 * time.Millisecond: "  server 14s ahead", -90 * time.Second: "  server 1m30s behind",
	} {
		if got := skewInWords(skew); got != want {
			t.Errorf("%v: %q, want %q", skew, got, want)
		}
	}
}
