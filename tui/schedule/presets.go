package schedule

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/kronoscope/kronoscope/scheduler/cron"
)

// preset is a common schedule. Minute and hour are placeholders, so that it keeps the time of day of the present text.
type preset struct {
	expr string
	at   cron.Field // where the cursor goes: to the field most likely to be changed
}

var presets = [...]preset{
	{"*/5 * * * *", cron.MinuteField},
	{"*/15 * * * *", cron.MinuteField},
	{"0 * * * *", cron.MinuteField},
	{"0 */6 * * *", cron.HourField},
	{"%d %d * * *", cron.HourField},
	{"%d %d * * 1-5", cron.HourField},
	{"%d %d * * 0,6", cron.HourField},
	{"%d %d * * 1", cron.WeekdayField},
	{"%d %d 1 * *", cron.DateField},
	{"%d %d 1 1,4,7,10 *", cron.DateField},
	{"%d %d 1 1 *", cron.DateField},
	{"@every 90m", cron.NoField},
}

// offered returns the presets at the time of day of the present text.
func offered(written string) []suggestion {
	minute, hour := timeOf(written)
	all := make([]suggestion, 0, len(presets))
	for _, p := range presets {
		expr := p.expr
		if strings.Contains(expr, "%d") {
			expr = fmt.Sprintf(expr, minute, hour)
		}
		s := suggestion{text: expr, hint: expr, cursor: utf8.RuneCountInString(expr)}
		if schedule, err := cron.Parse(expr, nil); err == nil {
			s.label = schedule.Words()
		}
		for i := range expr { // at the end of the field, where backspace deletes its last digit
			if f, part := cron.FieldAt(expr, i); p.at != cron.NoField && f == p.at {
				s.cursor = part.To
			}
		}
		all = append(all, s)
	}
	return all
}

// timeOf returns the time of day of an expression that has a single one, else 02:00.
func timeOf(expr string) (minute, hour int) {
	fields := strings.Fields(expr)
	if len(fields) >= 2 {
		m, errMinute := strconv.Atoi(fields[0])
		h, errHour := strconv.Atoi(fields[1])
		if errMinute == nil && errHour == nil && m >= 0 && m < 60 && h >= 0 && h < 24 {
			return m, h
		}
	}
	return 0, 2
}
