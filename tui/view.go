package tui

import (
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"github.com/kronoscope/kronoscope/tui/widget"
)

// View draws the frame. Only the root returns a tea.View; everything below it returns text.
func (r *Root) View() tea.View {
	v := tea.NewView(r.frame())
	v.AltScreen = true
	v.MouseMode = tea.MouseModeCellMotion
	v.BackgroundColor, v.ForegroundColor = r.backdrop()
	v.WindowTitle = "kronoscope · " + widget.Clean(r.opts.Cluster.Context)
	return v
}

// frame is the whole screen: exactly as many lines as the terminal has.
func (r *Root) frame() string {
	l, s := r.layout, r.env.Styles
	if l.tooSmall {
		return tooSmall(l.width, l.height)
	}
	lines := fit(r.current().View(), l.content.w, l.content.h)
	if !l.full {
		lines = append([]string{r.header(l.header.w), r.tabRow(l.tabs.w), r.rule(l.top.w)}, lines...)
		lines = append(lines, s.Rule.Render(strings.Repeat("─", l.bottom.w)), r.footer(l.footer.w))
	}

	bottom := l.bottom.y
	for i := len(r.toasts) - 1; i >= 0; i-- {
		box := r.drawToast(r.toasts[i], l.width)
		w, h := size(box)
		if bottom-h < l.content.y {
			break
		}
		bottom -= h
		overlay(lines, box, l.width-w, bottom, l.width)
	}
	for _, d := range r.dialogs {
		box := d.View(l.width, l.height)
		w, h := size(box)
		overlay(lines, box, (l.width-w)/2, max((l.height-h)/2, 0), l.width)
	}
	return strings.Join(lines, "\n")
}

// fit makes of a screen's text exactly height lines of width cells, whatever the screen did.
func fit(text string, width, height int) []string {
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

func size(box string) (width, height int) {
	if box == "" {
		return 0, 0
	}
	for line := range strings.SplitSeq(box, "\n") {
		width = max(width, widget.Width(line))
		height++
	}
	return width, height
}

// overlay sets a box into lines of width cells, its top left corner at x, y.
func overlay(lines []string, box string, x, y, width int) {
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

// tooSmall says what is needed, in as much of the terminal as there is.
func tooSmall(w, h int) string {
	lines := []string{
		"The terminal is too small.",
		"It has " + strconv.Itoa(w) + "×" + strconv.Itoa(h) + " cells,",
		"kronoscope needs " + strconv.Itoa(minWidth) + "×" + strconv.Itoa(minHeight) + ".",
		"q quits",
	}
	return widget.Page(lines, w, h)
}
