package themes

import (
	"image/color"
	"strings"

	"charm.land/lipgloss/v2"
)

// Ink is how a text on one line is drawn: its colours and its weight. What it writes before and after a text is worked out
// once, because a frame draws hundreds of texts with the same few inks.
type Ink struct {
	style         *lipgloss.Style // nil for the terminal's own
	before, after string
}

// NewInk returns the ink with the colours and the weight of a style. Borders, padding and sizes are for boxes, not for inks.
func NewInk(style lipgloss.Style) Ink {
	const probe = "x"
	before, after, _ := strings.Cut(style.Render(probe), probe)
	return Ink{&style, before, after}
}

// Render returns the text, drawn with the ink.
func (k Ink) Render(text string) string {
	switch {
	case text == "" || k.before == "" && k.after == "":
		return text
	case strings.IndexByte(text, '\n') >= 0:
		return k.style.Render(text)
	}
	return k.before + text + k.after
}

// Write is Render into a builder.
func (k Ink) Write(b *strings.Builder, text string) {
	if text == "" {
		return
	}
	b.WriteString(k.before)
	b.WriteString(text)
	b.WriteString(k.after)
}

// Style is the style that the ink was made from.
func (k Ink) Style() lipgloss.Style {
	if k.style == nil {
		return lipgloss.NewStyle()
	}
	return *k.style
}

// Bold is the ink with bold letters, or without.
func (k Ink) Bold(on bool) Ink { return NewInk(k.Style().Bold(on)) }

// Reverse is the ink with foreground and background exchanged, or not.
func (k Ink) Reverse(on bool) Ink { return NewInk(k.Style().Reverse(on)) }

// Foreground is the colour of the letters.
func (k Ink) Foreground() color.Color { return k.Style().GetForeground() }
