package widget

import (
	"context"
	"fmt"
	"time"

	"github.com/kronoscope/kronoscope/kube/slots"
	"github.com/kronoscope/kronoscope/kube/workload"
	"github.com/kronoscope/kronoscope/themes"
)

// MonthOf counts a CronJob's runs on each day of a month of its zone, the one so many months from now's, and all of them, as if
// it were not suspended. A day with a single run says when.
func MonthOf(c *workload.CronJob, now time.Time, months int) (m Month, total int) {
	zone := c.Schedule.Location()
	today := now.In(zone)
	date := slots.DateOf(today).AddMonths(months)
	counted, _ := slots.New([]*workload.CronJob{c}, true).Month(context.Background(), date, slots.Zone{}, zone)
	m = Month{Year: date.Year, Month: date.Month, Counts: counted.Counts, Shifted: counted.Shifted}
	m.Labels = make([]string, len(m.Counts))
	all := slots.SlotsRan(c)
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

// MonthPage is a month of one schedule with a title: the keys that turn it, its name, how many runs it has, and their zone.
func MonthPage(m Month, total int, zone, before, after string, width, height int, s *themes.Styles) []string {
	name := fmt.Sprintf("%s %d", m.Month, m.Year)
	runs := "1 run"
	if total != 1 {
		runs = fmt.Sprintf("%d runs", total)
	}
	taken := Width(before) + Width(name) + Width(after) + len("   ")
	if long := runs + " · " + zone; taken+Width(long) <= width {
		runs = long
	}
	title := Spread(s.Key.Render(before+" ")+s.Strong.Render(name)+s.Key.Render(" "+after), s.Muted.Render(runs), width)
	return append([]string{title}, MonthCalendar(m, width, height-1, s)...)
}
