package schedule

import (
	"unicode/utf8"

	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"github.com/kronoscope/kronoscope/kube/workload"
	"github.com/kronoscope/kronoscope/themes"
	"github.com/kronoscope/kronoscope/tui/display"
	"github.com/kronoscope/kronoscope/tui/widget"
)

// The two fields, in tab order.
const (
	expression = iota
	zone
	fieldsShown
)

// mostTyped limits the length of a field, in characters. An expression that lists every minute is shorter.
const mostTyped = 400

// field is a text field.
type field struct {
	label string
	input textinput.Model
}

func newFields() [fieldsShown]field {
	var fields [fieldsShown]field
	for i, label := range []string{"schedule", "zone"} {
		input := textinput.New()
		input.Prompt = ""
		input.CharLimit = mostTyped
		input.SetVirtualCursor(false)
		fields[i] = field{label, input}
	}
	return fields
}

// write sets the fields to a timing.
func (s *Screen) write(t workload.Timing) {
	for i, text := range []string{t.Schedule, t.TimeZone} {
		s.fields[i].input.SetValue(text)
		s.fields[i].input.CursorEnd()
	}
}

// turnTo moves the focus to a field. A zone is selected as a whole: whoever goes there wants another one.
func (s *Screen) turnTo(i int) {
	s.fields[s.focus].input.Blur()
	s.focus = (i + fieldsShown) % fieldsShown
	s.fields[s.focus].input.Focus()
	s.selected = s.focus == zone && s.fields[zone].input.Value() != ""
	s.list.close()
}

// edit passes a key or a paste to the focused field, and asks again when the text has changed.
func (s *Screen) edit(msg tea.Msg) tea.Cmd {
	input := &s.fields[s.focus].input
	before := input.Value()
	if s.selected && replaces(msg) {
		input.SetValue("")
	}
	s.selected = false
	var cmd tea.Cmd
	*input, cmd = input.Update(msg)
	if input.Value() == before {
		return cmd
	}
	s.refusal = ""
	s.list.close()
	return tea.Batch(cmd, s.ask())
}

// replaces reports whether a message replaces or deletes the selected text.
func replaces(msg tea.Msg) bool {
	press, ok := msg.(tea.KeyPressMsg)
	return !ok || press.Text != "" || press.Code == tea.KeyBackspace || press.Code == tea.KeyDelete
}

// cursorAt returns the place of the cursor, in bytes of the field's text.
func (f *field) cursorAt() int {
	text := []rune(f.input.Value())
	return len(string(text[:min(f.input.Position(), len(text))]))
}

// highlight is a part of a text, in bytes, drawn in its own ink.
type highlight struct {
	from, to int
	ink      themes.Ink
}

// draw returns the field's text in at most width cells, with the cursor if the field is focused, and how many cells have scrolled out of
// view at the left.
func (f *field) draw(width int, ink themes.Ink, marked highlight) (text string, scrolled int) {
	value := f.input.Value()
	cursor := -1
	if f.input.Focused() {
		cursor = f.cursorAt()
		scrolled = max(widget.Width(display.Clean(value[:cursor]))+1-width, 0)
	}
	used, at := 0, 0
	for i := 0; i <= len(value); {
		cell, size := " ", 1
		if i < len(value) {
			_, size = utf8.DecodeRuneInString(value[i:])
			cell = display.Clean(value[i : i+size])
		} else if cursor != i {
			break
		}
		w := widget.Width(cell)
		if at >= scrolled && used+w <= width {
			style := ink
			if marked.from <= i && i < marked.to {
				style = marked.ink
			}
			if i == cursor {
				style = style.Reverse(true)
			}
			text += style.Render(cell)
			used += w
		}
		at += w
		i += size
	}
	return text, scrolled
}
