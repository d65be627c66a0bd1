package listing

import (
	"strconv"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/kronoscope/kronoscope/tui/display"
	"github.com/kronoscope/kronoscope/tui/widget"
)

// Typing reports whether keys are text for the filter.
func (l *List[T]) Typing() bool { return l.typing }

// handleTyping handles a key while the filter is typed: enter keeps it, esc drops it, and the arrows still move.
func (l *List[T]) handleTyping(msg tea.KeyPressMsg) tea.Cmd {
	k := &l.env.Keys.InText
	switch {
	case key.Matches(msg, k.Accept):
		l.stopTyping()
	case key.Matches(msg, k.Cancel):
		l.stopTyping()
		l.setFilter("")
	case key.Matches(msg, k.Up):
		l.move(-1)
	case key.Matches(msg, k.Down):
		l.move(1)
	default:
		return l.edit(msg)
	}
	return nil
}

// edit passes a key to the text, and filters again if the text has changed.
func (l *List[T]) edit(msg tea.Msg) tea.Cmd {
	before := l.input.Value()
	var cmd tea.Cmd
	l.input, cmd = l.input.Update(msg)
	if text := l.input.Value(); text != before {
		l.setFilter(text)
	}
	return cmd
}

func (l *List[T]) stopTyping() {
	l.typing = false
	l.input.Blur()
}

// setFilter narrows the list and puts the cursor on the best match.
func (l *List[T]) setFilter(text string) {
	if l.input.Value() != text {
		l.input.SetValue(text)
	}
	old := l.filter
	l.filter = ParseFilter(text)
	if old.narrows(l.filter) {
		l.applyFilter(l.matches)
	} else {
		l.applyFilter(nil)
	}
	if !l.filter.IsZero() && l.filter.text != old.text {
		l.table.SetRows(len(l.shown), 0)
		l.follow()
	}
}

// Status returns the filter and the number of items it leaves, for the right end of the tab row.
func (l *List[T]) Status(width int) string {
	s := l.env.Styles
	text := ""
	switch {
	case l.typing:
		text = s.Key.Render("/") + s.Strong.Render(display.Clean(l.input.Value())+"▏") + " " + s.Muted.Render(l.count())
	case l.filter.Err != nil:
		text = s.Bad.Render("✗ " + display.Clean(l.filter.Err.Error()))
	case l.input.Value() != "":
		text = s.Accent.Render("/"+display.Clean(l.input.Value())) + " " + s.Muted.Render(l.count())
	}
	if n := len(l.marks); n > 0 {
		if text != "" {
			text += "  "
		}
		text += s.Warn.Render("• " + strconv.Itoa(n) + " marked")
	}
	return widget.Clip(text, width)
}

func (l *List[T]) count() string {
	return strconv.Itoa(len(l.shown)) + " of " + strconv.Itoa(len(l.items))
}
