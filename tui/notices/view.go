package notices

import (
	"strings"

	"github.com/kronoscope/kronoscope/themes"
	"github.com/kronoscope/kronoscope/tui/display"
	"github.com/kronoscope/kronoscope/tui/screen"
	"github.com/kronoscope/kronoscope/tui/widget"
)

var signs = map[screen.Level]string{screen.Info: "", screen.Good: "✓", screen.Warn: "!", screen.Bad: "✗"}

// mostWide is how wide a notice is at most, in cells.
const mostWide = 100

// Boxes are the notices that are up, the oldest first, each in a box of one line.
func (b *Board) Boxes(width int) []string {
	boxes := make([]string, len(b.shown))
	for i, n := range b.shown {
		boxes[i] = b.draw(n, width)
	}
	return boxes
}

// draw is a notice in a box; what has no room is cut, and the key that shows all of it named.
func (b *Board) draw(n notice, width int) string {
	s := b.env.Styles
	room := min(width, mostWide) - s.Toast.GetHorizontalFrameSize()
	text := display.Clean(strings.Join(strings.Fields(n.Text), " "))
	hint := ""
	switch {
	case !n.Open.IsZero():
		hint = "enter opens it"
	case widget.Width(text)+2 > room:
		hint = b.env.Keys.Messages.Help().Key + " shows all"
	}
	ink := b.ink(n.Level)
	line := ""
	if sign := signs[n.Level]; sign != "" {
		line = ink.Render(sign) + " "
	}
	if hint == "" {
		line += s.Text.Render(widget.Clip(text, room-2))
	} else {
		line += s.Text.Render(widget.Clip(text, room-5-widget.Width(hint))) + s.Muted.Render(" · "+hint)
	}
	return s.Toast.BorderForeground(ink.Foreground()).Render(line)
}

func (b *Board) ink(level screen.Level) themes.Ink {
	s := b.env.Styles
	return map[screen.Level]themes.Ink{screen.Info: s.Text, screen.Good: s.Good, screen.Warn: s.Warn, screen.Bad: s.Bad}[level]
}
