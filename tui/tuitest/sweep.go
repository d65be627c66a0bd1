package tuitest

import (
	"fmt"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/exp/golden"

	"github.com/kronoscope/kronoscope/themes"
)

// Sweep renders a widget at every width and in every theme, fails when a line leaves its cells, and holds a few widths
// against a golden file. Colours are stripped from the golden: what is left must say it all.
func Sweep(t *testing.T, draw func(width int, s *themes.Styles) []string) {
	t.Helper()
	shown := map[int]bool{0: true, 1: true, 5: true, 12: true, 24: true, 40: true, 60: true, 84: true, 120: true}
	var out strings.Builder
	for _, name := range themes.Names() {
		theme, err := themes.ByName(name)
		if err != nil {
			t.Fatal(err)
		}
		for width := 0; width <= 130; width++ {
			if width > 26 && width%7 != 0 && !shown[width] {
				continue
			}
			lines := draw(width, theme.Styles())
			for _, line := range lines {
				if got := ansi.StringWidth(line); got > width || strings.Contains(line, "\n") {
					t.Errorf("%s: %d cells in %d: %q", name, got, width, line)
				}
			}
			if name == "none" && shown[width] {
				fmt.Fprintf(&out, "width %d\n", width)
				for _, line := range lines {
					fmt.Fprintf(&out, "|%s|\n", ansi.Strip(line))
				}
			}
		}
	}
	golden.RequireEqual(t, out.String())
}
