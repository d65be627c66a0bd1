package widget

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestFitFillsItsCellsWhateverTheText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := Clean(rapid.StringOf(rapid.SampledFrom([]rune("ab é数据e\u0301👩\u200d💻\t\x1b[31m✓"))).Draw(t, "text"))
		w := rapid.IntRange(-1, 40).Draw(t, "width")
		for _, got := range []string{Fit(s, w), FitRight(s, w), Spread(s, "右端", w)} {
			if Width(got) != max(w, 0) {
				t.Fatalf("%q is %d cells wide, not %d", got, Width(got), w)
			}
		}
	})
}

func TestPageFillsItsRectangle(t *testing.T) {
	got := Page([]string{"数据库备份", "é", "x", "y"}, 7, 3)
	if want := "数据库…\né      \nx      "; got != want {
		t.Fatalf("got %q", got)
	}
}

func TestCleanDisarmsClusterText(t *testing.T) {
	for _, c := range []struct{ say, in, want string }{
		{"French and wide text stays", "Sauvegarde terminée à 02:00 – 数据库 ✓", "Sauvegarde terminée à 02:00 – 数据库 ✓"},
		{"combining accents stay", "e\u0301te\u0301", "e\u0301te\u0301"},
		{"colours go", "\x1b[31mred\x1b[0m", "red"},
		{"titles and hyperlinks go", "\x1b]0;pwned\x07a\x1b]8;;http://x\x1b\\b", "ab"},
		{"eight-bit sequences go", "a\u009b31mb", "ab"},
		{"carriage returns and bells go", "a\rb\a\nc", "ab c"},
		{"text direction cannot be turned", "a\u202eb", "ab"},
		{"tabs line up", "ab\tc", "ab      c"},
	} {
		got := Clean(c.in)
		if got != c.want {
			t.Errorf("%s: got %q, want %q", c.say, got, c.want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		got := Clean(rapid.String().Draw(t, "text"))
		if strings.ContainsAny(got, "\x1b\u009b\n\r\t\a\b\x00") {
			t.Fatalf("control characters are left in %q", got)
		}
	})
}
