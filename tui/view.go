package tui

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/kronoscope/kronoscope/tui/display"
	"github.com/kronoscope/kronoscope/tui/frame"
	"github.com/kronoscope/kronoscope/tui/header"
	"github.com/kronoscope/kronoscope/tui/widget"
)

// View draws the frame. Only the root returns a tea.View; everything below it returns text.
func (r *Root) View() tea.View {
	v := tea.NewView(r.frame())
	v.AltScreen = true
	v.MouseMode = tea.MouseModeCellMotion
	v.BackgroundColor, v.ForegroundColor = r.backdrop()
	v.WindowTitle = "kronoscope · " + display.Clean(r.opts.Cluster.Context)
	return v
}

// frame is the whole screen: exactly as many lines as the terminal has.
func (r *Root) frame() string {
	l, s := r.layout, r.env.Styles
	if l.tooSmall {
		return frame.TooSmall(l.width, l.height)
	}
	lines := frame.Lines(r.current().View(), l.content.w, l.content.h)
	if !l.full {
		lines = append([]string{r.header().Draw(l.header.w), r.tabRow(l.tabs.w), r.rule(l.top.w)}, lines...)
		lines = append(lines, s.Rule.Render(strings.Repeat("─", l.bottom.w)), r.footer(l.footer.w))
	}

	bottom := l.bottom.y
	for _, box := range slices.Backward(r.notices.Boxes(l.width)) {
		w, h := frame.Size(box)
		if bottom-h < l.content.y {
			break
		}
		bottom -= h
		frame.Overlay(lines, box, l.width-w, bottom, l.width)
	}
	for _, d := range r.dialogs {
		box := d.View(l.width, l.height)
		w, h := frame.Size(box)
		frame.Overlay(lines, box, (l.width-w)/2, max((l.height-h)/2, 0), l.width)
	}
	return strings.Join(lines, "\n")
}

func (r *Root) header() header.Facts {
	return header.Facts{Env: r.env, Clock: r.clock.State, Wall: r.wall, Log: r.logMark()}
}

// rule is the line below the tabs. While a plane's past is played it says that what the screens show of it is not all.
func (r *Root) rule(width int) string {
	s := r.env.Styles
	if r.clock.Past == nil || r.env.Snapshot.Version == 0 {
		return s.Rule.Render(strings.Repeat("─", width))
	}
	lead := s.Rule.Render("──") + s.Warn.Render(" what ran in the day before is still coming in ")
	return lead + s.Rule.Render(strings.Repeat("─", max(width-widget.Width(lead), 0)))
}
