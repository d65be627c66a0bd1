// Package nextview lists the coming runs of schedules and writes them as a table, as JSON or as a calendar. It reads no
// manifests and asks no cluster.
package nextview

import (
	"slices"
	"strings"
	"time"

	"github.com/kronoscope/kronoscope/kube/manifest"
	"github.com/kronoscope/kronoscope/scheduler/cron"
)

// Outlook is what follows for a schedule from an instant on.
type Outlook struct {
	Subject
	from     time.Time
	runs     []cron.Slot
	warnings []cron.Warning
}

// warnRefused is the code of what an API server refuses in a manifest.
const warnRefused cron.WarningCode = "refused"

// Refusal is a warning that an API server does not take a CronJob.
func Refusal(p manifest.Problem) cron.Warning {
	text := p.Text
	if p.Field != "" {
		text = p.Field + ": " + text
	}
	return cron.Warning{Code: warnRefused, Text: "The API refuses this CronJob: " + strings.Join(strings.Fields(text), " ")}
}

// suspendedText goes with the runs of a suspended CronJob.
const suspendedText = "Suspended: no run starts until it is resumed."

// Look lists the runs that follow the present.
func Look(s Subject, now time.Time, count int) *Outlook {
	return &Outlook{
		Subject: s, from: now.In(s.Schedule.Location()),
		runs: s.Schedule.Slots(now, count), warnings: slices.Concat(s.Refused, s.Schedule.Warnings(now, 0)),
	}
}

// LookFrom lists the runs from a given time on, with the one that is due at it: who names a midnight means the run of that midnight
// too.
func LookFrom(s Subject, from time.Time, count int) *Outlook {
	return &Outlook{
		Subject: s, from: from.In(s.Schedule.Location()),
		runs: s.Schedule.SlotsFrom(from, count), warnings: slices.Concat(s.Refused, s.Schedule.WarningsFrom(from, 0)),
	}
}

// title is the CronJob's name, if there is one.
func (o *Outlook) title() string {
	if o.Namespace != "" {
		return o.Namespace + "/" + o.Name
	}
	return o.Name
}
