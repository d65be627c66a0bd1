package widget

import (
	"math"
	"strings"

	"github.com/kronoscope/kronoscope/themes"
)

const eighths = " ▏▎▍▌▋▊▉"

// Bar returns a progress bar of width cells, to an eighth of a cell. It is full only at 1: unfinished work never looks finished.
func Bar(done float64, width int, s *themes.Styles) string {
	if width <= 0 {
		return ""
	}
	if math.IsNaN(done) {
		done = 0
	}
	done = min(max(done, 0), 1)
	parts := int(done * float64(width) * 8)
	if done < 1 {
		parts = min(parts, width*8-1)
	}
	if done > 0 {
		parts = max(parts, 1)
	}
	full, part := parts/8, parts%8
	text := strings.Repeat("█", full)
	if part > 0 {
		text += string([]rune(eighths)[part])
		full++
	}
	return s.BarFull.Render(text) + s.BarEmpty.Render(strings.Repeat("░", width-full))
}

// BarUnknown returns the bar of work without a known end: a block that moves back and forth with phase.
func BarUnknown(phase, width int, s *themes.Styles) string {
	if width <= 0 {
		return ""
	}
	block := max(1, min(width/4, 6))
	at := 0
	if room := width - block; room > 0 {
		at = phase % (2 * room)
		if at < 0 {
			at += 2 * room
		}
		if at > room {
			at = 2*room - at
		}
	}
	return s.BarEmpty.Render(strings.Repeat("░", at)) + s.BarFull.Render(strings.Repeat("▒", block)) +
		s.BarEmpty.Render(strings.Repeat("░", width-at-block))
}

// ThinBar draws n against most as a thin line of at most width cells, to half a cell. It suits lines close together, where bars would
// merge into a block.
func ThinBar(n, most, width int, ink themes.Ink) string {
	if n <= 0 || most <= 0 || width <= 0 {
		return ""
	}
	halves := min(max(int(int64(n)*int64(width)*2/int64(most)), 1), width*2)
	text := strings.Repeat("━", halves/2)
	if halves%2 > 0 {
		text += "╸"
	}
	return ink.Render(text)
}

// Spark draws durations or counts as a row of columns, the latest on the right, each relative to the greatest.
func Spark(values []float64, width int, s *themes.Styles) string {
	if width <= 0 || len(values) == 0 {
		return ""
	}
	if len(values) > width {
		values = values[len(values)-width:]
	}
	top := 0.0
	for _, v := range values {
		if !math.IsInf(v, 0) {
			top = max(top, v)
		}
	}
	columns := []rune("▁▂▃▄▅▆▇█")
	var b strings.Builder
	for _, v := range values {
		n := 0
		if top > 0 && v > 0 {
			n = int(math.Round(min(v/top, 1) * float64(len(columns)-1)))
		}
		b.WriteRune(columns[n])
	}
	return s.Running.Render(b.String())
}
