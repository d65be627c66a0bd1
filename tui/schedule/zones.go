package schedule

import (
	"cmp"
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/lithammer/fuzzysearch/fuzzy"

	"github.com/kronoscope/kronoscope/scheduler/cron"
)

//go:generate sh -c "unzip -Z1 \"$(go env GOROOT)/lib/time/zoneinfo.zip\" | grep -v -e '/$' -e '^Factory$' | LC_ALL=C sort > zonenames.txt"

//go:embed zonenames.txt
var zoneFile string

// zoneNames returns the names of the IANA database that comes with Go, which cannot list them.
var zoneNames = sync.OnceValue(func() []string { return strings.Fields(zoneFile) })

// zonesOffered limits the length of a list of zones.
const zonesOffered = 60

// matchZones returns the zones that a text may mean, the likeliest first; for an empty text the user's zone, UTC, then the others by name.
func matchZones(text string, local *time.Location, now time.Time) []suggestion {
	type match struct {
		name string
		rank int
	}
	var found []match
	for _, name := range zoneNames() {
		if rank := rankZone(text, name, local.String()); rank >= 0 {
			found = append(found, match{name, rank})
		}
	}
	slices.SortFunc(found, func(a, b match) int { return cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(a.name, b.name)) })
	var all []suggestion
	for _, m := range found[:min(len(found), zonesOffered)] {
		s := suggestion{label: m.name, text: m.name, cursor: len(m.name)}
		if zone, err := time.LoadLocation(m.name); err == nil {
			s.hint = offset(now.In(zone))
		}
		all = append(all, s)
	}
	return all
}

// rankZone prefers the start of a name or of its city to letters inside it, and those to scattered letters; −1 for no match.
func rankZone(text, name, local string) int {
	const within, apart = 200, 400
	switch {
	case text == "" && name == local:
		return 0
	case text == "" && name == "UTC":
		return 1
	case text == "":
		return 2
	}
	low, sought := strings.ToLower(name), strings.ReplaceAll(strings.ToLower(text), " ", "_")
	city := low[strings.LastIndexByte(low, '/')+1:]
	switch {
	case low == sought:
		return 0
	case strings.HasPrefix(city, sought):
		return 1 + len(city) - len(sought)
	case strings.HasPrefix(low, sought):
		return len(low) - len(sought)
	case strings.Contains(low, sought):
		return within + len(low)
	}
	if rank := fuzzy.RankMatch(sought, low); rank >= 0 {
		return apart + rank
	}
	return -1
}

// changesAhead is how many years ahead a zone's next clock change is looked for.
const changesAhead = 10

// zoneWords describes a zone: its present abbreviation and offset, and when its clocks change.
func zoneWords(zone *time.Location, now time.Time) string {
	t := now.In(zone)
	words := offset(t)
	if letters, _ := t.Zone(); strings.Trim(letters, "+-0123456789") != "" && letters != words {
		words = letters + ", " + words
	}
	if shifts := cron.ZoneShifts(zone, now, now.AddDate(changesAhead, 0, 0)); len(shifts) > 0 {
		return words + "; its clocks change on " + shifts[0].At.Format("Mon 2 Jan 2006")
	}
	return words + "; its clocks do not change"
}

// offset returns a time's distance from UTC: "UTC+5:30".
func offset(t time.Time) string {
	_, seconds := t.Zone()
	if seconds == 0 {
		return "UTC"
	}
	sign := "+"
	if seconds < 0 {
		sign, seconds = "−", -seconds
	}
	text := fmt.Sprintf("UTC%s%d", sign, seconds/3600)
	if minutes := seconds % 3600 / 60; minutes > 0 {
		text += fmt.Sprintf(":%02d", minutes)
	}
	return text
}
