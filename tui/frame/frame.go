// Package frame turns what the screens draw into what a terminal shows: lines, boxes over them, colours behind them. It knows no screen.
package frame

import (
	"strconv"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"github.com/kronoscope/kronoscope/tui/widget"
)

// The smallest terminal that the program can be used in.
const (
	MinWidth  = 60
	MinHeight = 15
)

// PerSecond limits how often the terminal is drawn. The renderer checks for a new frame that often even when nothing changes, which is
// nearly all that an idle program costs. Nobody notices a delay of a thirtieth of a second.
const PerSecond = 30

// Lines turns a screen's text into exactly height lines of width cells, whatever the screen returned.
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

// Size returns the size of a box in cells.
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

// Overlay draws a box over lines of width cells, with its top left corner at x, y.
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

// TooSmall says what size is needed, in as much of the terminal as there is.
func TooSmall(w, h int) string {
	lines := []string{
		"The terminal is too small.",
		"It has " + strconv.Itoa(w) + "×" + strconv.Itoa(h) + " cells,",
		"kronoscope needs " + strconv.Itoa(MinWidth) + "×" + strconv.Itoa(MinHeight) + ".",
		"q quits",
	}
	return widget.Page(lines, w, h)
}
