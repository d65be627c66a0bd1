package widget

import (
	"fmt"
	"testing"

	"github.com/kronoscope/kronoscope/themes"
	"github.com/kronoscope/kronoscope/tui/tuitest"
)

// week is a quiet grid of hours by days; an hour occurs twice on the last day.
func week(width int, s *themes.Styles) *HeatGrid {
	g := &HeatGrid{Columns: []string{"Mon 19", "Tue 20", "Wed 21", "Thu 22", "Fri 23", "Sat 24", "Sun 25±"}, Row: 1, Column: 1}
	g.Cell = max((width-heatLabel)/7, 3)
	for i, label := range []string{"00", "01", "02", "02²", "03"} {
		row := HeatRow{Label: label, Now: i == 2}
		for day := range 7 {
			c := HeatCell{Count: day * i, Now: i == 2 && day == 2}
			switch {
			case label == "02²" && day < 6:
				c = HeatCell{Void: " "}
			case day == 3:
				c.Sign, c.Signs, c.Ink = "✗", i, s.Bad
			case day == 5 && label == "03":
				c = HeatCell{Void: "╌"}
			}
			row.Cells = append(row.Cells, c)
		}
		g.Rows = append(g.Rows, row)
	}
	g.Measure()
	return g
}

func TestHeatGridOfAWeek(t *testing.T) {
	tuitest.Sweep(t, func(w int, s *themes.Styles) []string { return week(w, s).Draw(w, 6, s) })
}

// minutes is a grid of hours by minutes.
func minutes(cell int) *HeatGrid {
	g := &HeatGrid{Cell: cell, Group: 15, Totals: true, Columns: make([]string, 60), Row: 1, Column: 20, First: 1}
	for i := range 4 {
		g.Columns[15*i] = fmt.Sprintf(":%02d", 15*i)
		row := HeatRow{Label: fmt.Sprintf("%02d", i), Cells: make([]HeatCell, 60), Total: i * 100}
		for m := 0; m < 60; m += 5 {
			row.Cells[m].Count = m / 5 * i
		}
		row.Cells[33].Now = i == 2
		g.Rows = append(g.Rows, row)
	}
	g.Measure()
	return g
}

func TestHeatGridOfMinutes(t *testing.T) {
	tuitest.Sweep(t, func(w int, s *themes.Styles) []string {
		return append(minutes(1).Draw(w, 3, s), minutes(2).Draw(w, 9, s)...)
	})
}

func TestHeatGridFindsEveryCellWhereItIsDrawn(t *testing.T) {
	s := plain(t)
	for _, g := range []*HeatGrid{minutes(1), minutes(2), week(80, s)} {
		seen := map[[2]int]bool{}
		for y := range 10 {
			for x := range 200 {
				if row, column, ok := g.CellAt(x, y); ok {
					seen[[2]int{row, column}] = true
				}
			}
		}
		if want := (len(g.Rows) - g.First) * len(g.Columns); len(seen) != want {
			t.Errorf("%d cells can be clicked of %d", len(seen), want)
		}
	}
}
