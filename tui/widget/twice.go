package widget

import "time"

// Which tells a time of day that its zone's clock shows twice from the other one, when clocks are set back: " CEST" and then " CET".
// It is empty for all other times.
func Which(t time.Time) string {
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
