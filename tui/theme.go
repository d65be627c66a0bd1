package tui

import (
	"image/color"

	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"

	"github.com/kronoscope/kronoscope/themes"
	"github.com/kronoscope/kronoscope/tui/screen"
)

// themeMsg asks for a theme by name.
type themeMsg struct{ name string }

// background is what the terminal has said about itself.
type background int

const (
	unknownGround background = iota
	darkGround
	lightGround
)

// sawBackground picks the theme that suits the terminal, unless one was chosen.
func (r *Root) sawBackground(dark bool) {
	r.ground = groundOf(dark)
	if r.picked {
		return
	}
	if theme, err := themes.Pick("", false, dark); err == nil {
		r.setTheme(theme)
	}
}

func groundOf(dark bool) background {
	if dark {
		return darkGround
	}
	return lightGround
}

// backdrop is the colours to give the terminal when the theme was made for the other kind of background; nil for those it has.
func (r *Root) backdrop() (back, fore color.Color) { return backdrop(r.theme, r.ground) }

func backdrop(theme themes.Theme, ground background) (back, fore color.Color) {
	switch {
	case theme.Plain || ground == unknownGround || theme.Dark == (ground == darkGround):
		return nil, nil
	case theme.Dark:
		back = lipgloss.Color("#12151C")
	default:
		back = lipgloss.Color("#FFFFFF")
	}
	return back, theme.Styles().Text.Foreground()
}

func (r *Root) useTheme(msg themeMsg) tea.Cmd {
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
