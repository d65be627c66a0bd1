package cron

import (
	_ "embed"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"
)

// zonePart is a component of a zone's name. Old names such as Etc/GMT+1 have digits and plus signs.
var zonePart = regexp.MustCompile(`^[A-Za-z\.\-_0-9+]{1,14}$`)

// controllersZone is the name of the zone of the controller's machine. An expression may use it, timeZone may not.
const controllersZone = "Local"

// CheckTimeZone returns what the API server refuses in the timeZone of a CronJob, in its own words; none when it accepts the name.
// The rules are those of validateTimeZone in k8s.io/kubernetes, pkg/apis/batch/validation.
func CheckTimeZone(name string) (errs []error) {
	if name == "" {
		return []error{errors.New("timeZone must be nil or non-empty string")}
	}
	for part := range strings.SplitSeq(name, "/") {
		if part == "." || part == ".." || strings.HasPrefix(part, "-") || !zonePart.MatchString(part) {
			return []error{fmt.Errorf("unknown time zone %s", name)}
		}
	}
	if strings.EqualFold(name, controllersZone) {
		errs = append(errs, errors.New("timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones"))
	}
	if _, err := time.LoadLocation(name); err != nil {
		errs = append(errs, err)
	}
	return errs
}

// zoneNames are the names in Go's own database of time zones, which package time does not list. TestZoneNamesAreGosOwn in
// cmd/kronoscope compares the two.
//
//go:embed zones.txt
var zoneNames string

// ZoneNames returns the names of all time zones in Go's database, in alphabetical order.
func ZoneNames() []string { return strings.Fields(zoneNames) }
