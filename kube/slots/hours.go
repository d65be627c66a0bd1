package slots

import "time"

// Minute is a minute of a day as the clock on the wall tells it. Each hour has room for two passes, because clocks that go back let
// it come again: minutes are in the order in which they pass.
type Minute int

const (
	pass = 60
	hour = 2 * pass

	// DayEnd is past the last minute of every day.
	DayEnd = 24 * hour
)

// MinuteAt is a minute of an hour, which may come for the second time.
func MinuteAt(h int, again bool, minute int) Minute {
	m := Minute(h*hour + minute)
	if again {
		m += pass
	}
	return m
}

// Clock is what the clock on the wall tells, and whether for the second time.
func (m Minute) Clock() (h, minute int, again bool) {
	rest := int(m) % hour
	return int(m) / hour, rest % pass, rest >= pass
}

// Hour is an hour of a day. One that comes twice, in full or in part, is two.
type Hour struct {
	Hour  int  // 0 to 23
	Again bool // it comes for the second time
	// From and To are the first minute of it that exists and the one after the last: 0 and 60 nearly always, equal when the clocks
	// skip all of it.
	From, To int
}

// Window is the hour.
func (h Hour) Window() Window {
	from := MinuteAt(h.Hour, h.Again, 0)
	return Window{from, from + pass}
}

// Window is a part of a day, To excluded.
type Window struct{ From, To Minute }

// Has says that a minute lies in it.
func (w Window) Has(m Minute) bool { return w.From <= m && m < w.To }

// WholeDay is all of a day.
var WholeDay = Window{0, DayEnd}

// zoneDay is the day of one zone.
type zoneDay struct {
	zone       *time.Location
	start, end time.Time
	repeats    []repeat
}

// repeat is a stretch in which the clock on the wall tells what it told before.
type repeat struct{ from, to time.Time }

func newZoneDay(d Date, zone *time.Location) *zoneDay {
	dl := &zoneDay{zone: zone, start: d.Start(zone), end: d.AddDays(1).Start(zone)}
	for _, sh := range d.Shifts(zone) {
		if sh.By < 0 {
			dl.repeats = append(dl.repeats, repeat{sh.At, sh.At.Add(-sh.By)})
		}
	}
	return dl
}

func (dl *zoneDay) has(t time.Time) bool { return !t.Before(dl.start) && t.Before(dl.end) }

// minute is the minute of the day in which an instant lies.
func (dl *zoneDay) minute(t time.Time) Minute {
	h, minute, _ := t.In(dl.zone).Clock()
	again := false
	for _, r := range dl.repeats {
		again = again || !t.Before(r.from) && t.Before(r.to)
	}
	return MinuteAt(h, again, minute)
}

// MinuteOf is the minute of its day in which an instant lies by the clocks of a zone.
func MinuteOf(t time.Time, zone *time.Location) Minute {
	return newZoneDay(DateOf(t.In(zone)), zone).minute(t)
}

// hoursOf are the hours of a day by some clocks: what exists by one of them exists.
func hoursOf(dials []*zoneDay) []Hour {
	var has [DayEnd]bool
	for _, dl := range dials {
		for t := dl.start; t.Before(dl.end); t = t.Add(time.Minute) {
			has[dl.minute(t)] = true
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
