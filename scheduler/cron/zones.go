package cron

import (
	_ "embed"
	"strings"
)

// zoneNames are those in Go's own database of time zones, which package time does not tell. TestZoneNamesAreGosOwn holds them to it.
//
//go:embed zones.txt
var zoneNames string

// ZoneNames are the names of all time zones, in the order of the alphabet.
func ZoneNames() []string { return strings.Fields(zoneNames) }
