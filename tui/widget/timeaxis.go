package widget

import (
	"fmt"
	"strings"
	"time"

	"github.com/kronoscope/kronoscope/themes"
)

// Tick is a place where the clock of a zone passes a round time.
type Tick struct {
	X     int
	Label string
}

const (
	daySeconds  = 24 * 60 * 60
	weekSeconds = 7 * daySeconds
)

// Ticks returns the cells in which the zone's clock passes a multiple of some seconds, counted from midnight, or of a week, counted from
// Monday. An hour that occurs twice has its ticks twice; a skipped one has none.
func (s TimeScale) Ticks(every int64, zone *time.Location) []Tick {
	origin := int64(0)
	if every == weekSeconds {
		origin = 4 * daySeconds // 1970 began on a Thursday
	}
	var ticks []Tick
	before := s.clock(-1, zone)
	for x := range s.Cells {
		clock := s.clock(x, zone)
		n := floorDiv(clock-origin, every)
		again := clock <= before && every < daySeconds && clock-n*every < s.Cell // set back to a tick that has been passed
		if n != floorDiv(before-origin, every) || again {
			at := time.Unix(n*every+origin, 0).UTC() // as the zone's clock shows it
			ticks = append(ticks, Tick{x, tickLabel(at, every)})
		}
		before = clock
	}
	return ticks
}

func tickLabel(at time.Time, every int64) string {
	switch {
	case every >= weekSeconds:
		return at.Format("2 Jan")
	case every >= daySeconds:
		return at.Format("Mon 2")
	}
	return at.Format("15:04")
}

// clock returns what the zone's clock shows at the beginning of a cell, as seconds since 1970.
func (s TimeScale) clock(x int, zone *time.Location) int64 {
	at := s.At(x)
	_, offset := time.Unix(at, 0).In(zone).Zone()
	return at + int64(offset)
}

// Borders returns the cells in which a day of the zone begins, or a month when ticks are a day or more apart.
func (s TimeScale) Borders(every int64, zone *time.Location) []int {
	unit := func(x int) int64 {
		clock := s.clock(x, zone)
		if every < daySeconds {
			return floorDiv(clock, daySeconds)
		}
		y, m, _ := time.Unix(clock, 0).UTC().Date()
		return int64(y)*12 + int64(m)
	}
	var borders []int
	before := unit(-1)
	for x := range s.Cells {
		if n := unit(x); n != before {
			borders = append(borders, x)
			before = n
		}
	}
	return borders
}

// Shifts returns when the clocks of a zone change within the scale.
func (s TimeScale) Shifts(zone *time.Location) []time.Time {
	var shifts []time.Time
	at := time.Unix(s.From-1, 0).In(zone)
	for {
		end := nextChange(at)
		if end.IsZero() || end.Unix() >= s.To() {
			return shifts
		}
		_, before := at.Zone()
		if _, after := end.Zone(); after != before { // else only the abbreviation has changed
			shifts = append(shifts, end)
		}
		at = end
	}
}

// Axis returns two lines of a scale's width: days, or months, above the ticks. "±" marks a clock change, "▼" now.
func Axis(s TimeScale, every int64, now int64, zone *time.Location, st *themes.Styles) [2]string {
	if s.Cells <= 0 {
		return [2]string{}
	}
	upper, lower := newRuler(s.Cells), newRuler(s.Cells)
	form := "Mon 2 Jan 2006"
	if every >= daySeconds {
		form = "January 2006"
	}
	for _, at := range s.Shifts(zone) {
		upper.set(s.X(at.Unix()), "±", st.Warn)
	}
	name := func(x int) { upper.put(x, time.Unix(s.clock(x, zone), 0).UTC().Format(form), st.Text) }
	for _, x := range s.Borders(every, zone) {
		name(x)
	}
	name(0) // gives way to a border nearby
	at := s.X(now)
	if at >= 0 && at < s.Cells {
		lower.set(at, "▼", st.Accent)
	}
	for _, t := range s.Ticks(every, zone) {
		if t.X == at {
			t.X++
		}
		lower.put(t.X, t.Label, st.Muted)
	}
	return [2]string{upper.String(), lower.String()}
}

// ruler is a line of labels that never overlap.
type ruler struct {
	cells []string
	inks  []themes.Ink
}

func newRuler(width int) *ruler {
	return &ruler{make([]string, width), make([]themes.Ink, width)}
}

// put writes a label if there is room for it with a space on each side; the sign of now may stand directly before it.
func (r *ruler) put(x int, label string, ink themes.Ink) {
	letters := strings.Split(label, "")
	if x+len(letters) > len(r.cells) || x > 0 && r.cells[x-1] != "" && r.cells[x-1] != "▼" {
		return
	}
	for i := x; i < min(x+len(letters)+1, len(r.cells)); i++ {
		if r.cells[i] != "" {
			return
		}
	}
	for i, l := range letters {
		r.set(x+i, l, ink)
	}
}

func (r *ruler) set(x int, letter string, ink themes.Ink) { r.cells[x], r.inks[x] = letter, ink }

func (r *ruler) String() string {
	var b strings.Builder
	for i, letter := range r.cells {
		if letter == "" {
			b.WriteByte(' ')
			continue
		}
		r.inks[i].Write(&b, letter)
	}
	return b.String()
}

// Length returns a number of seconds in the greatest whole unit: "15 min", "2 h", "1 d".
func Length(seconds int64) string {
	switch {
	case seconds%weekSeconds == 0:
		return fmt.Sprintf("%d w", seconds/weekSeconds)
	case seconds%daySeconds == 0:
		return fmt.Sprintf("%d d", seconds/daySeconds)
	case seconds%3600 == 0:
		return fmt.Sprintf("%d h", seconds/3600)
	case seconds%60 == 0:
		return fmt.Sprintf("%d min", seconds/60)
	}
	return fmt.Sprintf("%d s", seconds)
}

// floorDiv returns the quotient of integers rounded down; b is positive.
func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}
