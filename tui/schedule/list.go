package schedule

import (
	"github.com/kronoscope/kronoscope/tui/display"
	"github.com/kronoscope/kronoscope/tui/widget"
)

// suggestion is a text that can be taken over into the field that has the focus.
type suggestion struct {
	label, hint string
	text        string
	cursor      int // where it goes, in characters
}

// closed is the cursor of a list that only shows.
const closed = -1

// list is where in the suggestions of the focused field the cursor is.
type list struct{ cursor int }

func (l *list) open() bool { return l.cursor != closed }

func (l *list) close() { l.cursor = closed }

// suggestions are those of the focused field.
func (s *Screen) suggestions() []suggestion {
	if s.focus == zone {
		return s.answer.zones
	}
	return offered(s.fields[expression].input.Value())
}

// moveList goes through the suggestions; upwards out of them it closes the list.
func (s *Screen) moveList(by int) {
	n := len(s.suggestions())
	if n == 0 || by < 0 && !s.list.open() {
		return
	}
	s.list.cursor = max(min(s.list.cursor+by, n-1), closed)
}

// takeSuggestion writes the suggestion at a place into the field.
func (s *Screen) takeSuggestion(i int) bool {
	all := s.suggestions()
	if i < 0 || i >= len(all) {
		return false
	}
	input := &s.fields[s.focus].input
	input.SetValue(all[i].text)
	input.SetCursor(all[i].cursor)
	s.selected = false
	s.list.close()
	s.refusal = ""
	return true
}

// firstShown is the suggestion at the top of a list of so many lines.
func (s *Screen) firstShown(lines int) int { return max(s.list.cursor-lines+1, 0) }

// drawList is the suggestions with a title.
func (s *Screen) drawList(width, height int) []string {
	if width < 10 || height < 2 {
		return nil
	}
	st := s.env.Styles
	title := "presets"
	if s.focus == zone {
		title = "zones"
	}
	hint := "↓ to choose"
	if s.list.open() {
		hint = "enter takes it"
	}
	lines := []string{widget.Spread(st.ColumnHead.Render(title), st.Muted.Render(hint), width)}
	all := s.suggestions()
	if len(all) == 0 {
		return append(lines, st.Muted.Render("  no zone of that name"))
	}
	first := s.firstShown(height - 1)
	for i := first; i < min(first+height-1, len(all)); i++ {
		label, hint := display.Clean(all[i].label), display.Clean(all[i].hint)
		if i == s.list.cursor {
			lines = append(lines, st.Selected.Render("▸ "+widget.Spread(label, hint, width-2)))
			continue
		}
		lines = append(lines, "  "+widget.Spread(st.Text.Render(label), st.Muted.Render(hint), width-2))
	}
	return lines
}
