package cron_test

import (
	"fmt"
	"log"
	"time"

	"github.com/kronoscope/kronoscope/scheduler/cron"
)

func mustParse(expr, zone string) cron.Schedule {
	loc, err := time.LoadLocation(zone)
	if err != nil {
		log.Fatal(err)
	}
	s, err := cron.Parse(expr, loc)
	if err != nil {
		log.Fatal(err)
	}
	return s
}

// The next slots of a schedule, one after the other.
func ExampleParse() {
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		log.Fatal(err)
	}
	s, err := cron.Parse("30 3 * * 1-5", paris)
	if err != nil {
		log.Fatal(err)
	}
	friday := time.Date(2026, time.November, 27, 0, 0, 0, 0, paris)
	slot := s.After(friday)
	for range 3 {
		fmt.Println(slot)
		slot = s.Next(slot)
	}
	// Output:
	// 2026-11-27 03:30:00 +0100 CET
	// 2026-11-30 03:30:00 +0100 CET
	// 2026-12-01 03:30:00 +0100 CET
}

func ExampleSchedule_Between() {
	s := mustParse("0 */8 * * *", "UTC")
	day := time.Date(2026, time.November, 24, 0, 0, 0, 0, time.UTC)
	for slot := range s.Between(day, day.AddDate(0, 0, 1)) {
		fmt.Println(slot.Format("Mon 15:04"))
	}
	// Output:
	// Tue 08:00
	// Tue 16:00
	// Wed 00:00
}

func ExampleSchedule_Words() {
	for _, expr := range []string{"*/15 9-17 * * 1-5", "0 0 31 * *", "0 0 13 * 5", "@every 90m"} {
		fmt.Printf("%-18s %s\n", expr, mustParse(expr, "UTC").Words())
	}
	// Output:
	// */15 9-17 * * 1-5  Monday to Friday, every 15 minutes from 09:00 to 17:45
	// 0 0 31 * *         on the 31st of every month that has one at 00:00
	// 0 0 13 * 5         on the 13th of every month or on Fridays at 00:00
	// @every 90m         every 1 hour 30 minutes, counted from the last run
}

func ExampleSchedule_Warnings() {
	s := mustParse("0 2 31 * *", "UTC")
	now := time.Date(2026, time.November, 24, 0, 0, 0, 0, time.UTC)
	for _, w := range s.Warnings(now, 4*time.Minute) {
		fmt.Printf("%s: %s\n", w.Code, w.Text)
	}
	// Output:
	// short-months: Some months lack the date: there is no 31 November 2026, and no run takes its place.
}

// A year of slots is counted month by month, not slot by slot.
func ExampleSchedule_Count() {
	s := mustParse("*/5 * * * *", "Europe/Paris")
	from := time.Date(2026, time.January, 1, 0, 0, 0, 0, s.Location())
	fmt.Println(s.Count(from, from.AddDate(1, 0, 0)))
	// Output: 105120
}

// The slots per day of the week in which the clocks of Paris go forward.
func ExampleSchedule_CountDays() {
	s := mustParse("0 * * * *", "Europe/Paris")
	monday := time.Date(2026, time.March, 23, 0, 0, 0, 0, s.Location())
	fmt.Println(s.CountDays(monday, 7, nil))
	// Output: [24 24 24 24 24 24 23]
}

func ExampleSchedule_Shifts() {
	s := mustParse("30 2 * * *", "Europe/Paris")
	from := time.Date(2026, time.January, 1, 0, 0, 0, 0, s.Location())
	for _, sh := range s.Shifts(from, from.AddDate(1, 0, 0)) {
		fmt.Printf("%s: %s; %d skipped, %d repeated\n", sh.At.Format("2 January"), sh.Words(), len(sh.Skipped), len(sh.Repeated))
	}
	// Output:
	// 29 March: 02:00–02:59 does not exist, the clocks go forward from 02:00 to 03:00; 1 skipped, 0 repeated
	// 25 October: 02:00–02:59 comes twice, the clocks go back from 03:00 to 02:00; 0 skipped, 1 repeated
}

// The next slots with what the clocks do to them.
func ExampleSchedule_Slots() {
	s := mustParse("30 2 * * *", "Europe/Paris")
	from := time.Date(2026, time.October, 24, 12, 0, 0, 0, s.Location())
	for _, slot := range s.Slots(from, 3) {
		fmt.Println(slot.At, slot.Note)
	}
	// Output:
	// 2026-10-25 02:30:00 +0200 CEST first of two at 02:30: the clocks go back
	// 2026-10-25 02:30:00 +0100 CET 02:30 again: the clocks went back
	// 2026-10-26 02:30:00 +0100 CET
}

// An interval follows the last run, so its slots need that instant.
func ExampleSchedule_WithAnchor() {
	lastRun := time.Date(2026, time.November, 24, 1, 10, 0, 0, time.UTC)
	s := mustParse("@every 90m", "UTC").WithAnchor(lastRun)
	fmt.Println(s.After(lastRun.Add(2 * time.Hour)))
	// Output: 2026-11-24 04:10:00 +0000 UTC
}

func ExampleCheck() {
	for _, expr := range []string{"0 2 * * 7", "0 24 * * *", "TZ=UTC 0 2 * * *", "0 2 * * *"} {
		p := cron.Check(expr)
		if p == nil {
			fmt.Printf("%s is fine\n", expr)
			continue
		}
		fmt.Printf("%s at %q: %s\n", expr, p.At.Of(expr), p.Text)
	}
	// Output:
	// 0 2 * * 7 at "7": 7 is not a weekday here: Sunday is 0
	// 0 24 * * * at "24": 24 is above 23, the last hour
	// TZ=UTC 0 2 * * * at "TZ=UTC": a zone has no place in a schedule: write UTC into the field for it
	// 0 2 * * * is fine
}
