package tui

import (
	"image/color"

	tea "charm.land/bubbletea/v2"

	"github.com/kronoscope/kronoscope/themes"
	"github.com/kronoscope/kronoscope/tui/frame"
	"github.com/kronoscope/kronoscope/tui/screen"
)

// themeMsg asks for a theme by name.
type themeMsg struct{ name string }

// handleBackground picks the theme that suits the terminal, unless one was chosen.
func (r *Root) handleBackground(dark bool) {
	r.background = frame.BackgroundOf(dark)
	if r.picked {
		return
	}
	if theme, err := themes.Pick("", false, dark); err == nil {
		r.setTheme(theme)
	}
}

// backdrop is the colours to give the terminal when the theme was made for the other kind of background; nil for those it has.
func (r *Root) backdrop() (back, fore color.Color) { return frame.Backdrop(r.theme, r.background) }

func (r *Root) handleTheme(msg themeMsg) tea.Cmd {
	theme, err := themes.ByName(msg.name)
	if err != nil {
		return r.notify(screen.ToastMsg{Level: screen.Bad, Text: err.Error()})
	}
	r.picked = true
	r.setTheme(theme)
	return nil
}

// setTheme gives every screen the new styles through the environment that they share.
func (r *Root) setTheme(theme themes.Theme) {
	r.theme = theme
	r.env.Styles = theme.Styles()
}
