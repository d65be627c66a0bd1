package widget

import (
	"fmt"
	"sort"
	"strconv"
	"strings"

	"github.com/kronoscope/kronoscope/themes"
)

// Indexes holds the completion indexes of an Indexed Job by state. Completed and Failed are as in its status, such as "0-3,7"; Active has
// those with a pod under way.
type Indexes struct {
	Total             int
	Completed, Failed string
	Active            []int
}

// span is an inclusive range of indexes.
type span struct{ from, to int }

// parseSpans reads a list of indexes from a status. Unreadable parts are skipped: the text comes from a cluster.
func parseSpans(list string, total int) []span {
	var spans []span
	for part := range strings.SplitSeq(list, ",") {
		a, b, isRange := strings.Cut(strings.TrimSpace(part), "-")
		from, err := strconv.Atoi(a)
		if err != nil {
			continue
		}
		to := from
		if isRange {
			if to, err = strconv.Atoi(b); err != nil {
				continue
			}
		}
		from, to = max(from, 0), min(to, total-1)
		if from <= to {
			spans = append(spans, span{from, to})
		}
	}
	return spans
}

// tally counts the indexes of one cell by state; size is how many there are.
type tally struct{ size, done, failed, active int }

// cells distributes the indexes over at most n cells of per indexes each; the last cell may have fewer.
func (x Indexes) cells(n int) (out []tally, per int) {
	if x.Total <= 0 || n <= 0 {
		return nil, 0
	}
	per = (x.Total + n - 1) / n
	out = make([]tally, (x.Total+per-1)/per)
	for i := range out {
		out[i].size = min(per, x.Total-i*per)
	}
	spread := func(list string, add func(*tally, int)) {
		for _, s := range parseSpans(list, x.Total) {
			for c := s.from / per; c <= s.to/per; c++ {
				add(&out[c], min(s.to, (c+1)*per-1)-max(s.from, c*per)+1)
			}
		}
	}
	spread(x.Completed, func(t *tally, k int) { t.done += k })
	spread(x.Failed, func(t *tally, k int) { t.failed += k })
	for _, i := range x.Active {
		if i >= 0 && i < x.Total {
			out[i/per].active++
		}
	}
	return out, per
}

// IndexGrid draws one cell for each index, or for several when there are too many for lines of width cells: ■ done, ✗ failed, ▣ running, ◧
// partly done, □ pending. It returns no more than lines lines, unpadded.
func IndexGrid(x Indexes, width, lines int, s *themes.Styles) []string {
	if width <= 0 || lines <= 0 {
		return nil
	}
	cells, _ := x.cells(width * lines)
	out := make([]string, 0, lines)
	for start := 0; start < len(cells); start += width {
		row := cells[start:min(start+width, len(cells))]
		var b strings.Builder
		for i := 0; i < len(row); {
			glyph, st := row[i].draw(s)
			j := i + 1
			for j < len(row) {
				if next, _ := row[j].draw(s); next != glyph {
					break
				}
				j++
			}
			b.WriteString(st.Render(strings.Repeat(glyph, j-i)))
			i = j
		}
		out = append(out, b.String())
	}
	return out
}

// draw shows the worst state: a cell with a failed index is drawn as failed.
func (t tally) draw(s *themes.Styles) (string, themes.Ink) {
	switch {
	case t.failed > 0:
		return "✗", s.Bad
	case t.active > 0:
		return "▣", s.Running
	case t.done >= t.size:
		return "■", s.Good
	case t.done > 0:
		return "◧", s.Good
	}
	return "□", s.Idle
}

// IndexLegend explains the signs of the grid with their counts in at most width cells.
func IndexLegend(x Indexes, width, lines int, s *themes.Styles) string {
	count := func(list string) (n int) {
		for _, sp := range parseSpans(list, x.Total) {
			n += sp.to - sp.from + 1
		}
		return n
	}
	done, failed := count(x.Completed), count(x.Failed)
	active := make([]int, len(x.Active))
	copy(active, x.Active)
	sort.Ints(active)
	running := 0
	for i, v := range active {
		if v >= 0 && v < x.Total && (i == 0 || active[i-1] != v) {
			running++
		}
	}
	parts := []string{
		s.Good.Render("■") + " " + strconv.Itoa(done) + " done",
		s.Bad.Render("✗") + " " + strconv.Itoa(failed) + " failed",
		s.Running.Render("▣") + " " + strconv.Itoa(running) + " running",
		s.Idle.Render("□") + " " + strconv.Itoa(max(x.Total-done-failed-running, 0)) + " pending",
	}
	if _, per := x.cells(width * lines); per > 1 {
		parts = append(parts, s.Muted.Render(fmt.Sprintf("(a cell is %d indexes)", per)))
	}
	return Clip(strings.Join(parts, "  "), width)
}
