package calendar

import (
	"time"

	"github.com/kronoscope/kronoscope/kube/slots"
	"github.com/kronoscope/kronoscope/tui/screen"
)

// zoneChoice says in which zone days begin and times are shown.
type zoneChoice struct {
	mode   zoneMode
	chosen *time.Location // of zoneChosen
}

type zoneMode int

const (
	zoneLocal zoneMode = iota // the user's zone
	zoneOwn                   // each CronJob's own zone
	zoneUTC
	zoneChosen
)

// next returns the choice after this one. The chosen zone is skipped until there is one.
func (z zoneChoice) next() zoneChoice {
	z.mode = (z.mode + 1) % (zoneChosen + 1)
	if z.mode == zoneChosen && z.chosen == nil {
		z.mode = zoneLocal
	}
	return z
}

// of returns the choice as the counter takes it.
func (z zoneChoice) of(env *screen.Env) slots.Zone {
	if z.mode == zoneOwn {
		return slots.Zone{}
	}
	return slots.Zone{Location: z.display(env)}
}

// display returns the zone that decides which day is today.
func (z zoneChoice) display(env *screen.Env) *time.Location {
	switch z.mode {
	case zoneUTC:
		return time.UTC
	case zoneChosen:
		return z.chosen
	}
	return env.Zone
}

func (z zoneChoice) words(env *screen.Env) string {
	if z.mode == zoneOwn {
		return "each in its own zone"
	}
	return z.display(env).String()
}
