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

// Outlook is a schedule with its runs and warnings from an instant on.
type Outlook struct {
	Subject
	from     time.Time
	runs     []cron.Slot
	warnings []cron.Warning
}

// warnRefused is the code of the warning that an API server refuses a manifest.
const warnRefused cron.WarningCode = "refused"

// Refusal returns the warning that an API server refuses a CronJob.
func Refusal(p manifest.Problem) cron.Warning {
	text := p.Text
	if p.Field != "" {
		text = p.Field + ": " + text
	}
	return cron.Warning{Code: warnRefused, Text: "The API refuses this CronJob: " + strings.Join(strings.Fields(text), " ")}
}

// suspendedText is printed with the runs of a suspended CronJob.
const suspendedText = "Suspended: no run starts until it is resumed."

// Look lists the runs after the present.
func Look(s Subject, now time.Time, count int) *Outlook {
	return &Outlook{
		Subject: s, from: now.In(s.Schedule.Location()),
		runs: s.Schedule.Slots(now, count), warnings: slices.Concat(s.Refused, s.Schedule.Warnings(now, 0)),
	}
}

// LookFrom lists the runs from a given time on. A run that is due exactly then is included: whoever names a midnight means its run
// too.
func LookFrom(s Subject, from time.Time, count int) *Outlook {
	return &Outlook{
		Subject: s, from: from.In(s.Schedule.Location()),
		runs: s.Schedule.SlotsFrom(from, count), warnings: slices.Concat(s.Refused, s.Schedule.WarningsFrom(from, 0)),
	}
}

// title returns namespace/name of the CronJob, or "" without one.
func (o *Outlook) title() string {
	if o.Namespace != "" {
		return o.Namespace + "/" + o.Name
	}
	return o.Name
}
