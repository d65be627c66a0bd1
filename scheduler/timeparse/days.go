package timeparse

import "time"

// AddDays returns the instant a number of calendar days after t, or before it when negative: the clock on the wall shows the same
// time of day. If the clocks skip that time, it is the instant of the change; if they show it twice, it is the one with the offset of t,
// or else the first. With 0 days it is t itself.
func AddDays(t time.Time, days int) time.Time { return addDays(t, days).At }

// addDays is [AddDays] with remarks on the clocks.
func addDays(t time.Time, days int) Reading {
	if days == 0 {
		return remarked(Reading{At: t})
	}
	c := civilOf(t).addDays(days)
	c.hour, c.minute, c.second = t.Clock()
	offset := offsetAt(t, t.Location())
	r, err := locate(c, t.Location(), &offset)
	if err != nil { // the offset is another one that day
		r, _ = locate(c, t.Location(), nil)
	}
	r.At = r.At.Add(time.Duration(t.Nanosecond()))
	return r
}
