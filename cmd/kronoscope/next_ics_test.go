package main

import (
	"strings"
	"testing"
	"time"

	ics "github.com/arran4/golang-ical"
	"github.com/charmbracelet/x/ansi"
	"github.com/robfig/cron/v3"
)

func stripped(text string) string { return ansi.Strip(text) }

// The night that repeats an hour is where a calendar would go wrong.
func TestNextAsACalendar(t *testing.T) {
	const expr = "30 2 1,15,25 10,11 *"
	code, out, errOut := runIn(t, "", "next", expr, "--tz", "Europe/Paris", "--from", "2026-10-20", "-n", "5", "-o", "ics")
	if code != exitDone || errOut != "" {
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
