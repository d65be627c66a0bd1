package logs

import (
	"bytes"

	"github.com/charmbracelet/x/ansi"

	"github.com/kronoscope/kronoscope/tui/display"
)

// part is a range of bytes in a text.
type part struct{ from, to int }

// clean makes a line safe to draw; a line that is safe already is returned as it is.
func clean(text []byte) []byte {
	if plainASCII(text) {
		return text
	}
	return []byte(display.Clean(string(bytes.TrimRight(text, "\r\n"))))
}

// plainASCII reports whether every byte is one printable cell.
func plainASCII(text []byte) bool {
	for _, c := range text {
		if c < 0x20 || c >= 0x7f {
			return false
		}
	}
	return true
}

// wrap cuts a text into rows of at most width cells, also at line breaks. There is always at least one row.
func wrap(text []byte, width int) []part {
	var rows []part
	width = max(width, 1)
	for start := 0; ; {
		end := len(text)
		if i := bytes.IndexByte(text[start:], '\n'); i >= 0 {
			end = start + i
		}
		rows = wrapLine(rows, text, start, end, width)
		if end == len(text) {
			return rows
		}
		start = end + 1
	}
}

func wrapLine(rows []part, text []byte, start, end, width int) []part {
	if plainASCII(text[start:end]) {
		for end-start > width {
			rows = append(rows, part{start, start + width})
			start += width
		}
		return append(rows, part{start, end})
	}
	used := 0
	for at := start; at < end; {
		cluster, cells := ansi.FirstGraphemeCluster(text[at:end], ansi.GraphemeWidth)
		if used+cells > width && at > start {
			rows = append(rows, part{start, at})
			start, used = at, 0
		}
		at += len(cluster)
		used += cells
	}
	return append(rows, part{start, end})
}

// slice returns the part of a line that is visible through a window of width cells, from cells in. A wide character that the edge would
// cut is left out.
func slice(text []byte, from, width int) part {
	if plainASCII(text[:min(len(text), from+width)]) {
		return part{min(from, len(text)), min(from+width, len(text))}
	}
	used, p := 0, part{len(text), len(text)}
	for at := 0; at < len(text); {
		cluster, cells := ansi.FirstGraphemeCluster(text[at:], ansi.GraphemeWidth)
		if used >= from && p.from == len(text) {
			p.from = at
		}
		if used+cells > from+width {
			p.to = at
			break
		}
		at += len(cluster)
		used += cells
	}
	p.to = max(p.to, p.from)
	return p
}
