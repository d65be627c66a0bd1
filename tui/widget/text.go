// Package widget holds the pure renderers: data, a width and styles in, a string out. Every renderer fills at most the
// cells it is given, at any width down to none. It keeps no state, reads no clock and calls no API.
package widget

import (
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// Clip cuts a string, styled or not, to at most width cells; an ellipsis marks the cut.
func Clip(s string, width int) string {
	if width <= 0 {
		return ""
	}
	if Width(s) <= width {
		return s
	}
	if isASCII(s) {
		return s[:width-1] + "…"
	}
	return ansi.Truncate(s, width, "…")
}

// Fit makes a string exactly width cells wide: cut with an ellipsis, or padded with spaces on the right.
func Fit(s string, width int) string {
	n := Width(s)
	if n == width {
		return s
	}
	if n > width {
		s = Clip(s, width)
		n = Width(s)
	}
	return s + Spaces(width-n)
}

// FitRight is like Fit with the spaces on the left, for figures.
func FitRight(s string, width int) string {
	s = Clip(s, width)
	return Spaces(width-Width(s)) + s
}

// Spread puts one string at each end of a line exactly width cells wide; the left one is shortened first.
func Spread(left, right string, width int) string {
	right = Clip(right, width)
	room := width - Width(right)
	if right != "" {
		room = max(room-1, 0)
	}
	return Fit(Fit(left, room)+Spaces(width-Width(right)-room)+right, width)
}

const blanks = "                                                                                                                "

// Spaces returns n spaces, none when n is negative.
func Spaces(n int) string {
	switch {
	case n <= 0:
		return ""
	case n <= len(blanks):
		return blanks[:n]
	}
	return strings.Repeat(" ", n)
}

// Page turns lines into exactly height lines of exactly width cells.
func Page(lines []string, width, height int) string {
	if width <= 0 || height <= 0 {
		return ""
	}
	var b strings.Builder
	for i := range height {
		if i > 0 {
			b.WriteByte('\n')
		}
		if i < len(lines) {
			b.WriteString(Fit(lines[i], width))
		} else {
			b.WriteString(Spaces(width))
		}
	}
	return b.String()
}

// isASCII reports whether a string contains only printable ASCII: one cell for each byte.
func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] < 0x20 || s[i] >= 0x7f {
			return false
		}
	}
	return true
}
