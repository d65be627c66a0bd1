package widget

import "time"

// ZoneIfAmbiguous tells a time of day that its zone's clock shows twice from the other one, when clocks are set back: " CEST" and then " CET".
// It is empty for all other times.
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

// Instant is an instant as people say it: "Sun 25 Oct 03:00". The year is only where it is not the present one, the letters of the zone
// only where its clock shows that time twice.
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
