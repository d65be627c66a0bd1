package cron

import (
	"testing"
	"time"
)

func TestEveryNamedZoneLoads(t *testing.T) {
	for _, name := range ZoneNames() {
		if _, err := time.LoadLocation(name); err != nil {
			t.Error(err)
		}
	}
}
