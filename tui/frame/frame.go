// Package frame puts what screens draw together to what a terminal shows: lines, boxes over them, the colours behind. It knows no screen.
package frame

import (
	"strconv"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"github.com/kronoscope/kronoscope/tui/widget"
)

// The least terminal that the program can be used in.
const (
	MinWidth  = 60
	MinHeight = 15
)

// PerSecond bounds how often the terminal is drawn. The renderer looks for a new frame that often even when there is none, which is
// nearly all that an idle program costs; a thirtieth of a second is not felt.
const PerSecond = 30

// Lines makes of a screen's text exactly height lines of width cells, whatever the screen did.
func Lines(text string, width, height int) []string {
	lines := strings.Split(text, "\n")
	if len(lines) > height {
		lines = lines[:height]
	}
	for i, line := range lines {
		if w := widget.Width(line); w != width {
			lines[i] = widget.Fit(line, width)
		}
	}
	for len(lines) < height {
		lines = append(lines, widget.Spaces(width))
	}
	return lines
}

// Size is how many cells a box takes.
func Size(box string) (width, height int) {
	if box == "" {
		return 0, 0
	}
	for line := range strings.SplitSeq(box, "\n") {
		width = max(width, widget.Width(line))
		height++
	}
	return width, height
}

// Overlay sets a box into lines of width cells, its top left corner at x, y.
func Overlay(lines []string, box string, x, y, width int) {
	if box == "" {
		return
	}
	for i, part := range strings.Split(box, "\n") {
		if y+i < 0 || y+i >= len(lines) {
			continue
		}
		line := lines[y+i]
		left := widget.Fit(ansi.Truncate(line, x, ""), x)
		end := x + widget.Width(part)
		lines[y+i] = left + part + ansi.Cut(line, end, max(width, end))
	}
}

// TooSmall says what is needed, in as much of the terminal as there is.
func TooSmall(w, h int) string {
	lines := []string{
		"The terminal is too small.",
		"It has " + strconv.Itoa(w) + "×" + strconv.Itoa(h) + " cells,",
		"kronoscope needs " + strconv.Itoa(MinWidth) + "×" + strconv.Itoa(MinHeight) + ".",
		"q quits",
	}
	return widget.Page(lines, w, h)
}
