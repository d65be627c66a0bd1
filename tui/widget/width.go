package widget

import (
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

// Width returns the number of cells that a string fills on a terminal, ignoring escape sequences. Nearly everything drawn consists of
// colours and characters one cell wide, which are counted here. The library handles the rest: it knows all of Unicode, but is ten times
// slower.
func Width(s string) int {
	width := 0
	for i := 0; i < len(s); {
		c := s[i]
		switch {
		case c >= 0x20 && c < 0x7f:
			width++
			i++
		case c == '\x1b':
			n := sequence(s[i:])
			if n == 0 {
				return ansi.StringWidth(s)
			}
			i += n
		default:
			r, n := utf8.DecodeRuneInString(s[i:])
			if !oneCell(r) {
				return ansi.StringWidth(s)
			}
			width++
			i += n
		}
	}
	return width
}

// sequence returns the length of the style sequence (ESC [ … m) that s begins with, 0 for anything else.
func sequence(s string) int {
	if len(s) < 3 || s[1] != '[' {
		return 0
	}
	for i := 2; i < len(s); i++ {
		switch c := s[i]; {
		case c == 'm':
			return i + 1
		case c != ';' && c != ':' && (c < '0' || c > '9'):
			return 0
		}
	}
	return 0
}

// oneCell reports whether a character certainly fills one cell by itself: Latin letters and the signs that the widgets draw with.
// Characters that change their neighbours (accents, joiners, variation selectors) are excluded.
func oneCell(r rune) bool {
	switch {
	case r >= 0xa1 && r <= 0x17f:
		return r != 0xad && r != 0xa9 && r != 0xae // the soft hyphen; © and ® can be emoji
	case r >= 0x2500 && r <= 0x259f: // boxes and blocks
		return true
	}
	switch r {
	case '–', '…', '✓', '✗', '●', '○', '•', '▸', '↑', '↓', '↻', '‹', '›', '⎈', '■', '□', '▣', '◧', '⊘', '‖', '⏸', '−', '→', '←', '▶', '▼', '◌', '◆', '⊗', '◔', '◇', '▲', '┤':
		return true
	}
	return false
}
