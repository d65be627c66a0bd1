package main

import (
	"time"

	"github.com/kronoscope/kronoscope/scheduler"
)

// outlook is what follows for a schedule from an instant on.
type outlook struct {
	subject
	from     time.Time
	runs     []scheduler.Run
	warnings []scheduler.Warning
}

// suspendedText goes with the runs of a suspended CronJob.
const suspendedText = "Suspended: no run starts until it is resumed."

// look lists the runs that follow the present.
func look(s subject, now time.Time, count int) *outlook {
	return &outlook{
		subject: s, from: now.In(s.schedule.Location()),
		runs: s.schedule.Runs(now, count), warnings: s.schedule.Warnings(now, 0),
	}
}

// lookFrom lists the runs from a given time on, with the one that is due at it: who names a midnight means the run of that midnight
// too.
func lookFrom(s subject, from time.Time, count int) *outlook {
	return &outlook{
		subject: s, from: from.In(s.schedule.Location()),
		runs: s.schedule.RunsFrom(from, count), warnings: s.schedule.WarningsFrom(from, 0),
	}
}

// title is the CronJob's name, if there is one.
func (o *outlook) title() string {
	if o.namespace != "" {
		return o.namespace + "/" + o.name
	}
	return o.name
}
