package schedule

import (
	"github.com/kronoscope/kronoscope/tui/display"
	"github.com/kronoscope/kronoscope/tui/widget"
)

// suggestion is a text that can replace that of the focused field.
type suggestion struct {
	label, hint string
	text        string
	cursor      int // where the cursor goes, in characters
}

// closed is the cursor of a list that is only shown.
const closed = -1

// list is the place of the cursor among the suggestions of the focused field.
type list struct{ cursor int }

func (l *list) open() bool { return l.cursor != closed }

func (l *list) close() { l.cursor = closed }

// suggestions returns those for the focused field.
func (s *Screen) suggestions() []suggestion {
	if s.focus == zone {
		return s.answer.zones
	}
	return offered(s.fields[expression].input.Value())
}

// moveList moves through the suggestions. Moving up past the first one closes the list.
func (s *Screen) moveList(by int) {
	n := len(s.suggestions())
	if n == 0 || by < 0 && !s.list.open() {
		return
	}
	s.list.cursor = max(min(s.list.cursor+by, n-1), closed)
}

// takeSuggestion writes a suggestion into the field.
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

// firstShown returns the suggestion at the top of a list of so many lines.
func (s *Screen) firstShown(lines int) int { return max(s.list.cursor-lines+1, 0) }

// drawList returns the suggestions with a title.
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
