package timeparse

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// parts is what the words of a text have given so far.
type parts struct {
	date       bool // year, month and day are known
	hasDay     bool // month and day are known, the year is not
	year, day  int
	month      time.Month
	dayAlone   bool // a day of the month waits for its month
	monthAlone bool // a month waits for its day

	weekday *time.Weekday
	named   bool // the day was named, as today or tomorrow are; days is how far it is from today
	days    int
	now     bool

	clock                bool
	hour, minute, second int

	shift  *shift
	zone   *time.Location // nil when none was named
	offset *int           // seconds east of UTC
}

// take reads one word.
func (p *parts) take(word string) error {
	lower := strings.ToLower(word)
	for _, try := range []func(string) (taken bool, err error){
		p.takeDate, p.takeClock, p.takeShift, p.takeName, p.takeMonth, p.takeDay,
	} {
		if taken, err := try(lower); taken || err != nil {
			return err
		}
	}
	if taken, err := p.takeZone(word); taken || err != nil {
		return err
	}
	return fmt.Errorf("%q is not a date, time, weekday or zone", word)
}

// takeDate reads 2026-10-25 and 10-25.
func (p *parts) takeDate(word string) (bool, error) {
	fields := strings.Split(word, "-")
	var numbers []int
	for _, field := range fields {
		n, err := strconv.ParseUint(field, 10, 16)
		if err != nil || len(field) > 4 {
			return false, nil
		}
		numbers = append(numbers, int(n))
	}
	switch {
	case len(numbers) == 3 && len(fields[0]) == 4:
		p.year, numbers = numbers[0], numbers[1:]
	case len(numbers) != 2 || len(fields[0]) > 2 || len(fields[1]) > 2:
		return false, nil
	}
	if p.date || p.hasDay {
		return true, fmt.Errorf("%s: a second date", word)
	}
	p.month, p.day = time.Month(numbers[0]), numbers[1]
	if p.month < time.January || p.month > time.December {
		return true, fmt.Errorf("%s: a month is from 1 to 12", word)
	}
	p.date, p.hasDay = len(fields) == 3, true
	return true, nil
}

var weekdays = names(time.Sunday, time.Saturday)

var months = names(time.January, time.December)

// names finds values by their English names, in full or by the first letters, at least three.
func names[T interface {
	~int
	String() string
}](first, last T) func(word string) (T, bool) {
	return func(word string) (T, bool) {
		for v := first; v <= last && len(word) >= 3; v++ {
			if strings.HasPrefix(strings.ToLower(v.String()), strings.TrimSuffix(word, ".")) {
				return v, true
			}
		}
		return 0, false
	}
}

// takeName reads weekdays, today and the like.
func (p *parts) takeName(word string) (bool, error) {
	if day, ok := weekdays(word); ok {
		if p.weekday != nil {
			return true, fmt.Errorf("%s: a second weekday", word)
		}
		p.weekday = &day
		return true, nil
	}
	switch word {
	case "now":
		p.now = true
	case "today", "tomorrow", "yesterday":
		if p.named {
			return true, fmt.Errorf("%s: a second day", word)
		}
		p.named, p.days = true, map[string]int{"today": 0, "tomorrow": 1, "yesterday": -1}[word]
	case "noon":
		return true, p.setClock(word, 12, 0, 0)
	case "midnight":
		return true, p.setClock(word, 0, 0, 0)
	case "at", "on", "the", "of":
	default:
		return false, nil
	}
	return true, nil
}

func (p *parts) takeMonth(word string) (bool, error) {
	month, ok := months(word)
	switch {
	case !ok:
		return false, nil
	case p.hasDay || p.monthAlone:
		return true, fmt.Errorf("%s: a second month", word)
	}
	p.month, p.monthAlone = month, true
	return true, p.join()
}

// takeDay reads the day of a date, and its year: 25, 25th, 2026.
func (p *parts) takeDay(word string) (bool, error) {
	number := word
	for _, end := range []string{"st", "nd", "rd", "th"} {
		number = strings.TrimSuffix(number, end)
	}
	n, err := strconv.Atoi(number)
	switch {
	case err != nil || n < 0:
		return false, nil
	case len(word) == 4 && number == word && p.hasDay && !p.date:
		p.year, p.date = n, true
		return true, nil
	case n < 1 || n > 31 || p.hasDay || p.dayAlone:
		return true, fmt.Errorf("%s: neither a day of a month nor the year of a date", word)
	}
	p.day, p.dayAlone = n, true
	return true, p.join()
}

// join makes a date of a day and a month once both are known.
func (p *parts) join() error {
	if p.dayAlone && p.monthAlone {
		p.hasDay = true
	}
	return nil
}

// takeZone reads the name of a zone, in any case, and an offset such as +01:00.
func (p *parts) takeZone(word string) (bool, error) {
	if t, err := time.Parse("-07:00", word); err == nil {
		if p.offset != nil {
			return true, fmt.Errorf("%s: a second offset", word)
		}
		_, offset := t.Zone()
		p.offset = &offset
		return true, nil
	}
	zone, ok := zoneOf(word)
	switch {
	case !ok:
		return false, nil
	case p.zone != nil:
		return true, fmt.Errorf("%s: a second zone", word)
	}
	p.zone = zone
	return true, nil
}

// zoneOf finds a zone by its name; people write europe/paris, utc and z.
func zoneOf(word string) (*time.Location, bool) {
	upper := strings.ToUpper(word)
	if upper == "Z" {
		return time.UTC, true
	}
	if strings.EqualFold(word, "local") {
		return time.Local, true
	}
	title := []byte(strings.ToLower(word))
	for i := range title {
		if start := i == 0 || title[i-1] == '/' || title[i-1] == '_' || title[i-1] == '-'; start && title[i] >= 'a' && title[i] <= 'z' {
			title[i] -= 'a' - 'A'
		}
	}
	for _, name := range []string{word, upper, string(title)} {
		if zone, err := time.LoadLocation(name); err == nil && name != "" {
			return zone, true
		}
	}
	return nil, false
}
