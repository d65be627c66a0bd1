package widget

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// disarmed removes what widgets never receive: text from a cluster is cleaned before.
var disarmed = strings.NewReplacer("\t", " ", "\x1b", "")

func TestFitFillsItsCellsWhateverTheText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := disarmed.Replace(rapid.StringOf(rapid.SampledFrom([]rune("ab é数据e\u0301👩\u200d💻\t\x1b[31m✓"))).Draw(t, "text"))
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
