package schedule

import (
	"fmt"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"github.com/kronoscope/kronoscope/tui/display"
	"github.com/kronoscope/kronoscope/tui/widget"
)

// drawRuns lists the next runs: in the schedule's zone, in the user's if that differs, and as time from now. A note about a clock change
// follows if all of it fits; ± marks the run in any case.
func (s *Screen) drawRuns(width, height int) []string {
	if height < 1 || width < 12 {
		return nil
	}
	st, a := s.env.Styles, &s.answer
	lines := []string{st.ColumnHead.Render("next runs")}
	if a.after.where != "" {
		lines[0] = widget.Spread(lines[0], st.Muted.Render(a.after.where), width)
	}
	if len(a.after.runs) == 0 {
		return append(lines, st.Muted.Render("none"))
	}
	listed := a.after.runs[:min(len(a.after.runs), height-1)]
	rows := make([]display.Upcoming, len(listed))
	for i, run := range listed {
		rows[i].At = run.At
		if run.Note != "" {
			rows[i].Marks = append(rows[i].Marks, st.Warn.Render("±"))
		}
		if i < len(a.shared) && a.shared[i].count > 0 {
			rows[i].Marks = append(rows[i].Marks, st.Muted.Render(fmt.Sprintf("=%d", a.shared[i].count)))
		}
	}
	room := height - 1 - len(listed)
	for i, line := range display.NextRuns(rows, s.env.Zone, s.env.Now, width, st) {
		lines = append(lines, line)
		note := noteLines(listed[i].Note, width)
		if len(note) > room {
			continue
		}
		room -= len(note)
		for _, text := range note {
			lines = append(lines, st.Warn.Render(text))
		}
	}
	return lines
}

// runsWanted returns the number of lines of the next runs with all their notes.
func (s *Screen) runsWanted(width int) int {
	lines := 1 + len(s.answer.after.runs)
	for _, run := range s.answer.after.runs {
		lines += len(noteLines(run.Note, width))
	}
	return lines
}

// noteLines returns the lines of a note below a run, none for an empty note.
func noteLines(note string, width int) []string {
	const sign, indent = "  ± ", "    "
	if note == "" || width <= len(indent) {
		return nil
	}
	lines := strings.Split(ansi.Wrap(note, width-len(indent), ""), "\n")
	for i := range lines {
		if i == 0 {
			lines[i] = sign + lines[i]
		} else {
			lines[i] = indent + lines[i]
		}
	}
	return lines
}
