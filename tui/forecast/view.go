package forecast

import (
	"fmt"
	"strings"

	"github.com/kronoscope/kronoscope/scheduler/forecast"
	"github.com/kronoscope/kronoscope/tui/display"
	"github.com/kronoscope/kronoscope/tui/widget"
)

// layout is how many lines the parts take:
//
//	7 days from Tue 24 Nov 02:00 …           all CronJobs
//	NAME          SCHEDULE    RUNS  SKIPPED  LATE
//	backup        0 2 * * *      7
//	── most at once ─────────────────────────────────────
//	pods  ████░░░░  4 of 10  Wed 25 Nov 02:00  backup, …
//	── findings 2 ───────────────────────────────────────
type layout struct{ head, table, notes int }

// layoutFor gives the table the lines that its rows need, but leaves a good half of the screen to the notes below it.
func layoutFor(height, rows, notes int, large bool) layout {
	l := layout{head: min(1, height)}
	room := height - l.head
	if !large {
		l.table = min(rows+1, max(room-notes, room*9/20, min(room, 4)))
	}
	l.notes = room - l.table
	return l
}

// show shows an answer. The cursor stays on its CronJob, and the notes keep their scroll position.
func (s *Screen) show(f *forecast.Forecast) {
	s.answer = f
	if f == nil {
		s.rows = nil
		s.relayout()
		return
	}
	var on row
	if at := s.table.Cursor(); at < len(s.rows) {
		on = s.rows[at]
	}
	s.rows = rowsOf(f)
	cursor := 0
	for i, r := range s.rows {
		if r.key == on.key {
			cursor = i
		}
	}
	s.table.SetRows(len(s.rows), cursor)
	s.relayout()
}

func (s *Screen) relayout() {
	s.notes, s.notesStyles = s.noteLines(), s.env.Styles
	s.layout = layoutFor(s.height, len(s.rows), len(s.notes), s.large)
	s.table.Columns, s.places = heads(s.rows, s.env.AllNamespaces())
	s.table.SetSize(s.width, s.layout.table)
	s.table.SetRows(len(s.rows), s.table.Cursor())
	s.scroll(0)
}

// View draws the forecast.
func (s *Screen) View() string {
	st := s.env.Styles
	lines := make([]string, 0, s.height)
	if s.layout.head > 0 {
		lines = append(lines, s.head())
	}
	switch {
	case s.answer == nil && s.err != nil:
		lines = append(lines, "")
		lines = append(lines, paragraph("! ", display.Clean(s.err.Error()), s.width, st.Warn)...)
	case s.answer == nil && s.asked.task.Busy():
		lines = append(lines, "", st.Muted.Render("  working it out …  esc gives up"))
	case s.answer == nil:
		lines = append(lines, "", st.Muted.Render("  nothing has been worked out; ctrl-r does"))
	case len(s.rows) == 0:
		lines = append(lines, "", st.Muted.Render("  there are no CronJobs to look ahead for"))
	default:
		if s.layout.table > 0 {
			lines = append(lines, strings.Split(s.table.View(cells{s.rows, s.places}, st), "\n")...)
		}
		lines = append(lines, s.notesInView()...)
	}
	return widget.Page(lines, s.width, s.height)
}

// notesInView returns the notes in view; the last line says how many more there are.
func (s *Screen) notesInView() []string {
	notes := s.notes
	if s.notesStyles != s.env.Styles {
		notes = s.noteLines() // the theme has changed
	}
	shown := notes[s.first:min(s.first+s.layout.notes, len(notes))]
	more := len(notes) - s.first - len(shown)
	if more == 0 || len(shown) == 0 {
		return shown
	}
	how := "scroll down"
	if !s.large {
		how = s.env.Keys.InForecast.Findings.Help().Key + " shows all"
	}
	last := s.env.Styles.Muted.Render(fmt.Sprintf("   … %d more lines: %s", more+1, how))
	return append(append([]string{}, shown[:len(shown)-1]...), widget.Clip(last, s.width))
}

// head names the span and the CronJobs of the forecast in view, or of the one under way.
func (s *Screen) head() string {
	st := s.env.Styles
	shown := s.span
	if s.answer != nil {
		shown = s.answered
	}
	text := st.Key.Render("[ ") + st.Strong.Render(spanInWords(shown)) + st.Key.Render(" ]")
	if f := s.answer; f != nil {
		text += st.Muted.Render(" from " + f.From.In(s.env.Zone).Format(stampForm) + " to " + f.To.In(s.env.Zone).Format(stampForm))
	}
	right := "all CronJobs"
	switch {
	case s.asked.task.Busy() && shown != s.span:
		right = "working out " + spanInWords(s.span) + " …"
	case s.asked.task.Busy():
		right = "working it out …"
	case s.only != nil:
		right = s.chosenInWords()
	case s.env.Namespace != "":
		right = "namespace " + display.Clean(s.env.Namespace)
	}
	return " " + widget.Spread(text, st.Muted.Render(right), max(s.width-2, 0))
}

func spanInWords(span int) string {
	if days := spans[span]; days != 1 {
		return fmt.Sprintf("%d days", days)
	}
	return "1 day"
}

// chosenInWords says which CronJobs the forecast covers, unless it covers all; a single one is named.
func (s *Screen) chosenInWords() string {
	for key := range s.only {
		if len(s.only) == 1 {
			return display.Clean(key.String())
		}
	}
	return fmt.Sprintf("%d %s", len(s.only), display.Clean(s.chosen))
}
