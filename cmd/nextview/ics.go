package nextview

import (
	"cmp"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"time"

	ics "github.com/arran4/golang-ical"

	"github.com/kronoscope/kronoscope/cmd/exitcode"
	"github.com/kronoscope/kronoscope/tui/display"
)

// WriteICS writes an iCalendar file with an event for each run. Instants are in UTC, so that calendar programs need no time zones.
// A run has the same UID each time, so that importing it again adds no second event.
func WriteICS(out io.Writer, _ string, outlooks []*Outlook, now time.Time) error {
	cal := ics.NewCalendar()
	cal.SetProductId("-//kronoscope//next//EN")
	cal.SetMethod(ics.MethodPublish)
	for _, o := range outlooks {
		o.addEvents(cal, now)
	}
	if len(cal.Events()) == 0 {
		return exitcode.With(exitcode.Failed, errors.New("no run to put into a calendar: -o table says why"))
	}
	return cal.SerializeTo(out, ics.WithNewLineWindows) // the format asks for them on every system
}

func (o *Outlook) addEvents(cal *ics.Calendar, now time.Time) {
	words, zone := o.Schedule.Words(), o.Schedule.Location().String()
	expr := display.Clean(o.Schedule.String())
	hash := fnv.New64a()
	summary := cmp.Or(display.Clean(o.title()), expr)
	fmt.Fprintf(hash, "%s\x00%s\x00%s\x00%s", o.Namespace, o.Name, o.Schedule, zone)
	for _, run := range o.runs {
		event := cal.AddEvent(fmt.Sprintf("%d-%016x@kronoscope", run.At.Unix(), hash.Sum64()))
		event.SetDtStampTime(now)
		event.SetStartAt(run.At)
		event.SetSummary(summary)
		text := fmt.Sprintf("%s, %s (%s)", expr, words, zone)
		if run.Note != "" {
			text += "\n" + run.Note
		}
		if o.Suspended { // calendar programs show it as tentative, until it is imported again after a resume
			event.SetStatus(ics.ObjectStatusTentative)
			event.SetSummary(summary + " (suspended)")
			text += "\n" + suspendedText
		}
		event.SetDescription(text)
		event.SetTimeTransparency(ics.TransparencyTransparent)
	}
}
