package main

import (
	"cmp"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"time"

	ics "github.com/arran4/golang-ical"

	"github.com/kronoscope/kronoscope/tui/display"
)

// writeICS writes an event per run. Instants are in UTC, so that no calendar program needs to know the zone; the same run has the
// same UID each time, so that importing again doubles nothing.
func writeICS(out io.Writer, _ *flags, outlooks []*outlook, now time.Time) error {
	cal := ics.NewCalendar()
	cal.SetProductId("-//kronoscope//next//EN")
	cal.SetMethod(ics.MethodPublish)
	for _, o := range outlooks {
		o.addEvents(cal, now)
	}
	if len(cal.Events()) == 0 {
		return &exitError{exitFailed, errors.New("no run to put into a calendar: -o table says why")}
	}
	return cal.SerializeTo(out, ics.WithNewLineWindows) // the line ends that the format asks for, on every system
}

func (o *outlook) addEvents(cal *ics.Calendar, now time.Time) {
	words, zone := o.schedule.Words(), o.schedule.Location().String()
	expr := display.Clean(o.schedule.String())
	hash := fnv.New64a()
	summary := cmp.Or(display.Clean(o.title()), expr)
	fmt.Fprintf(hash, "%s\x00%s\x00%s\x00%s", o.namespace, o.name, o.schedule, zone)
	for _, run := range o.runs {
		event := cal.AddEvent(fmt.Sprintf("%d-%016x@kronoscope", run.At.Unix(), hash.Sum64()))
		event.SetDtStampTime(now)
		event.SetStartAt(run.At)
		event.SetSummary(summary)
		text := fmt.Sprintf("%s, %s (%s)", expr, words, zone)
		if run.Note != "" {
			text += "\n" + run.Note
		}
		if o.suspended { // calendar programs draw it apart, and take it for certain once it is imported again after a resume
			event.SetStatus(ics.ObjectStatusTentative)
			event.SetSummary(summary + " (suspended)")
			text += "\n" + suspendedText
		}
		event.SetDescription(text)
		event.SetTimeTransparency(ics.TransparencyTransparent)
	}
}
