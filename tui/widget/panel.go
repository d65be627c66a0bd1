package widget

import (
	"strings"

	"charm.land/bubbles/v2/key"

	"github.com/kronoscope/kronoscope/themes"
)

// Rule draws a line across width cells with a title near its left end: "── logs ─────".
func Rule(title string, width int, s *themes.Styles) string {
	if width <= 0 {
		return ""
	}
	title = Clip(title, width-4)
	if title == "" {
		return s.Rule.Render(strings.Repeat("─", width))
	}
	return s.Rule.Render("──") + " " + s.Muted.Render(title) + " " +
		s.Rule.Render(strings.Repeat("─", max(width-4-Width(title), 0)))
}

// KeyHelp draws a footer of keys and what they do. Keys that do not fit are dropped from the right, never cut.
func KeyHelp(bindings []key.Binding, width int, s *themes.Styles) string {
	var b strings.Builder
	used := 0
	for _, k := range bindings {
		h := k.Help()
		if !k.Enabled() || h.Key == "" {
			continue
		}
		need := Width(h.Key) + 1 + Width(h.Desc)
		if used > 0 {
			need += 2
		}
		if used+need > width {
			break
		}
		if used > 0 {
			b.WriteString("  ")
		}
		b.WriteString(s.Key.Render(h.Key) + " " + s.KeyDesc.Render(h.Desc))
		used += need
	}
	return b.String()
}

// Fact is one line of a panel. Value may be styled.
type Fact struct{ Label, Value string }

// Facts draws a panel of labels and values in two columns, one line each.
func Facts(facts []Fact, width int, s *themes.Styles) []string {
	label := 0
	for _, f := range facts {
		label = max(label, Width(f.Label))
	}
	label = min(label, max(width/2, 0))
	lines := make([]string, 0, len(facts))
	for _, f := range facts {
		line := s.Muted.Render(Fit(f.Label, label)) + "  " + f.Value
		lines = append(lines, Clip(line, width))
	}
	return lines
}
