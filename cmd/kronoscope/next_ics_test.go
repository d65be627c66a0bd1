package main

import (
	"strings"
	"testing"
	"time"

	ics "github.com/arran4/golang-ical"
	"github.com/robfig/cron/v3"

	"github.com/kronoscope/kronoscope/cmd/exitcode"
)

// The night that repeats an hour is where a calendar would go wrong.
func TestNextAsACalendar(t *testing.T) {
	const expr = "30 2 1,15,25 10,11 *"
	code, out, errOut := runIn(t, "", "next", expr, "--tz", "Europe/Paris", "--from", "2026-10-20", "-n", "5", "-o", "ics")
	if code != exitcode.Done || errOut != "" {
		t.Fatalf("exit %d: %s", code, errOut)
	}
	if strings.Count(out, "\n") != strings.Count(out, "\r\n") {
		t.Error("a line does not end in CRLF")
	}
	for line := range strings.SplitSeq(out, "\r\n") {
		if len(line) > 75 {
			t.Errorf("a line of %d octets: %s", len(line), line)
		}
	}
	cal, err := ics.ParseCalendar(strings.NewReader(out))
	if err != nil {
		t.Fatal(err)
	}
	upstream, err := cron.ParseStandard("TZ=Europe/Paris " + expr)
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 10, 19, 22, 0, 0, 0, time.UTC)
	uids := map[string]bool{}
	for _, event := range cal.Events() {
		at = upstream.Next(at)
		start, err := event.GetStartAt()
		if err != nil || !start.Equal(at) {
			t.Errorf("an event at %v (%v), want %v", start, err, at)
		}
		uids[event.Id()] = true
		description := ics.FromText(event.GetProperty(ics.ComponentPropertyDescription).Value)
		if want := expr + ", on the 1st, 15th and 25th of October and November at 02:30 (Europe/Paris)"; !strings.HasPrefix(description, want) {
			t.Errorf("description %q, want %q", description, want)
		}
		if summary := ics.FromText(event.GetProperty(ics.ComponentPropertySummary).Value); summary != expr {
			t.Errorf("summary %q", summary)
		}
	}
	if len(uids) != 5 {
		t.Errorf("%d different events, want 5", len(uids))
	}
}

// A calendar shows what is only meant as tentative, and the same event for certain once the CronJob is resumed.
func TestNextOfASuspendedCronJobIsTentative(t *testing.T) {
	event := func(manifest string) *ics.VEvent {
		t.Helper()
		manifest = strings.Replace(manifest, "SCHEDULE", "30 2 * * *", 1)
		code, out, errOut := runIn(t, manifest, "next", "-f", "-", "--from", "2026-10-24", "-n", "1", "-o", "ics")
		cal, err := ics.ParseCalendar(strings.NewReader(out))
		if code != exitcode.Done || err != nil || len(cal.Events()) != 1 {
			t.Fatalf("exit %d, %v: %s%s", code, err, out, errOut)
		}
		return cal.Events()[0]
	}
	suspended := event(cronJobYAML)
	resumed := event(strings.Replace(cronJobYAML, "suspend: true", "suspend: false", 1))
	if suspended.Id() != resumed.Id() {
		t.Errorf("%s and %s are two events", suspended.Id(), resumed.Id())
	}
	if status := suspended.GetProperty(ics.ComponentPropertyStatus); status == nil || status.Value != "TENTATIVE" {
		t.Errorf("status %v, want TENTATIVE", status)
	}
	if status := resumed.GetProperty(ics.ComponentPropertyStatus); status != nil {
		t.Errorf("status %v of a run that is due", status)
	}
	for _, c := range []struct {
		event     *ics.VEvent
		summary   string
		suspended bool
	}{{suspended, "prod/backup (suspended)", true}, {resumed, "prod/backup", false}} {
		if got := ics.FromText(c.event.GetProperty(ics.ComponentPropertySummary).Value); got != c.summary {
			t.Errorf("summary %q, want %q", got, c.summary)
		}
		description := ics.FromText(c.event.GetProperty(ics.ComponentPropertyDescription).Value)
		if strings.Contains(description, "Suspended: no run starts until it is resumed.") != c.suspended {
			t.Errorf("%s is described as %q", c.summary, description)
		}
	}
}
