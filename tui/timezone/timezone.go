// Package timezone finds the machine's time zone under its own name. It reads the environment and the zone database, nothing else.
package timezone

import (
	"os"
	"strings"
	"time"
)

// Local returns the machine's zone under its own name, which Go does not keep: times are shown in "Europe/Paris", not in "Local".
func Local() *time.Location {
	name, set := os.LookupEnv("TZ")
	if !set {
		link, _ := os.Readlink("/etc/localtime")
		_, name, _ = strings.Cut(link, "zoneinfo/")
	}
	if name = strings.TrimPrefix(name, ":"); name == "Etc/UTC" {
		name = "UTC"
	}
	return named(name, time.Local)
}

// named returns the zone with a name if its clock shows the same time as local, else local.
func named(name string, local *time.Location) *time.Location {
	now := time.Now()
	for _, candidate := range []string{name, "UTC"} {
		zone, err := time.LoadLocation(candidate)
		if err != nil {
			continue
		}
		same := true
		for month := range 12 {
			t := now.AddDate(0, month, 0)
			_, a := t.In(zone).Zone()
			_, b := t.In(local).Zone()
			same = same && a == b
		}
		if same {
			return zone
		}
	}
	return local
}

// NameOf returns the name of a time's zone. For a machine's zone without a name in Go it returns the abbreviation.
func NameOf(t time.Time) string {
	if name := t.Location().String(); name != "Local" {
		return name
	}
	name, _ := t.Zone()
	return name
}
