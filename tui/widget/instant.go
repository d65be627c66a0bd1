package widget

import "time"

// ZoneIfAmbiguous distinguishes the two occurrences of a time of day when the clocks are set back: it returns " CEST", then " CET". It is
// empty for all other times.
func ZoneIfAmbiguous(t time.Time) string {
	const day = 24 * time.Hour
	_, offset := t.Zone()
	for _, near := range []time.Time{t.Add(-day), t.Add(day)} {
		_, other := near.Zone()
		twin := t.Add(time.Duration(offset-other) * time.Second)
		if _, there := twin.Zone(); other != offset && there == other {
			return t.Format(" MST")
		}
	}
	return ""
}

// Instant returns an instant as people say it: "Sun 25 Oct 03:00". It adds the year if that is not the present one, and the abbreviation
// of the zone if the clock shows that time twice.
func Instant(t, now time.Time) string {
	layout := "Mon 2 Jan"
	if t.Year() != now.In(t.Location()).Year() {
		layout += " 2006"
	}
	layout += " 15:04"
	if t.Second() != 0 {
		layout += ":05"
	}
	return t.Format(layout) + ZoneIfAmbiguous(t)
}
