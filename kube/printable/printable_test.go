package printable

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func TestPrintable(t *testing.T) {
	for name, tt := range map[string]struct{ in, want string }{
		"plain text":                          {"backup done", "backup done"},
		"accents, composed and not":           {"Démarrage de\u0301marre\u0301", "Démarrage de\u0301marre\u0301"},
		"wide characters":                     {"日本語 한국어", "日本語 한국어"},
		"emoji, compound and coloured":        {"🚀 👩\u200d🚀 ❤️ 🇫🇷 👍🏽 1️⃣", "🚀 👩\u200d🚀 ❤️ 🇫🇷 👍🏽 1️⃣"},
		"box drawing":                         {"├── a", "├── a"},
		"colours":                             {"\x1b[31;1merror\x1b[0m: x", "error: x"},
		"a colour in the eight-bit form":      {"\u009b31merror", "error"},
		"a window title":                      {"a\x1b]0;owned\x07b", "ab"},
		"a link":                              {"\x1b]8;;http://evil\x1b\\text\x1b]8;;\x1b\\", "text"},
		"a clipboard write":                   {"\x1b]52;c;aGk=\x07x", "x"},
		"a device control string":             {"\x1bPq#0;2;0;0;0\x1b\\x", "x"},
		"a control string without end":        {"\x1b]0;title goes on", "0;title goes on"},
		"cursor movement":                     {"\x1b[2J\x1b[Hhello\x1b[1A", "hello"},
		"a character set":                     {"\x1b(0lqk\x1b(B", "lqk"},
		"a full reset":                        {"\x1bcx", "x"},
		"escape at the end":                   {"x\x1b", "x"},
		"a sequence cut off":                  {"x\x1b[31", "x"},
		"a sequence broken by text":           {"\x1b[31é", "é"},
		"bell, backspace, null":               {"a\x07b\x08c\x00d", "abcd"},
		"carriage return before a line break": {"a\r\nb", "a\nb"},
		"line breaks":                         {"a\nb", "a\nb"},
		"tabs":                                {"a\tb\tc\n\td", "a       b       c\n        d"},
		"bidi overrides":                      {"user\u202egpj.exe\u202c \u2066x\u2069", "usergpj.exe x"},
		"zero width characters":               {"a\u200bb\u200cc\ufeffd\u2060e\u00adf", "abcdef"},
		"a joiner between letters":            {"a\u200db", "ab"},
		"tags that hide text":                 {"x\U000e0041\U000e0042", "x"},
		"variation selectors that hide data":  {"x\U000e0100y\ufe01", "xy"},
		"a Hangul filler":                     {"a\u3164b", "ab"},
		"invalid UTF-8":                       {"a\xffb\xc3", "a\ufffdb\ufffd"},
		"a raw eight-bit control":             {"a\x9b31mb", "a\ufffd31mb"},
		"line and paragraph separators":       {"a\u2028b\u2029c", "abc"},
		"accents upon accents":                {"a" + strings.Repeat("\u0301", 50), "a" + strings.Repeat("\u0301", maxMarks)},
		"an accent on nothing":                {"\u0301a", "a"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := Text(tt.in); got != tt.want {
				t.Errorf("Printable(%q) = %q, want %q", tt.in, got, tt.want)
			}
		})
	}
}

func FuzzPrintable(f *testing.F) {
	for _, s := range []string{"\x1b[31mx", "\x1b]0;t\x07", "\u202ea", "a\u200db", "\xff\x9b", "é日👩\u200d🚀", "\x1b\x1b[\x1b]\n\t"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := Text(s)
		if !utf8.ValidString(got) {
			t.Fatalf("Printable(%q) = %q is not UTF-8", s, got)
		}
		for _, r := range got {
			if r != '\n' && unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
				t.Fatalf("Printable(%q) = %q holds %U", s, got, r)
			}
		}
		if again := Text(got); again != got {
			t.Fatalf("Printable(%q) = %q, then %q", s, got, again)
		}
	})
}

func BenchmarkPrintable(b *testing.B) {
	for name, s := range map[string]string{
		"plain":    strings.Repeat("2026-11-23 processing item 42 ", 4),
		"accents":  strings.Repeat("Démarrage de la sauvegarde à ", 4),
		"coloured": strings.Repeat("\x1b[32mINFO\x1b[0m processing item ", 4),
	} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(s)))
			for b.Loop() {
				Text(s)
			}
		})
	}
}
