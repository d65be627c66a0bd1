package cron

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestWords(t *testing.T) {
	tests := map[string]map[string]string{
		"the guide's table": {
			"*/5 * * * *":  "every 5 minutes",
			"0 * * * *":    "every hour",
			"0 2 * * *":    "every day at 02:00",
			"0 2 * * 1":    "Mondays at 02:00",
			"0 0 1 * *":    "on the 1st of every month at 00:00",
			"30 3 * * 1-5": "Monday to Friday at 03:30",
			"0 */6 * * *":  "every 6 hours",
			"*/10 * * * *": "every 10 minutes",
			"*/15 * * * *": "every 15 minutes",
			"0 1 * * 1":    "Mondays at 01:00",
		},
		"macros": {
			"@hourly": "every hour", "@daily": "every day at 00:00", "@midnight": "every day at 00:00", "@weekly": "Sundays at 00:00",
			"@monthly": "on the 1st of every month at 00:00", "@yearly": "on the 1st of January at 00:00",
			"@every 1h":     "every hour, counted from the last run",
			"@every 90m":    "every 1 hour 30 minutes, counted from the last run",
			"@every 1500ms": "every second, counted from the last run",
			"@every 36h2s":  "every 36 hours 2 seconds, counted from the last run",
		},
		"minutes": {
			"* * * * *":           "every minute",
			"*/1 * * * *":         "every minute",
			"*/7 * * * *":         "every 7 minutes from :00 to :56, starting again each hour",
			"5-59/15 * * * *":     "every 15 minutes from :05 of each hour",
			"10-30/5 * * * *":     "every 5 minutes from :10 to :30, starting again each hour",
			"*/25 * * * *":        "every hour at :00, :25 and :50",
			"*/40 * * * *":        "every hour at :00 and :40",
			"30 * * * *":          "every hour at :30",
			"0-4,30 * * * *":      "every hour at :00 to :04 and :30",
			"*/75 * * * *":        "every hour",
			"0,15,30,45 * * * *":  "every 15 minutes",
			"0,30 9 * * *":        "every day at 09:00 and 09:30",
			"* 9 * * *":           "every minute from 09:00 to 09:59",
			"*/15 9-17 * * 1-5":   "Monday to Friday, every 15 minutes from 09:00 to 17:45",
			"*/7 3 * * *":         "every 7 minutes from :00 to :56 of the hour 03",
			"*/7 3-5 * * *":       "every 7 minutes from :00 to :56 of each hour from 03 to 05",
			"*/10 1,3,5 * * *":    "every 10 minutes from :00 to :50 of the hours 01, 03 and 05",
			"1,2,5 1,3,5 * * *":   "at :01, :02 and :05 of the hours 01, 03 and 05",
			"* 1,3 * * *":         "every minute of the hours 01 and 03",
			"30 9-17 * * *":       "every hour from 09:30 to 17:30",
			"0 */5 * * *":         "every day at 00:00, 05:00, 10:00, 15:00 and 20:00",
			"15 1/6 * * *":        "every 6 hours from 01:15",
			"0 3,15 * * *":        "every 12 hours from 03:00",
			"0 6,12 * * sat,sun":  "Saturdays and Sundays at 06:00 and 12:00",
			"0 */9 * * *":         "every day at 00:00, 09:00 and 18:00",
			"20 4-6,9,11-23 1 * ": "",
		},
		"days": {
			"0 0 1,15 * *":     "on the 1st and 15th of every month at 00:00",
			"0 0 1-7 * *":      "on the 1st to the 7th of every month at 00:00",
			"0 0 31 * *":       "on the 31st of every month that has one at 00:00",
			"0 0 30,31 * ?":    "on the 30th and 31st of every month that has them at 00:00",
			"0 0 31 2,3 *":     "on the 31st of March at 00:00",
			"0 0 29 2 *":       "on the 29th of February at 00:00",
			"0 0 */2 * *":      "on every 2nd day from the 1st of every month at 00:00",
			"0 0 1 */3 *":      "on the 1st of January, April, July and October at 00:00",
			"0 0 * 6-8 *":      "every day in June to August at 00:00",
			"*/15 * * jan *":   "every day in January, every 15 minutes",
			"0 1 * 6 mon":      "Mondays in June at 01:00",
			"0 1 * * 5,6,0":    "Friday to Sunday at 01:00",
			"0 1 * * 1,3,5":    "Mondays, Wednesdays and Fridays at 01:00",
			"0 1 * * */2":      "Tuesdays, Thursdays, Saturdays and Sundays at 01:00",
			"0 0 1 * 1":        "on the 1st of every month or on Mondays at 00:00",
			"0 0 */2 * 1":      "on every 2nd day from the 1st of every month or on Mondays at 00:00",
			"0 0 31 2 1":       "Mondays in February at 00:00",
			"0 0 1-31 * 1":     "every day at 00:00",
			"0 0 1 * 0-6":      "every day at 00:00",
			"0 0 13 * 5,*":     "on the 13th of every month at 00:00",
			"TZ=UTC 0 2 * * *": "every day at 02:00",
		},
		"never": {
			"59 23 31 2 *": "never: there is no such time",
			", * * * *":    "never: there is no such time",
			"0 0 , * *":    "never: there is no such time",
		},
	}
	for group, words := range tests {
		for expr, want := range words {
			t.Run(group+"/"+expr, func(t *testing.T) {
				s, err := Parse(expr, time.UTC)
				if want == "" {
					if err == nil {
						t.Fatalf("parsed, and means %q", s.Words())
					}
					return
				}
				if err != nil {
					t.Fatal(err)
				}
				if got := s.Words(); got != want {
					t.Errorf("got  %q\nwant %q", got, want)
				}
			})
		}
	}
}

