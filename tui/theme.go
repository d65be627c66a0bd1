package tui

import (
	tea "charm.land/bubbletea/v2"

	"github.com/kronoscope/kronoscope/themes"
	"github.com/kronoscope/kronoscope/tui/screen"
)

// themeMsg asks for a theme by name.
type themeMsg struct{ name string }

// askForBackground asks the terminal whether it is dark, when nobody has chosen a theme.
func (r *Root) askForBackground() tea.Cmd {
	if r.picked {
		return nil
	}
	return tea.RequestBackgroundColor
}

func (r *Root) guessTheme(dark bool) {
	if r.picked {
		return
	}
	if theme, err := themes.Pick("", false, dark); err == nil {
		r.setTheme(theme)
	}
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
