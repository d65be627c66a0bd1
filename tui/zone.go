package tui

import (
	"os"
	"strings"
	"time"
)

// localZone is the machine's zone under its own name, which Go does not keep: times are read against "Europe/Paris", not
// against "Local".
func localZone() *time.Location {
	name, set := os.LookupEnv("TZ")
	if !set {
		link, _ := os.Readlink("/etc/localtime")
		_, name, _ = strings.Cut(link, "zoneinfo/")
	}
	if name = strings.TrimPrefix(name, ":"); name == "Etc/UTC" {
		name = "UTC"
	}
	return namedZone(name, time.Local)
}

// namedZone is the zone of a name when that tells the same time as local, else local itself.
func namedZone(name string, local *time.Location) *time.Location {
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
