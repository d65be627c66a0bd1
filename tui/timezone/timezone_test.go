package timezone

import (
	"testing"
	"time"
	_ "time/tzdata" // zones are there on every machine
)

func TestZonesKeepTheirNames(t *testing.T) {
	plusOne := time.FixedZone("Local", 3600)
	for _, c := range []struct {
		name  string
		local *time.Location
		want  string
	}{
		{"Etc/GMT-1", plusOne, "Etc/GMT-1"},
		{"", time.FixedZone("Local", 0), "UTC"},
		{"Nowhere/At/All", plusOne, "Local"},
		{"Etc/GMT-2", plusOne, "Local"}, // the name lies
	} {
		if got := named(c.name, c.local).String(); got != c.want {
			t.Errorf("zone %q: %q, want %q", c.name, got, c.want)
		}
	}
}
