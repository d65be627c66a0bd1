// Package timeparse reads the instants that people type, such as "25 October 03:00", "mon 02:00 Europe/Paris" or "+3h", with remarks on
// what the clocks of the zone do that day.
//
// It never reads a clock: the current time is given. Of the machine it uses the time zone database, and the local zone where a text
// names it.
package timeparse

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// The years that are read. The embedded control plane cannot run further, and durations overflow not much later.
const (
	firstYear = 1970
	lastYear  = 2199
)

// Examples are forms that [Question.Read] accepts, for help texts.
const Examples = `"25 October 03:00", "2026-10-25 03:00 Europe/Paris", "mon 02:00", 02:30, +3h or +2d`

// Reading is an instant as it was understood.
type Reading struct {
	At      time.Time // in the zone that was named, else in that of the question
	Remarks []string  // what the zone's clocks do to it or on its day, in English; none on most days
}

// Question is the context in which an instant is read.
type Question struct {
	Now  time.Time
	Zone *time.Location // of an instant that names none
	// Ahead makes a time without a date, and a date without a year, the next one to come; else they are today's and this
	// year's. A weekday is always the next one to come.
	Ahead bool
}

// Read reads an instant. The error names, in one line, the part of the text that cannot be read, or what is missing.
func (q Question) Read(text string) (Reading, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return Reading{}, errors.New("no time is given")
	}
	if t, err := time.Parse(time.RFC3339, strings.ToUpper(text)); err == nil {
		return q.within(Reading{At: t})
	}
	p := &parts{}
	for _, word := range words(text) {
		if err := p.take(word); err != nil {
			return Reading{}, err
		}
	}
	reading, err := q.resolve(p)
	if err != nil {
		return Reading{}, err
	}
	return q.within(reading)
}

// within refuses an instant that is too far away.
func (q Question) within(r Reading) (Reading, error) {
	if year := r.At.Year(); year < firstYear || year > lastYear {
		return Reading{}, fmt.Errorf("the year %d is not between %d and %d", year, firstYear, lastYear)
	}
	return r, nil
}

// words splits a text into its parts: at spaces and commas, and between a date and its time.
func words(text string) []string {
	var all []string
	for _, word := range strings.FieldsFunc(text, func(r rune) bool { return r == ' ' || r == '\t' || r == ',' }) {
		if len(word) > len(time.DateOnly) && (word[10] == 'T' || word[10] == 't') {
			if _, err := time.Parse(time.DateOnly, word[:10]); err == nil {
				all = append(all, word[:10], word[11:])
				continue
			}
		}
		all = append(all, word)
	}
	return all
}

// resolve combines the parts into an instant.
func (q Question) resolve(p *parts) (Reading, error) {
	zone := p.zone
	switch {
	case zone == nil && p.offset != nil:
		zone = time.FixedZone(time.Time{}.In(time.FixedZone("", *p.offset)).Format("-07:00"), *p.offset)
	case zone == nil:
		zone = q.Zone
	}
	now := q.Now.In(zone)
	day := p.dayAlone || p.monthAlone || p.hasDay || p.named || p.weekday != nil
	switch {
	case (p.shift != nil || p.now) && (day || p.clock || p.shift != nil && p.now):
		return Reading{}, errors.New("now, or a time from now such as +3h, cannot be combined with anything else")
	case p.shift != nil:
		return p.shift.from(now), nil
	case p.now:
		return Reading{At: now}, nil
	case p.dayAlone && !p.hasDay:
		return Reading{}, fmt.Errorf("%d: of which month?", p.day)
	case p.monthAlone && !p.hasDay:
		return Reading{}, fmt.Errorf("%s: which day?", p.month)
	case !day && !p.clock:
		return Reading{}, errors.New("neither a date nor a time")
	}
	c, err := q.civil(p, now)
	if err != nil {
		return Reading{}, err
	}
	if p.weekday != nil && c.weekday() != *p.weekday {
		return Reading{}, fmt.Errorf("%s is a %s, not a %s", c.at().Format("2 January 2006"), c.weekday(), *p.weekday)
	}
	return locate(c, zone, p.offset)
}

// civil is what the clock on the wall shows at the instant.
func (q Question) civil(p *parts, now time.Time) (civil, error) {
	c := civil{hour: p.hour, minute: p.minute, second: p.second}
	today := civilOf(now)
	future := func(c civil) bool {
		r, err := locate(c, now.Location(), p.offset)
		return err != nil || r.At.After(now) // the error is reported later
	}
	switch {
	case p.date:
		c.year, c.month, c.day = p.year, p.month, p.day
	case p.hasDay:
		c.year, c.month, c.day = today.year, p.month, p.day
		for n := 0; n < 8 && (!c.exists() || q.Ahead && !future(c)); n++ { // 29 February comes within eight years
			c.year++
		}
	case p.named:
		c.year, c.month, c.day = today.year, today.month, today.day
		c = c.addDays(p.days)
	case p.weekday != nil:
		c.year, c.month, c.day = today.year, today.month, today.day
		c = c.addDays((int(*p.weekday) - int(c.weekday()) + 7) % 7)
		if !future(c) {
			c = c.addDays(7)
		}
	default:
		c.year, c.month, c.day = today.year, today.month, today.day
		if q.Ahead && !future(c) {
			c = c.addDays(1)
		}
	}
	switch {
	case p.hasDay && !p.date && !c.exists():
		return civil{}, fmt.Errorf("there is no %d %s", c.day, c.month) // in any year: all possible ones were tried
	case !c.exists():
		return civil{}, fmt.Errorf("there is no %d %s %d", c.day, c.month, c.year)
	}
	return c, nil
}
