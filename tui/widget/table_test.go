package widget

import (
	"strconv"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/kronoscope/kronoscope/themes"
)

// grid shows row and column of each cell and counts calls.
type grid struct{ asked map[int]int }

func (g grid) Cell(row, column, _ int, _ *themes.Styles) string {
	g.asked[row]++
	return strconv.Itoa(row) + ":" + strconv.Itoa(column)
}

func (g grid) Marked(row int) bool { return row == 3 }

func TestOnlyRowsInViewAreDrawn(t *testing.T) {
	table := Table{Columns: []Column{{Title: "A", Min: 8, Want: 8}, {Title: "B", Min: 8, Want: 8, Right: true}}, Sorted: 1}
	table.SetSize(24, 6)
	table.SetRows(10_000, 5_000)
	g := grid{map[int]int{}}
	got := ansi.Strip(table.View(g, plain(t)))
	want := strings.Join([]string{
		"  A               B↑    ",
		"  4996:0      4996:1    ",
		"  4997:0      4997:1    ",
		"  4998:0      4998:1    ",
		"  4999:0      4999:1    ",
		"▸ 5000:0      5000:1    ",
	}, "\n")
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("view (-want +got):\n%s", diff)
	}
	if len(g.asked) != 5 {
		t.Errorf("asked for %d rows, want the 5 in view", len(g.asked))
	}
}

func TestCursorStaysInViewAndInRange(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		table := Table{Columns: []Column{{Title: "A", Min: 4, Want: 4}}}
		rows := 0
		for range rapid.IntRange(1, 30).Draw(rt, "steps") {
			switch rapid.IntRange(0, 3).Draw(rt, "what") {
			case 0:
				table.SetSize(rapid.IntRange(-1, 40).Draw(rt, "w"), rapid.IntRange(-1, 12).Draw(rt, "h"))
			case 1:
				rows = rapid.IntRange(0, 30).Draw(rt, "rows")
				table.SetRows(rows, rapid.IntRange(-5, 40).Draw(rt, "cursor"))
			case 2:
				table.Move(rapid.IntRange(-50, 50).Draw(rt, "by"))
			case 3:
				table.Scroll(rapid.IntRange(-50, 50).Draw(rt, "by"))
			}
			if c := table.Cursor(); c < 0 || (rows > 0 && c >= rows) || (rows == 0 && c != 0) {
				rt.Fatalf("cursor %d of %d rows", c, rows)
			}
			if page := table.PageRows(); page > 0 && rows > 0 && (table.cursor < table.first || table.cursor >= table.first+page) {
				rt.Fatalf("cursor %d is out of view: %d rows from %d", table.cursor, page, table.first)
			}
		}
	})
}

func TestClicksFindRowsAndHeads(t *testing.T) {
	table := Table{Columns: []Column{{Title: "A", Min: 6, Want: 6}, {Title: "B", Min: 6, Want: 6}}}
	table.SetSize(30, 5)
	table.SetRows(10, 9)
	for _, c := range []struct{ y, want int }{{0, -1}, {1, 6}, {4, 9}, {5, -1}} {
		if got := table.RowAt(c.y); got != c.want {
			t.Errorf("RowAt(%d) = %d, want %d", c.y, got, c.want)
		}
	}
	for _, c := range []struct{ x, want int }{{0, -1}, {2, 0}, {7, 0}, {8, -1}, {10, 1}, {29, -1}} {
		if got := table.ColumnAt(c.x); got != c.want {
			t.Errorf("ColumnAt(%d) = %d, want %d", c.x, got, c.want)
		}
	}
}

func TestColumnsDropByPriorityAndNeverWrap(t *testing.T) {
	columns := []Column{
		{Title: "NAME", Min: 10, Max: 20, Want: 30},
		{Title: "WHEN", Min: 10, Max: 15, Want: 15, Priority: 3},
		{Title: "NEXT", Min: 6, Want: 8},
		{Title: "LAST", Min: 6, Want: 6, Priority: 1},
	}
	for _, c := range []struct {
		width int
		want  []fit
	}{
		{0, nil},
		{5, []fit{{0, 5}}},
		{18, []fit{{0, 10}, {2, 6}}},
		{30, []fit{{0, 20}, {2, 8}}},
		{38, []fit{{0, 20}, {2, 8}, {3, 6}}},
		{50, []fit{{0, 20}, {1, 10}, {2, 8}, {3, 6}}},
		{100, []fit{{0, 30}, {1, 15}, {2, 8}, {3, 6}}},
	} {
		got := layoutColumns(columns, c.width)
		if diff := cmp.Diff(c.want, got, cmp.AllowUnexported(fit{})); diff != "" {
			t.Errorf("at width %d (-want +got):\n%s", c.width, diff)
		}
	}
}

func TestColumnsNeverOverflow(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		var columns []Column
		for range rapid.IntRange(0, 9).Draw(rt, "columns") {
			least := rapid.IntRange(1, 30).Draw(rt, "min")
			columns = append(columns, Column{
				Min: least, Want: least + rapid.IntRange(0, 40).Draw(rt, "want"), Max: rapid.IntRange(0, 50).Draw(rt, "max"),
				Priority: rapid.IntRange(0, 4).Draw(rt, "priority"),
			})
		}
		width := rapid.IntRange(-2, 220).Draw(rt, "width")
		used := -gap
		for _, f := range layoutColumns(columns, width) {
			used += f.width + gap
		}
		if used > max(width, 0) {
			rt.Fatalf("columns take %d of %d cells", used, width)
		}
	})
}
