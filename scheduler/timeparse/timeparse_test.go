package timeparse

import (
	"strings"
	"testing"
	"time"
	_ "time/tzdata" // the tests name zones that the machine may lack
)

func zone(t testing.TB, name string) *time.Location {
	t.Helper()
	z, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

// tuesday is the 24th of November 2026, 01:58:12 in Paris.
var tuesday = time.Date(2026, 11, 24, 0, 58, 12, 0, time.UTC)

func TestManyFormsAreRead(t *testing.T) {
	q := Question{Now: tuesday, Zone: zone(t, "Europe/Paris"), Ahead: true}
	for name, tt := range map[string]struct {
		texts []string
		want  string
	}{
		"a date with its year": {
			[]string{
				"2026-12-25 03:00", "2026-12-25T03:00", "2026-12-25 03:00:00", "25 December 2026 03:00", "Dec 25 2026, 3am", "fri 25 dec 2026 at 03:00",
				"2026-12-25T02:00:00Z", "2026-12-25 02:00 utc", "2026-12-25 11:00 asia/tokyo", "2026-12-25 03:00 +01:00", "2026-12-25 03:00 Europe/Paris +01:00",
				"  2026-12-25t03:00:00+01:00 ",
			}, "2026-12-25T03:00:00+01:00",
		},
		"a date without a year is the next":   {[]string{"25 December 03:00", "12-25 03:00", "dec 25th 3:00"}, "2026-12-25T03:00:00+01:00"},
		"also when it is past this year":      {[]string{"25 October 03:00", "10-25 03:00", "oct 25 3am"}, "2027-10-25T03:00:00+02:00"},
		"the 29th of February waits for it":   {[]string{"29 feb", "feb 29th"}, "2028-02-29T00:00:00+01:00"},
		"a date alone is its midnight":        {[]string{"2026-12-25", "25 december", "fri 25 dec"}, "2026-12-25T00:00:00+01:00"},
		"a time that is still to come today":  {[]string{"02:30", "2:30am", "today 02:30", "02:30 Europe/Paris"}, "2026-11-24T02:30:00+01:00"},
		"a time that is past is tomorrow's":   {[]string{"01:30", "01:30:00", "tomorrow 01:30"}, "2026-11-25T01:30:00+01:00"},
		"the present minute is past":          {[]string{"01:58"}, "2026-11-25T01:58:00+01:00"},
		"the weekday that comes":              {[]string{"mon 02:00", "Monday 2am", "on monday at 02:00"}, "2026-11-30T02:00:00+01:00"},
		"today's weekday with a later time":   {[]string{"tue 02:00"}, "2026-11-24T02:00:00+01:00"},
		"today's weekday with an earlier one": {[]string{"tuesday 01:00"}, "2026-12-01T01:00:00+01:00"},
		"noon":                                {[]string{"noon", "12pm", "12:00"}, "2026-11-24T12:00:00+01:00"},
		"midnight":                            {[]string{"midnight", "12am", "00:00"}, "2026-11-25T00:00:00+01:00"},
		"hours from now":                      {[]string{"+3h", "+180m", "+2h60m"}, "2026-11-24T04:58:12+01:00"},
		"days from now":                       {[]string{"+7d", "+1w"}, "2026-12-01T01:58:12+01:00"},
		"days and hours from now":             {[]string{"+1d12h"}, "2026-11-25T13:58:12+01:00"},
		"back from now":                       {[]string{"-1h"}, "2026-11-24T00:58:12+01:00"},
		"now":                                 {[]string{"now"}, "2026-11-24T01:58:12+01:00"},
		"yesterday is past":                   {[]string{"yesterday 02:00"}, "2026-11-23T02:00:00+01:00"},
	} {
		t.Run(name, func(t *testing.T) {
			want, err := time.Parse(time.RFC3339, tt.want)
			if err != nil {
				t.Fatal(err)
			}
			for _, text := range tt.texts {
				if got, err := q.Read(text); err != nil || !got.At.Equal(want) {
					t.Errorf("%q is %v, %v; want %v", text, got.At, err, want)
				}
			}
		})
	}
}

func TestWithoutAheadWhatIsMissingIsTodays(t *testing.T) {
	q := Question{Now: tuesday, Zone: time.UTC}
	for text, want := range map[string]time.Time{
		"00:10":           time.Date(2026, 11, 24, 0, 10, 0, 0, time.UTC),
		"00:10 asia/aden": time.Date(2026, 11, 23, 21, 10, 0, 0, time.UTC),
		"25 October":      time.Date(2026, 10, 25, 0, 0, 0, 0, time.UTC),
	} {
		if got, err := q.Read(text); err != nil || !got.At.Equal(want) {
			t.Errorf("%q is %v, %v; want %v", text, got.At, err, want)
		}
	}
}

func TestWhatTheClocksDoIsTold(t *testing.T) {
	q := Question{Now: tuesday, Zone: zone(t, "Europe/Paris"), Ahead: true}
	for text, tt := range map[string]struct {
		at      string
		remarks string
	}{
		"2026-10-25 03:00":                     {"2026-10-25T03:00:00+01:00", "the clocks go back from 03:00 to 02:00 that day"},
		"2026-10-25 02:30":                     {"2026-10-25T02:30:00+02:00", "the clocks go back from 03:00 to 02:00 that day; 02:30 comes twice: this is the first, 02:30 +01:00 the second"},
		"2026-10-25 02:30 Europe/Paris +01:00": {"2026-10-25T02:30:00+01:00", "the clocks go back from 03:00 to 02:00 that day"},
		"2026-10-25 02:30 +01:00":              {"2026-10-25T02:30:00+01:00", ""},
		"2027-03-28 02:30":                     {"2027-03-28T03:00:00+02:00", "there is no 02:30 that day: the clocks go from 02:00 to 03:00"},
		"2027-03-28 01:59":                     {"2027-03-28T01:59:00+01:00", "the clocks go forward from 02:00 to 03:00 that day"},
		"2027-03-29 02:30":                     {"2027-03-29T02:30:00+02:00", ""},
		"2027-04-04 02:15 Australia/Lord_Howe": {"2027-04-04T02:15:00+10:30", "the clocks go back from 02:00 to 01:30 that day"},
		"2027-04-04 01:45 australia/lord_howe": {"2027-04-04T01:45:00+11:00", "the clocks go back from 02:00 to 01:30 that day; 01:45 comes twice: this is the first, 01:45 +10:30 the second"},
		"+124d":                                {"2027-03-28T01:58:12+01:00", "the clocks go forward from 02:00 to 03:00 that day"},
	} {
		got, err := q.Read(text)
		if err != nil || got.At.Format(time.RFC3339) != tt.at || strings.Join(got.Remarks, "; ") != tt.remarks {
			t.Errorf("%q is %s with %q, %v; want %s with %q", text, got.At.Format(time.RFC3339), got.Remarks, err, tt.at, tt.remarks)
		}
	}
}

func TestWhatIsNoInstantIsSaidWhy(t *testing.T) {
	q := Question{Now: tuesday, Zone: zone(t, "Europe/Paris"), Ahead: true}
	for text, want := range map[string]string{
		"":                                     "no time is given",
		"soon":                                 `"soon" is not a date, time, weekday or zone`,
		"2026-11-24 01:55 Middle/Earth":        `"Middle/Earth" is not a date`,
		"25:00":                                "25:00 is not a time of day",
		"13pm":                                 "from 1 to 12",
		"2026-13-01":                           "a month is from 1 to 12",
		"2026-02-30":                           "there is no 30 February 2026",
		"31 april":                             "there is no 31 April",
		"mon 2026-11-24":                       "24 November 2026 is a Tuesday, not a Monday",
		"Europe/Paris":                         "neither a date nor a time",
		"25 03:00":                             "25: of which month?",
		"october 03:00":                        "October: which day?",
		"32 october":                           "32: neither a day of a month nor the year",
		"02:00 03:00":                          "a second time",
		"mon tue":                              "a second weekday",
		"2026-11-24 25 oct":                    "25: neither a day of a month nor the year",
		"02:00 utc europe/paris":               "a second zone",
		"+3h 02:00":                            "cannot be combined with anything else",
		"now 02:00":                            "cannot be combined with anything else",
		"+3x":                                  "+3x is not a time from now: write weeks, days, hours and minutes, such as +2w, +1d12h or -90m",
		"+1y":                                  "+1y is not a time from now",
		"+":                                    `"+" is not a date`,
		"9999-01-01":                           "the year 9999 is not between 1970 and 2199",
		"+300w 1":                              "cannot be combined with anything else",
		"2026-12-25 03:00 Europe/Paris +05:00": "the offset of Europe/Paris is +01:00 then",
		"../../etc/passwd":                     "is not a date",
	} {
		if got, err := q.Read(text); err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%q is %v, %v; want an error of one line with %q", text, got.At, err, want)
		}
	}
}

