package cron

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// warningTexts are the sentences by code.
func warningTexts(warnings []Warning) map[WarningCode]string {
	texts := map[WarningCode]string{}
	for _, w := range warnings {
		texts[w.Code] = w.Text
	}
	return texts
}

func TestWarnings(t *testing.T) {
	now := time.Date(2026, 11, 23, 15, 45, 0, 0, time.UTC)
	type texts = map[WarningCode]string
	const (
		everySecond = "It counts from the last run, not by the clock on the wall: after a run at 15:45:00 on Monday 23 November 2026 comes one at 15:45:01 on Monday 23 November 2026."
		shortSecond = "A Job is named after the minute it was due in, so of the runs due at 15:45:01 on Monday 23 November 2026 and every second from then on only one a minute starts."
	)
	tests := map[string]struct {
		expr, zone string
		from       time.Time // now, when zero
		run        time.Duration
		want       texts
	}{
		"nothing to say":        {expr: "15 4 * * 1-5", zone: "UTC"},
		"even steps":            {expr: "*/15 */6 * * *", zone: "UTC"},
		"even steps, not at 0":  {expr: "5/15 1/6 * */3 *", zone: "UTC"},
		"a bounded range":       {expr: "10-30/7 9-17/3 * * *", zone: "UTC"},
		"a step of one":         {expr: "*/1 * */1 * *", zone: "UTC"},
		"every hour, any clock": {expr: "30 * * * *", zone: "Europe/Paris"},
		"no change of clocks":   {expr: "0 2 * * *", zone: "Asia/Kathmandu"},
		"no match that Sunday":  {expr: "30 2 * * 1", zone: "Europe/Paris"},
		"skipped and twice": {expr: "30 2 * * *", zone: "Europe/Paris", want: texts{
			WarnSkipped:  "No run at 02:30 on Sunday 28 March 2027: the clocks of Europe/Paris go from 02:00 to 03:00.",
			WarnRepeated: "Two runs at 02:30 on Sunday 31 October 2027: the clocks of Europe/Paris go back from 03:00 to 02:00.",
		}},
		"the hour itself": {expr: "0 2 * * *", zone: "Europe/Paris", want: texts{
			WarnSkipped:  "No run at 02:00 on Sunday 28 March 2027: the clocks of Europe/Paris go from 02:00 to 03:00.",
			WarnRepeated: "Two runs at 02:00 on Sunday 31 October 2027: the clocks of Europe/Paris go back from 03:00 to 02:00.",
		}},
		"many skipped, twice many": {expr: "*/15 1-2 * * *", zone: "Europe/Paris", want: texts{
			WarnSkipped:  "No run at 02:00, 02:15 and 2 more on Sunday 28 March 2027: the clocks of Europe/Paris go from 02:00 to 03:00.",
			WarnRepeated: "Two runs at 02:00, 02:15 and 2 more on Sunday 31 October 2027: the clocks of Europe/Paris go back from 03:00 to 02:00.",
		}},
		"half an hour forward": {expr: "0 * * * *", zone: "Australia/Lord_Howe", want: texts{
			WarnSkipped: "No run at 02:00 on Sunday 3 October 2027: the clocks of Australia/Lord_Howe go from 02:00 to 02:30.",
		}},
		"half an hour back": {expr: "30 * * * *", zone: "Australia/Lord_Howe", want: texts{
			WarnRepeated: "Two runs at 01:30 on Sunday 4 April 2027: the clocks of Australia/Lord_Howe go back from 02:00 to 01:30.",
		}},
		"half an hour, even steps": {expr: "*/15 * * * *", zone: "Australia/Lord_Howe"},
		"a midnight that is skipped": {expr: "0 0 * * *", zone: "America/Sao_Paulo", from: time.Date(2017, 6, 1, 12, 0, 0, 0, time.UTC), want: texts{
			WarnSkipped:  "No run at 00:00 on Sunday 15 October 2017: the clocks of America/Sao_Paulo go from 00:00 to 01:00.",
			WarnMidnight: "Many schedules fire at 00:00, as this one does next on Friday 2 June 2017: another time spreads the load.",
		}},
		"an evening that comes twice": {expr: "30 23 * * *", zone: "America/Sao_Paulo", from: time.Date(2017, 6, 1, 12, 0, 0, 0, time.UTC), want: texts{
			WarnRepeated: "Two runs at 23:30 on Saturday 17 February 2018: the clocks of America/Sao_Paulo go back from 00:00 to 23:00.",
		}},
		"a zone that gave it up": {expr: "30 23 * * *", zone: "America/Sao_Paulo"},
		"the 31st": {expr: "15 4 31 * *", zone: "UTC", want: texts{
			WarnShortMonths: "Some months lack the date: there is no 31 November 2026, and no run takes its place.",
		}},
		"the 31st of long months": {expr: "15 4 31 1,3 *", zone: "UTC"},
		"the last days":           {expr: "15 4 28-31 * *", zone: "UTC"},
		"29 February": {expr: "15 4 29 2 *", zone: "UTC", want: texts{
			WarnShortMonths: "Some months lack the date: there is no 29 February 2027, and no run takes its place.",
		}},
		"29 February, eight years off": {expr: "15 4 29 2 *", zone: "UTC", from: time.Date(2096, 3, 1, 0, 0, 0, 0, time.UTC), want: texts{
			WarnBeyondSearch: "It does not fire in the five years after Thursday 1 March 2096, and Kubernetes looks no further.",
		}},
		"Friday or the 13th": {expr: "15 4 13 * 5", zone: "UTC", want: texts{
			WarnDayOrWeekday: "It fires when either the date or the weekday matches, not only when both do: on Friday 27 November 2026 because of the weekday alone.",
		}},
		"the 1st or a Monday": {expr: "15 4 24-30 * 1", zone: "UTC", want: texts{
			WarnDayOrWeekday: "It fires when either the date or the weekday matches, not only when both do: on Tuesday 24 November 2026 because of the date alone.",
		}},
		"one of the days is any": {expr: "15 4 13 * ?", zone: "UTC"},
		"7 minutes": {expr: "*/7 * * * *", zone: "Europe/Paris", want: texts{
			WarnStepRestarts: "Every 7 minutes starts again with each hour: after 16:56 on Monday 23 November 2026 comes 17:00, 4 minutes later.",
		}},
		"7 minutes from the 5th": {expr: "5/7 * * * *", zone: "UTC", want: texts{
			WarnStepRestarts: "Every 7 minutes starts again with each hour: after 15:54 on Monday 23 November 2026 comes 16:05, 11 minutes later.",
		}},
		"13 minutes of a range to the end of the hour": {expr: "7-59/13 * * * *", zone: "UTC", want: texts{
			WarnStepRestarts: "Every 13 minutes starts again with each hour: after 15:59 on Monday 23 November 2026 comes 16:07, 8 minutes later.",
		}},
		"5 hours of a range to the end of the day": {expr: "0 3-23/5 * * *", zone: "UTC", want: texts{
			WarnStepRestarts: "Every 5 hours starts again with each day: after 23:00 on Monday 23 November 2026 comes 03:00, 4 hours later.",
		}},
		"5 months by name": {expr: "15 4 1 jan-DEC/5 *", zone: "UTC", want: texts{
			WarnStepRestarts: "Every 5 months starts again with each year: after November 2026 comes January 2027, 2 months later.",
		}},
		"a range to the end that its steps go evenly over": {expr: "5-59/15 3-23/6 * * *", zone: "UTC"},
		"a window within the day":                          {expr: "0 9-17/3 * * *", zone: "UTC"},
		"7 minutes of one hour":                            {expr: "*/7 3 * * *", zone: "UTC"},
		"5 hours": {expr: "0 */5 * * *", zone: "UTC", want: texts{
			WarnStepRestarts: "Every 5 hours starts again with each day: after 20:00 on Monday 23 November 2026 comes 00:00, 4 hours later.",
		}},
		"2 days": {expr: "15 4 */2 * *", zone: "UTC", want: texts{
			WarnStepRestarts: "Every 2 days starts again with each month: after Thursday 31 December 2026 comes Friday 1 January 2027, 1 day later.",
		}},
		"2 days of months apart": {expr: "15 4 */2 1,6 *", zone: "UTC"},
		"5 months": {expr: "15 4 1 */5 *", zone: "UTC", want: texts{
			WarnStepRestarts: "Every 5 months starts again with each year: after November 2026 comes January 2027, 2 months later.",
		}},
		"2 weekdays": {expr: "15 4 * * */2", zone: "UTC", want: texts{
			WarnStepRestarts: "Every 2 weekdays starts again with each week: after Saturday 28 November 2026 comes Sunday 29 November 2026, 1 day later.",
		}},
		"90 minutes": {expr: "*/90 * * * *", zone: "UTC", want: texts{
			WarnStepTooLarge: "A step of 90 minutes leaves only minute 0 of each hour: it fires next at 16:00 on Monday 23 November 2026.",
		}},
		"midnight": {expr: "@daily", zone: "UTC", want: texts{
			WarnMidnight: "Many schedules fire at 00:00, as this one does next on Tuesday 24 November 2026: another time spreads the load.",
		}},
		"never":           {expr: "59 23 31 2 *", zone: "UTC", want: texts{WarnNever: "It never fires: there is no such date as the 31st of February."}},
		"an empty field":  {expr: ", * * * *", zone: "UTC", want: texts{WarnNever: "It never fires: a field holds no value."}},
		"never, no dates": {expr: "0 0 30,31 2 *", zone: "UTC", want: texts{WarnNever: "It never fires: there is no such date as the 30th and 31st of February."}},
		"a zone in it": {expr: "TZ=Asia/Tokyo 15 4 * * *", zone: "UTC", want: texts{
			WarnZoneInSchedule: "Kubernetes refuses a time zone in the schedule itself: set timeZone to Asia/Tokyo instead.",
		}},
		"the controller's zone in it": {expr: "CRON_TZ=Local 15 4 * * *", zone: "UTC", want: texts{
			WarnZoneInSchedule: "Kubernetes refuses a time zone in the schedule itself: leave it out. " +
				"Without timeZone the controller's own zone counts, which is what Local means, and timeZone cannot be Local.",
		}},
		"no zone in it": {expr: "TZ= 15 4 * * *", zone: "UTC", want: texts{
			WarnZoneInSchedule: "Kubernetes refuses a time zone in the schedule itself: set timeZone to UTC instead.",
		}},
		"every 90 minutes": {expr: "@every 90m", zone: "Europe/Paris", want: texts{
			WarnEveryLastRun: "It counts from the last run, not by the clock on the wall: after a run at 16:45 on Monday 23 November 2026 comes one at 18:15 on Monday 23 November 2026.",
			WarnEveryZone:    "The time zone Europe/Paris changes nothing: it counts real time, which the clocks show 1 hour later from Sunday 28 March 2027 on.",
		}},
		"every 30 seconds": {expr: "@every 30s", zone: "UTC", want: texts{
			WarnEveryLastRun: "It counts from the last run, not by the clock on the wall: after a run at 15:45:00 on Monday 23 November 2026 comes one at 15:45:30 on Monday 23 November 2026.",
			WarnEveryShort:   "A Job is named after the minute it was due in, so of the runs due at 15:45:30 on Monday 23 November 2026 and every 30 seconds from then on only one a minute starts.",
		}},
		"every so much less than nothing": {expr: "@every -1h", zone: "UTC", want: texts{
			WarnEveryRounded: "-1h is negative, which is surely a mistake: Kubernetes treats it as 1 second.",
			WarnEveryLastRun: everySecond, WarnEveryShort: shortSecond,
		}},
		"every nothing": {expr: "@every 0s", zone: "UTC", want: texts{
			WarnEveryRounded: "0s is less than a second, and Kubernetes treats it as 1 second.",
			WarnEveryLastRun: everySecond, WarnEveryShort: shortSecond,
		}},
		"every second and a half": {expr: "@every 1500ms", zone: "UTC", want: texts{
			WarnEveryRounded: "Kubernetes drops parts of a second: of 1500ms it keeps 1 second.",
			WarnEveryLastRun: everySecond, WarnEveryShort: shortSecond,
		}},
		"runs longer than the gap": {expr: "*/5 * * * *", zone: "UTC", run: 12 * time.Minute, want: texts{
			WarnFasterThanRun: "A run takes 12 minutes, but 15:55 on Monday 23 November 2026 comes only 5 minutes after 15:50 on Monday 23 November 2026.",
		}},
		"runs longer than the gap, to the second": {expr: "@every 1h30m10s", zone: "UTC", run: 2 * time.Hour, want: texts{
			WarnEveryLastRun:  "It counts from the last run, not by the clock on the wall: after a run at 15:45:00 on Monday 23 November 2026 comes one at 17:15:10 on Monday 23 November 2026.",
			WarnFasterThanRun: "A run takes 2 hours, but 18:45:20 on Monday 23 November 2026 comes only 1 hour 30 minutes 10 seconds after 17:15:10 on Monday 23 November 2026.",
		}},
		"runs as long as the gap": {expr: "*/5 * * * *", zone: "UTC", run: 5 * time.Minute},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			from := tt.from
			if from.IsZero() {
				from = now
			}
			if tt.want == nil {
				tt.want = texts{}
			}
			if diff := cmp.Diff(tt.want, warningTexts(parse(t, tt.expr, tt.zone).Warnings(from, tt.run))); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}

// An @every schedule that is anchored tells its real slots.
func TestWarningOfAnAnchoredInterval(t *testing.T) {
	now := time.Date(2026, 11, 23, 15, 45, 0, 0, time.UTC)
	s := parse(t, "@every 90m", "UTC").WithAnchor(now.Add(-2 * time.Hour))
	got := s.Warnings(now, 0)
	if want := now.Add(time.Hour); len(got) != 1 || !got[0].At.Equal(want) {
		t.Errorf("got %v, want one at %v", got, want)
	}
}

func TestEveryWarningIsASentenceAboutWhatFollows(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := anySchedule(t)
		loc := s.Location()
		now, _ := anySpan(t, loc, time.Second)
		if now.Before(skippedADay[loc.String()]) {
			t.Skip("a search may take years for days")
		}
		run := time.Duration(rapid.Int64Range(0, int64(48*time.Hour)).Draw(t, "run"))
		for _, w := range s.Warnings(now, run) {
			if !strings.HasSuffix(w.Text, ".") || strings.ContainsAny(w.Text, "*%\n") || w.Code == "" {
				t.Fatalf("%q in %s: %s: %s", s, loc, w.Code, w.Text)
			}
			if !w.At.IsZero() && w.At.Before(now.Add(-24*time.Hour)) {
				t.Fatalf("%q in %s at %v: %s is about the past: %v", s, loc, now, w.Code, w.At)
			}
		}
	})
}

func FuzzWarnings(f *testing.F) {
	for _, expr := range []string{
		"0 0 31 * *", "*/7 * * * *", "@every 90m", "TZ=Europe/Paris 30 2 * * *", "59/60 */99 29-31/7 feb/5 sat/9", "0 0 ?/2 * *", "0 0 , * 1",
	} {
		f.Add(expr, int64(1_795_449_600), int64(time.Hour))
	}
	f.Fuzz(func(t *testing.T, expr string, unix, run int64) {
		s, err := Parse(expr, nil)
		if err != nil || unix < 0 || unix > 4_133_980_800 {
			t.Skip()
		}
		for _, w := range s.Warnings(time.Unix(unix, 0), time.Duration(run)) {
			if w.Code == "" || !strings.HasSuffix(w.Text, ".") {
				t.Errorf("%q: %s: %s", expr, w.Code, w.Text)
			}
		}
	})
}
