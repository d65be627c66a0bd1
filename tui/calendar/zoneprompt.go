package calendar

import (
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/kronoscope/kronoscope/scheduler/cron"
	"github.com/kronoscope/kronoscope/themes"
	"github.com/kronoscope/kronoscope/tui/listing"
)

// askZone prompts for the zone in which days begin and times are shown.
type askZone struct {
	names   []string // that match the text
	cursor  int
	now     time.Time
	offered []zoneOffer // around the cursor
}

// zoneOffer is a zone and the time of its clock.
type zoneOffer struct {
	name, clock string
	selected    bool
}

// maxOffers is how many zones are offered at a time.
const maxOffers = 8

func newZonePrompt() *prompt { return newPrompt(&askZone{}, "") }

func (a *askZone) title() string { return "zone of the calendar" }

// update keeps the names that hold the typed letters, the closest first.
func (a *askZone) update(s *Screen, text string) tea.Cmd {
	a.now, a.cursor, a.names = s.env.Now, 0, nil
	filter := listing.ParseFilter(strings.ReplaceAll(strings.TrimSpace(text), " ", "_"))
	ranks := map[string]int{}
	for _, name := range cron.ZoneNames() {
		if rank := filter.Rank(strings.ToLower(name), nil, nil); rank >= 0 {
			ranks[name] = rank
			a.names = append(a.names, name)
		}
	}
	slices.SortStableFunc(a.names, func(x, y string) int { return ranks[x] - ranks[y] })
	a.offer()
	return nil
}

func (a *askZone) move(by int) {
	a.cursor = min(max(a.cursor+by, 0), max(len(a.names)-1, 0))
	a.offer()
}

// offer reads the clocks of the zones around the cursor.
func (a *askZone) offer() {
	a.offered = nil
	first := max(a.cursor-maxOffers+1, 0)
	for i := first; i < min(first+maxOffers, len(a.names)); i++ {
		o := zoneOffer{name: a.names[i], selected: i == a.cursor}
		if zone, err := time.LoadLocation(o.name); err == nil {
			o.clock = a.now.In(zone).Format(" Mon 15:04 MST -07:00")
		}
		a.offered = append(a.offered, o)
	}
}

func (a *askZone) feedback(_, lines int, s *themes.Styles) []string {
	if len(a.offered) == 0 {
		return []string{s.Bad.Render("✗ no time zone has such a name")}
	}
	var shown []string
	for _, o := range a.offered {
		if o.selected {
			shown = append(shown, s.Selected.Render("▸ "+o.name+o.clock))
		} else {
			shown = append(shown, s.Text.Render("  "+o.name)+s.Muted.Render(o.clock))
		}
		if o.selected && len(shown) > lines { // the selected offer must stay in view
			shown = shown[len(shown)-lines:]
		}
	}
	return shown[:min(len(shown), lines)]
}

func (a *askZone) accept(s *Screen) (tea.Cmd, bool) {
	if len(a.names) == 0 {
		return nil, false
	}
	zone, err := time.LoadLocation(a.names[a.cursor])
	if err != nil {
		return nil, false
	}
	s.zone = zoneChoice{zoneChosen, zone}
	return s.handleTick(), true
}

func (a *askZone) cancel(*Screen) tea.Cmd { return nil }
