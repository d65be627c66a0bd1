package cron

import (
	_ "embed"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"
)

// zonePart is a component of a zone's name. Digits and plus signs are those of old names such as Etc/GMT+1.
var zonePart = regexp.MustCompile(`^[A-Za-z\.\-_0-9+]{1,14}$`)

// controllersZone is how an expression may name the zone of the machine that the controller runs on, and timeZone may not.
const controllersZone = "Local"

// CheckTimeZone finds what the API server refuses in the timeZone of a CronJob, in its own words; none when it takes it.
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

// zoneNames are those in Go's own database of time zones, which package time does not tell. TestZoneNamesAreGosOwn holds them to it.
//
//go:embed zones.txt
var zoneNames string

// ZoneNames are the names of all time zones, in the order of the alphabet.
func ZoneNames() []string { return strings.Fields(zoneNames) }
