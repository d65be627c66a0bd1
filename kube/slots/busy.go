package slots

import (
	"slices"

	"github.com/kronoscope/kronoscope/kube"
)

// maxBusy is how many of the busiest minutes are listed.
const maxBusy = 3

// Busy is a minute in which several CronJobs fire.
type Busy struct {
	Date   Date
	Minute Minute
	Count  int        // slots in it
	Who    []kube.Key // the first three CronJobs
}

const maxWho = 3

// busiest are the minutes with the most slots, the earlier of equal ones first.
func (d *Day) busiest() []Busy {
	var top []Busy
	for m, n := range d.counts {
		if n > 1 && (len(top) < maxBusy || n > top[len(top)-1].Count) {
			top = mostFirst(append(top, Busy{Date: d.Date, Minute: Minute(m), Count: n}))
		}
	}
	for i := range top {
		top[i].Who = d.who(top[i].Minute)
	}
	return top
}

// who are the first CronJobs that fire in a minute.
func (d *Day) who(m Minute) []kube.Key {
	var who []kube.Key
	for _, f := range d.firing {
		if len(f.within(Window{m, m + 1})) > 0 {
			if who = append(who, f.keys...); len(who) >= maxWho {
				return who[:maxWho:maxWho]
			}
		}
	}
	return who
}

// BusiestOf returns the busiest minutes of several days, most slots first.
func BusiestOf(days []*Day) []Busy {
	var all []Busy
	for _, d := range days {
		all = append(all, d.Busiest...)
	}
	return mostFirst(all)
}

func mostFirst(all []Busy) []Busy {
	slices.SortStableFunc(all, func(a, b Busy) int { return b.Count - a.Count })
	return all[:min(len(all), maxBusy)]
}
