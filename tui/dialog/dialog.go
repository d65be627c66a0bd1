// Package dialog holds the dialogs that are drawn over the screens and take the keys meanwhile: the question before something destructive,
// the keys of the present screen, and the command palette. A dialog asks the root by message and changes nothing.
package dialog

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/kronoscope/kronoscope/themes"
	"github.com/kronoscope/kronoscope/tui/display"
	"github.com/kronoscope/kronoscope/tui/widget"
)

// Dialog is a box over the screens. It is changed only on the event loop.
type Dialog interface {
	// Update handles a key, a paste or the wheel; done closes the dialog before the command runs.
	Update(msg tea.Msg) (cmd tea.Cmd, done bool)
	// View draws a box of at most width by height cells.
	View(width, height int) string
}

// box frames lines below a title; lines that do not fit are cut, not wrapped.
func box(title string, lines []string, width, height int, s *themes.Styles) string {
	frameW, frameH := s.Dialog.GetHorizontalFrameSize(), s.Dialog.GetVerticalFrameSize()
	room := width - frameW
	if room < 1 || height <= frameH {
		return ""
	}
	all := append([]string{s.DialogTitle.Render(widget.Clip(display.Clean(title), room))}, lines...)
	all = all[:min(len(all), height-frameH)]
	widest := 0
	for _, line := range all {
		widest = max(widest, min(widget.Width(line), room))
	}
	for i, line := range all {
		all[i] = widget.Fit(line, widest)
	}
	return s.Dialog.Render(strings.Join(all, "\n"))
}
