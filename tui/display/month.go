package display

import (
	"context"
	"time"

	"github.com/kronoscope/kronoscope/kube/slots"
	"github.com/kronoscope/kronoscope/kube/workload"
	"github.com/kronoscope/kronoscope/tui/widget"
)

// MonthOf counts a CronJob's runs on each day of a month in its zone, months from the present one, and in total. It counts as if the
// CronJob were not suspended. A day with a single run is labelled with its time.
func MonthOf(c *workload.CronJob, now time.Time, months int) (m widget.Month, total int) {
	zone := c.Schedule.Location()
	today := now.In(zone)
	date := slots.DateOf(today).AddMonths(months)
	counted, _ := slots.New([]*workload.CronJob{c}, true).Month(context.Background(), date, slots.Zone{}, zone)
	m = widget.Month{Year: date.Year, Month: date.Month, Counts: counted.Counts, Shifted: counted.Shifted}
	m.Labels = make([]string, len(m.Counts))
	all := slots.RecordedSlots(c)
	for i, n := range m.Counts {
		total += n
		if n == 1 {
			all = append(all, c.Schedule.After(counted.First.AddDays(i).Start(zone).Add(-1)))
		}
	}
	for _, slot := range all {
		if day := counted.First.DaysTo(slots.DateOf(slot.In(zone))); day >= 0 && day < len(m.Counts) && m.Counts[day] == 1 {
			m.Labels[day] = slot.In(zone).Format("15:04")
		}
	}
	if months == 0 {
		m.Today = today.Day()
	}
	return m, total
}
