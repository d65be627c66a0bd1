package timeline

import (
	"strings"

	"github.com/kronoscope/kronoscope/tui/widget"
)

// legend explains the signs, those in view first, as many as there is room for.
func (s *Screen) legend() string {
	st := s.env.Styles
	var parts, rest []string
	for _, e := range legendEntries {
		part := widget.SpanInk(e.kind, st).Render(e.sign) + " " + st.Muted.Render(e.words)
		if strings.ContainsFunc(e.drawn, func(r rune) bool { return s.signs[r] }) {
			parts = append(parts, part)
		} else {
			rest = append(rest, part)
		}
	}
	return widget.Legend(append(parts, rest...), s.width, 1, st)[0]
}

var legendEntries = []struct {
	kind  widget.SpanKind
	sign  string
	drawn string // the entry matters when one of these runes is in view
	words string
}{
	{widget.SpanComplete, "━✓", "✓", "complete"},
	{widget.SpanFailed, "━✗", "✗", "failed"},
	{widget.SpanRunning, "━▶", "▶", "running"},
	{widget.SpanComing, "◌╌", "◌╌", "to come"},
	{widget.SpanComplete, "2…9+", "23456789+", "several"},
	{widget.SpanFailed, "×", "×", "pod failed"},
	{widget.SpanLate, "◔", "◔", "late"},
	{widget.SpanSkipped, "⊗", "⊗", "skipped"},
	{widget.SpanMissed, "!", "!", "missed"},
	{widget.SpanHeld, "╱", "╱⏸", "suspended"},
	{widget.SpanPending, "┅○", "○", "pending"},
	{widget.SpanRetrying, "┅↻", "↻", "waits to retry"},
	{widget.SpanComplete, "◆", "◆", "by hand"},
}

// findSigns finds the signs that the lanes in view are drawn with.
func (s *Screen) findSigns() {
	s.signs = map[rune]bool{}
	line := 0
	for _, d := range s.placed {
		for row := 0; row < d.shape.Rows() && line < s.layout.chart; row++ {
			d.shape.Signs(row, s.signs)
			line++
		}
	}
}
