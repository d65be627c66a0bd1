package main

import (
	"slices"
	"strings"
	"time"

	"github.com/kronoscope/kronoscope/kube/manifest"
	"github.com/kronoscope/kronoscope/scheduler/cron"
)

// outlook is what follows for a schedule from an instant on.
type outlook struct {
	subject
	from     time.Time
	runs     []cron.Slot
	warnings []cron.Warning
}

// warnRefused is the code of what an API server refuses in a manifest.
const warnRefused cron.WarningCode = "refused"

// refusal is a warning that an API server does not take a CronJob.
func refusal(p manifest.Problem) cron.Warning {
	text := p.Text
	if p.Field != "" {
		text = p.Field + ": " + text
	}
	return cron.Warning{Code: warnRefused, Text: "The API refuses this CronJob: " + strings.Join(strings.Fields(text), " ")}
}

// suspendedText goes with the runs of a suspended CronJob.
const suspendedText = "Suspended: no run starts until it is resumed."

// look lists the runs that follow the present.
func look(s subject, now time.Time, count int) *outlook {
	return &outlook{
		subject: s, from: now.In(s.schedule.Location()),
		runs: s.schedule.Slots(now, count), warnings: slices.Concat(s.refused, s.schedule.Warnings(now, 0)),
	}
}

// lookFrom lists the runs from a given time on, with the one that is due at it: who names a midnight means the run of that midnight
// too.
func lookFrom(s subject, from time.Time, count int) *outlook {
	return &outlook{
		subject: s, from: from.In(s.schedule.Location()),
		runs: s.schedule.SlotsFrom(from, count), warnings: slices.Concat(s.refused, s.schedule.WarningsFrom(from, 0)),
	}
}

// title is the CronJob's name, if there is one.
func (o *outlook) title() string {
	if o.namespace != "" {
		return o.namespace + "/" + o.name
	}
	return o.name
}
