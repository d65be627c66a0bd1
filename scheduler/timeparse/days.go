package timeparse

import "time"

// AddDays is so many days of the calendar after an instant, or before it: when the clocks on the wall say the same again. What they
// skip that day is the instant of the change; of what they say twice it is the time with the offset of t, else the first. No days
// are no way at all, also from a time that comes twice.
func AddDays(t time.Time, days int) time.Time { return addDays(t, days).At }

// addDays is [AddDays] with what the clocks do to it.
func addDays(t time.Time, days int) Reading {
	if days == 0 {
		return remarked(Reading{At: t})
	}
	c := civilOf(t).addDays(days)
	c.hour, c.minute, c.second = t.Clock()
	offset := offsetAt(t, t.Location())
	r, err := locate(c, t.Location(), &offset)
	if err != nil { // the clocks have changed in between
		r, _ = locate(c, t.Location(), nil)
	}
	r.At = r.At.Add(time.Duration(t.Nanosecond()))
	return r
}
