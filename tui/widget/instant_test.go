package widget

import (
	"testing"
	"time"
)

func TestRepeatedTimesAreUnambiguous(t *testing.T) {
	cases := []struct{ name, zone, at, want string }{
		{"before the hour that comes twice", "Europe/Paris", "2026-10-25T01:59:59+02:00", ""},
		{"its beginning", "Europe/Paris", "2026-10-25T02:00:00+02:00", " CEST"},
		{"the first", "Europe/Paris", "2026-10-25T02:30:00+02:00", " CEST"},
		{"the second", "Europe/Paris", "2026-10-25T02:30:00+01:00", " CET"},
		{"after it", "Europe/Paris", "2026-10-25T03:00:00+01:00", ""},
		{"an hour that is skipped", "Europe/Paris", "2027-03-28T03:30:00+02:00", ""},
		{"half an hour that comes twice, of a zone without letters", "Australia/Lord_Howe", "2026-04-05T01:45:00+10:30", " +1030"},
		{"the half hour before", "Australia/Lord_Howe", "2026-04-05T01:15:00+11:00", ""},
		{"a clock that is never changed", "UTC", "2026-10-25T02:30:00Z", ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			at, err := time.Parse(time.RFC3339, c.at)
			if err != nil {
				t.Fatal(err)
			}
			if got := ZoneIfAmbiguous(at.In(zone(t, c.zone))); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}
