package frame

import (
	"image/color"

	"charm.land/lipgloss/v2"

	"github.com/kronoscope/kronoscope/themes"
)

// Background is what is known of the terminal's background.
type Background int

const (
	unknown Background = iota
	darkBackground
	lightBackground
)

// BackgroundOf returns the kind of a background.
func BackgroundOf(dark bool) Background {
	if dark {
		return darkBackground
	}
	return lightBackground
}

// Backdrop returns the colours to set on the terminal when the theme was made for the other kind of background; nil to keep the terminal's
// own.
func Backdrop(theme themes.Theme, terminal Background) (back, fore color.Color) {
	switch {
	case theme.Plain || terminal == unknown || theme.Dark == (terminal == darkBackground):
		return nil, nil
	case theme.Dark:
		back = lipgloss.Color("#12151C")
	default:
		back = lipgloss.Color("#FFFFFF")
	}
	return back, theme.Styles().Text.Foreground()
}
