package display

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

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
