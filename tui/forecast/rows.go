package forecast

import (
	"cmp"
	"strconv"

	batchv1 "k8s.io/api/batch/v1"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/scheduler/forecast"
	"github.com/kronoscope/kronoscope/themes"
	"github.com/kronoscope/kronoscope/tui/display"
	"github.com/kronoscope/kronoscope/tui/screen"
	"github.com/kronoscope/kronoscope/tui/widget"
)

// row is a CronJob of the forecast, its cells computed once.
type row struct {
	key   kube.Key
	cells [columnCount]string
	grave bool // some of its runs will not happen as planned
	idle  bool // none of its runs will happen
	calm  bool // its note is no warning
}

func (r row) ref() screen.Ref { return screen.Ref{Kind: screen.KindCronJob, Key: r.key} }

// The columns.
const (
	nameColumn = iota
	namespaceColumn
	scheduleColumn
	policyColumn
	runsColumn
	skippedColumn
	lateColumn
	replacedColumn
	overlapColumn
	longestColumn
	podsColumn
	noteColumn
	columnCount
)

// heads returns the columns for the table, and leaves out those that are empty in every row.
func heads(rows []row, allNamespaces bool) ([]widget.Column, []int) {
	all := [columnCount]widget.Column{
		{Title: "NAME", Min: 14, Max: 32},
		{Title: "NAMESPACE", Min: 9, Max: 18, Priority: 7},
		{Title: "SCHEDULE", Min: 9, Max: 16},
		{Title: "POLICY", Min: 7, Priority: 8},
		{Title: "RUNS", Min: 4, Right: true},
		{Title: "SKIPPED", Min: 7, Right: true},
		{Title: "LATE", Min: 4, Right: true, Priority: 2},
		{Title: "REPLACED", Min: 8, Right: true, Priority: 1},
		{Title: "OVERLAP", Min: 7, Right: true, Priority: 3},
		{Title: "LONGEST", Min: 7, Right: true, Priority: 4},
		{Title: "PODS", Min: 4, Right: true, Priority: 9},
		{Title: "NOTE", Min: 11, Max: 20, Priority: 5},
	}
	var columns []widget.Column
	var places []int
	for i, column := range all {
		for _, r := range rows {
			column.Want = max(column.Want, widget.Width(r.cells[i]))
		}
		if column.Want == 0 || i == namespaceColumn && !allNamespaces {
			continue
		}
		if i == scheduleColumn {
			column.Min = max(column.Min, min(column.Want, column.Max)) // the end of a schedule matters as much as its beginning
		}
		column.Want = max(column.Want, column.Min)
		columns, places = append(columns, column), append(places, i)
	}
	return columns, places
}

func rowsOf(f *forecast.Forecast) []row {
	grave := map[int]bool{}
	for _, found := range f.Findings {
		if found.Grave && found.CronJob >= 0 {
			grave[found.CronJob] = true
		}
	}
	rows := make([]row, 0, len(f.CronJobs))
	for i := range f.CronJobs {
		rows = append(rows, rowOf(&f.CronJobs[i], grave[i]))
	}
	return rows
}

func rowOf(o *forecast.Outlook, grave bool) row {
	cj, t := o.CronJob, o.Tally()
	r := row{key: kube.Key{Namespace: cj.Namespace, Name: cj.Name}, grave: grave, idle: len(o.Runs) == 0}
	some := func(n int) string {
		if n == 0 {
			return ""
		}
		return strconv.Itoa(n)
	}
	longest := "–"
	if t.Longest > 0 {
		longest = widget.Duration(t.Longest)
	}
	note := ""
	switch {
	case o.Err != nil:
		note = "✗ unusable"
	case o.Suspended:
		note = "⏸ suspended"
	case o.Unknown && !r.idle:
		note = "? how long"
	case grave:
		note = "! see below"
	case o.Annotated && !r.idle:
		note, r.calm = "≈ annotated", true
	}
	r.cells = [columnCount]string{
		display.Clean(cj.Name), display.Clean(cj.Namespace), display.Clean(cj.Spec.Schedule), display.Clean(string(cmp.Or(cj.Spec.ConcurrencyPolicy, batchv1.AllowConcurrent))),
		strconv.Itoa(t.Runs), some(t.Skipped), some(t.Late), some(t.Replaced), some(t.Overlaps), longest, strconv.FormatInt(o.PodsPerRun, 10), note,
	}
	return r
}

// cells adapts the rows to the table.
type cells struct {
	rows   []row
	places []int // indexes of the columns in view
}

// Marked reports false: the rows cannot be marked.
func (c cells) Marked(int) bool { return false }

// Cell draws one cell.
func (c cells) Cell(at, column, width int, s *themes.Styles) string {
	r := c.rows[at]
	ink := s.Text
	switch place := c.places[column]; {
	case r.idle:
		ink = s.Muted
	case place == nameColumn && r.grave:
		ink = s.Warn
	case place == noteColumn && r.calm:
		ink = s.Muted
	case place == skippedColumn, place == replacedColumn, place == noteColumn:
		ink = s.Warn
	case place == lateColumn, place == overlapColumn:
		ink = s.Accent
	case place == namespaceColumn, place == policyColumn, place == podsColumn:
		ink = s.Muted
	}
	return ink.Render(widget.Clip(r.cells[c.places[column]], width))
}