// meaning is what an expression matches, however it is written.
func meaning(f fields) string {
	out := fmt.Sprintf("%x %x", f.minutes, f.hours)
	for month := time.January; month <= time.December; month++ {
		for first := time.Sunday; first <= time.Saturday; first++ {
			out += fmt.Sprintf(" %x", f.monthDays(month, daysIn(2000, month), first))
		}
	}
	return out
}

func TestSchedulesThatDifferHaveDifferentWords(t *testing.T) {
	meanings := map[string]string{}
	exprs := map[string]string{}
	rapid.Check(t, func(t *rapid.T) {
		expr := anyExpr().Draw(t, "expr")
		s, err := Parse(expr, time.UTC)
		if err != nil {
			t.Fatal(err)
		}
		words, means := s.Words(), meaning(s.fields)
		if s.neverMatches() {
			means = "never"
		}
		if other, known := meanings[words]; known && other != means {
			t.Fatalf("%q and %q both are %q", expr, exprs[words], words)
		}
		meanings[words], exprs[words] = means, expr
	})
}

func TestEverySetOfWeekdaysHasItsWords(t *testing.T) {
	seen := map[string]uint64{}
	for dow := uint64(1); dow < allDow; dow++ {
		words := weekdayWords(dow)
		if other, found := seen[words]; found {
			t.Errorf("%q is both %07b and %07b", words, other, dow)
		}
		seen[words] = dow
	}
	if len(seen) != allDow-1 {
		t.Errorf("%d wordings, want %d", len(seen), allDow-1)
	}
}

func TestEveryPairOfMinutesAndEveryStepHasItsWords(t *testing.T) {
	seen := map[string]uint64{}
	note := func(set uint64) {
		words := fields{minutes: set, hours: allHours}.hourlyWords()
		if other, found := seen[words]; found && other != set {
			t.Errorf("%q is both %060b and %060b", words, other, set)
		}
		seen[words] = set
	}
	for first := range 60 {
		for step := 1; step < 60; step++ {
			set := uint64(0)
			for minute := first; minute < 60; minute += step {
				set |= 1 << minute
				note(set)
			}
		}
	}
}
