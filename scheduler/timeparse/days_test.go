package timeparse

import (
	"testing"
	"time"
)

func TestAWayFromNowWhereTheClocksChange(t *testing.T) {
	for name, tt := range map[string]struct{ now, zone, text, want string }{
		"minutes from a time that comes again":         {"2026-10-25T02:15:00+02:00", "Europe/Paris", "+30m", "2026-10-25T02:45:00+02:00"},
		"minutes from its second coming":               {"2026-10-25T02:15:00+01:00", "Europe/Paris", "+30m", "2026-10-25T02:45:00+01:00"},
		"an hour on, it has come again":                {"2026-10-25T02:15:00+02:00", "Europe/Paris", "+1h", "2026-10-25T02:15:00+01:00"},
		"minutes back from its second coming":          {"2026-10-25T02:15:00+01:00", "Europe/Paris", "-30m", "2026-10-25T02:45:00+02:00"},
		"also where clocks go back by half an hour":    {"2027-04-04T01:45:00+11:00", "Australia/Lord_Howe", "+5m", "2027-04-04T01:50:00+11:00"},
		"no days at all":                               {"2026-10-25T02:15:00+02:00", "Europe/Paris", "+0d", "2026-10-25T02:15:00+02:00"},
		"a day on, to the first of what comes twice":   {"2026-10-24T02:15:00+02:00", "Europe/Paris", "+1d", "2026-10-25T02:15:00+02:00"},
		"a day back, to the second of it":              {"2026-10-26T02:15:00+01:00", "Europe/Paris", "-1d", "2026-10-25T02:15:00+01:00"},
		"in between, the day and then the hours":       {"2026-10-24T02:15:00+02:00", "Europe/Paris", "+1d1h", "2026-10-25T02:15:00+01:00"},
		"a day that has 25 hours":                      {"2026-10-24T12:00:00+02:00", "Europe/Paris", "+1d", "2026-10-25T12:00:00+01:00"},
		"what the clocks skip is when they change":     {"2027-03-27T02:30:00+01:00", "Europe/Paris", "+1d", "2027-03-28T03:00:00+02:00"},
		"the same, coming back to it":                  {"2027-03-29T02:30:00+02:00", "Europe/Paris", "-1d", "2027-03-28T03:00:00+02:00"},
		"a day before what is skipped is as any other": {"2027-03-26T02:30:00+01:00", "Europe/Paris", "+1d", "2027-03-27T02:30:00+01:00"},
	} {
		now, err := time.Parse(time.RFC3339, tt.now)
		if err != nil {
			t.Fatal(err)
		}
		got, err := Question{Now: now, Zone: zone(t, tt.zone)}.Read(tt.text)
		if at := got.At.Format(time.RFC3339); err != nil || at != tt.want {
			t.Errorf("%s: %s from %s is %s, %v; want %s", name, tt.text, tt.now, at, err, tt.want)
		}
	}
}

func TestAddDaysKeepsPartsOfASecond(t *testing.T) {
	from := time.Date(2026, 10, 24, 12, 0, 0, 5, zone(t, "Europe/Paris"))
	if got, want := AddDays(from, 1), from.Add(25*time.Hour); !got.Equal(want) {
		t.Errorf("%s, want %s", got, want)
	}
}