func TestADateThatNoYearHasIsToldWithoutAYear(t *testing.T) {
	for _, ahead := range []bool{false, true} {
		_, err := Question{Now: tuesday, Zone: time.UTC, Ahead: ahead}.Read("31 feb 02:00")
		if err == nil || err.Error() != "there is no 31 February" {
			t.Errorf("ahead %t: %v", ahead, err)
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, text := range []string{"25 October 03:00", "2026-10-25 02:30 Europe/Paris", "mon 3pm", "+1d12h", "-2w", "tomorrow noon utc", "29 feb +01:00", "::", "--"} {
		f.Add(text)
	}
	paris := zone(f, "Europe/Paris")
	f.Fuzz(func(t *testing.T, text string) {
		for _, ahead := range []bool{false, true} {
			got, err := Question{Now: tuesday, Zone: paris, Ahead: ahead}.Read(text)
			if err != nil {
				continue
			}
			if year := got.At.Year(); year < firstYear || year > lastYear {
				t.Errorf("%q is %v", text, got.At)
			}
			again, err := Question{Now: tuesday, Zone: paris}.Read(got.At.UTC().Format(time.RFC3339))
			if err != nil || again.At.Unix() != got.At.Unix() {
				t.Errorf("%q is %v, which is read as %v, %v", text, got.At, again.At, err)
			}
		}
	})
}
