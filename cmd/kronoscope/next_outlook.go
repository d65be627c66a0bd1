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

// look lists the next runs.
func look(s subject, from time.Time, count int) *outlook {
	return &outlook{
		subject: s, from: from.In(s.schedule.Location()),
		runs: s.schedule.Runs(from, count), warnings: s.schedule.Warnings(from, 0),
	}
}

// title is the CronJob's name, if there is one.
func (o *outlook) title() string {
	if o.namespace != "" {
		return o.namespace + "/" + o.name
	}
	return o.name
}
