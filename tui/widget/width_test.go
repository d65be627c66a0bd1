package widget

import (
	"testing"

	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"
)

// TestWidthAgreesWithTheLibrary compares the fast way with the library, on texts that mix characters of both kinds.
func TestWidthAgreesWithTheLibrary(t *testing.T) {
	pieces := []string{
		"a", "daily-backup", " ", "é", "ÿ", "–", "…", "✓", "✗", "●", "▸", "│", "█", "▏", "⎈", "\x1b[38;2;1;2;3m", "\x1b[m", "\x1b[1;4m", "\x1b[",
		"\x1b[2J", "\x1b]0;title\a", "\u0301", "\ufe0f", "\u200d", "日本", "👩‍👩‍👧", "🇫🇷", "⏸", "\t", "\n", "\x00", "\xff", "\u00ad", "©", "®", "↻", "▣",
	}
	rapid.Check(t, func(t *rapid.T) {
		text := ""
		for _, i := range rapid.SliceOfN(rapid.IntRange(0, len(pieces)-1), 0, 12).Draw(t, "pieces") {
			text += pieces[i]
		}
		if got, want := Width(text), ansi.StringWidth(text); got != want {
			t.Errorf("Width(%q) = %d, the library says %d", text, got, want)
		}
	})
}

// TestEveryCharacterTakenForOneCellIsOne asks the library about every character that Width counts itself.
func TestEveryCharacterTakenForOneCellIsOne(t *testing.T) {
	for r := rune(0x80); r < 0x3000; r++ {
		if oneCell(r) && ansi.StringWidth(string(r)) != 1 {
			t.Errorf("%q (%U) fills %d cells", r, r, ansi.StringWidth(string(r)))
		}
	}
}
