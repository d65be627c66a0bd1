package slots

import "time"

// Minute is a minute of a day as the clock on the wall shows it. Each hour has room for two passes, because it comes twice when clocks
// go back. Minutes are ordered as they pass.
type Minute int

const (
	pass = 60
	hour = 2 * pass

	// DayEnd is past the last minute of every day.
	DayEnd = 24 * hour
)

// MinuteAt returns a minute of hour h; again is set when the hour comes for the second time.
func MinuteAt(h int, again bool, minute int) Minute {
	m := Minute(h*hour + minute)
	if again {
		m += pass
	}
	return m
}

// Clock returns what the clock on the wall shows, and whether for the second time.
func (m Minute) Clock() (h, minute int, again bool) {
	rest := int(m) % hour
	return int(m) / hour, rest % pass, rest >= pass
}

// Hour is an hour of a day. An hour that comes twice, in full or in part, is two of them.
type Hour struct {
	Hour  int  // 0 to 23
	Again bool // it comes for the second time
	// From is its first minute that exists, To is one past the last: nearly always 0 and 60. They are equal when the clocks skip all of
	// it.
	From, To int
}

// Window is the hour.
func (h Hour) Window() Window {
	from := MinuteAt(h.Hour, h.Again, 0)
	return Window{from, from + pass}
}

// Window is a part of a day, To excluded.
type Window struct{ From, To Minute }

// Has reports whether the minute is in the window.
func (w Window) Has(m Minute) bool { return w.From <= m && m < w.To }

// WholeDay is all of a day.
var WholeDay = Window{0, DayEnd}

// zoneDay is a day in one zone.
type zoneDay struct {
	zone       *time.Location
	start, end time.Time
	repeats    []repeat
}

// repeat is a time in which the clock on the wall shows the same as before.
type repeat struct{ from, to time.Time }

func newZoneDay(d Date, zone *time.Location) *zoneDay {
	zd := &zoneDay{zone: zone, start: d.Start(zone), end: d.AddDays(1).Start(zone)}
	for _, sh := range d.Shifts(zone) {
		if sh.By < 0 {
			zd.repeats = append(zd.repeats, repeat{sh.At, sh.At.Add(-sh.By)})
		}
	}
	return zd
}

func (zd *zoneDay) has(t time.Time) bool { return !t.Before(zd.start) && t.Before(zd.end) }

// minute is the minute of the day of an instant.
func (zd *zoneDay) minute(t time.Time) Minute {
	h, minute, _ := t.In(zd.zone).Clock()
	again := false
	for _, r := range zd.repeats {
		again = again || !t.Before(r.from) && t.Before(r.to)
	}
	return MinuteAt(h, again, minute)
}

// MinuteOf returns the minute of its day of an instant in a zone.
func MinuteOf(t time.Time, zone *time.Location) Minute {
	return newZoneDay(DateOf(t.In(zone)), zone).minute(t)
}

// hoursOf are the hours of a day in several zones: a minute exists if it does in one of them.
func hoursOf(zoneDays []*zoneDay) []Hour {
	var has [DayEnd]bool
	for _, zd := range zoneDays {
		for t := zd.start; t.Before(zd.end); t = t.Add(time.Minute) {
			has[zd.minute(t)] = true
		}
	}
	hours := make([]Hour, 0, 25)
	for h := range 24 {
		for _, again := range []bool{false, true} {
			one := Hour{Hour: h, Again: again}
			for minute := range pass {
				if !has[MinuteAt(h, again, minute)] {
					continue
				}
				if one.From == one.To {
					one.From = minute
				}
				one.To = minute + 1
			}
			if one.To > one.From || !again {
				hours = append(hours, one)
			}
		}
	}
	return hours
}
