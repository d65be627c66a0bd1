package widget

import (
	"strings"

	"github.com/kronoscope/kronoscope/themes"
)

// A shade is a count's share of a base, the count of a busy day or hour: up to a quarter, a half, three quarters, and more. Quiet days do
// not affect the base, so a day that is not over changes no other day's shade.
var shades = [...]string{"░", "▒", "▓", "█"}

// leastBase keeps small counts pale: the darkest shade is never used below it.
const leastBase = len(shades)

// heat returns the shade of a count against a base, 0 to 3.
func heat(n, base int) int {
	return min(max(n-1, 0)*len(shades)/max(base, leastBase), len(shades)-1)
}

// shadeFrom returns the least count of a shade.
func shadeFrom(level, base int) int {
	base = max(base, leastBase)
	return (level*base+len(shades)-1)/len(shades) + 1
}

func heatStyle(level int, s *themes.Styles, row themes.Ink) themes.Ink {
	return themes.On(row, s.Heat[min(level*len(s.Heat)/len(shades), len(s.Heat)-1)])
}

// Shades says at which count each shade begins: "░ 1+ ▒ 170+ ▓ 339+ █ 508+ runs".
func Shades(base int, s *themes.Styles) string {
	var b strings.Builder
	for level, shade := range shades {
		b.WriteString(heatStyle(level, s, themes.Ink{}).Render(shade) + s.Muted.Render(" "+Compact(shadeFrom(level, base), 6)+"+ "))
	}
	return b.String() + s.Muted.Render("runs")
}

// Legend lays out the parts of a legend in at most lines lines, in order; "…" stands for those that do not fit.
func Legend(parts []string, width, lines int, s *themes.Styles) []string {
	const cut = " …"
	var out []string
	line := ""
	for i, part := range parts {
		room, last := width, len(out) >= lines-1
		if last && i < len(parts)-1 {
			room -= Width(cut)
		}
		next := line + " " + part
		if line != "" {
			next = line + "  " + part
		}
		switch {
		case Width(next) <= room:
			line = next
		case !last && line != "":
			out, line = append(out, line), " "+part
		default:
			return append(out, line+s.Muted.Render(Clip(cut, width-Width(line))))
		}
	}
	return append(out, line)
}
