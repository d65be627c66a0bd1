package widget

import (
	"slices"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"
)

func TestAShadeBeginsWhereTheLegendSays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		base := rapid.IntRange(0, 3000).Draw(t, "base")
		n := rapid.IntRange(1, 4000).Draw(t, "runs")
		level := heat(n, base)
		if from := shadeFrom(level, base); n < from {
			t.Fatalf("%d runs against %d are %s, which is said to begin at %d", n, base, shades[level], from)
		}
		if level < len(shades)-1 && n >= shadeFrom(level+1, base) {
			t.Fatalf("%d runs against %d are only %s, and %s begins at %d", n, base, shades[level], shades[level+1], shadeFrom(level+1, base))
		}
	})
	for base, want := range map[int]string{676: "░ 1+ ▒ 170+ ▓ 339+ █ 508+ runs", 1: "░ 1+ ▒ 2+ ▓ 3+ █ 4+ runs"} {
		if got := ansi.Strip(Shades(base, plain(t))); got != want {
			t.Errorf("against %d: %q, want %q", base, got, want)
		}
	}
}

func TestADayThatIsNotOverChangesNoOthersShade(t *testing.T) {
	m := Month{Year: 2026, Month: 11, Counts: slices.Repeat([]int{676}, 30)}
	whole := MonthCalendar(m, 70, 7, plain(t))
	m.Counts[22] = 28
	partly := MonthCalendar(m, 70, 7, plain(t))
	if a, b := ansi.Strip(whole[2]), ansi.Strip(partly[2]); a != b || !strings.Contains(a, "█ 676") {
		t.Errorf("the second week was %q, and is %q beside a quiet day", a, b)
	}
	m.Base = 2000
	if got := ansi.Strip(MonthCalendar(m, 70, 7, plain(t))[2]); !strings.Contains(got, "▒ 676") {
		t.Errorf("against 2000: %q", got)
	}
}

func TestLegendEndsWithAnEllipsisWhereItIsCut(t *testing.T) {
	parts := []string{"✓ complete", "✗ failed", "! missed"}
	for _, c := range []struct {
		width, lines int
		want         []string
	}{
		{40, 1, []string{" ✓ complete  ✗ failed  ! missed"}},
		{31, 1, []string{" ✓ complete  ✗ failed  ! missed"}},
		{30, 1, []string{" ✓ complete  ✗ failed …"}},
		{22, 1, []string{" ✓ complete …"}},
		{22, 2, []string{" ✓ complete  ✗ failed", " ! missed"}},
		{12, 2, []string{" ✓ complete", " ✗ failed …"}},
		{5, 1, []string{" …"}},
		{1, 3, []string{""}},
	} {
		got := Legend(parts, c.width, c.lines, plain(t))
		for i := range got {
			got[i] = ansi.Strip(got[i])
			if Width(got[i]) > c.width {
				t.Errorf("%q is wider than %d", got[i], c.width)
			}
		}
		if c.width > 1 && !slices.Equal(got, c.want) {
			t.Errorf("at %d×%d %q, want %q", c.width, c.lines, got, c.want)
		}
	}
}
