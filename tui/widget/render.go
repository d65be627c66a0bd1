package widget

import (
	"charm.land/lipgloss/v2"
)

// render draws one line of text in a style; nothing for nothing, so that no empty escape sequences pile up.
func render(st lipgloss.Style, text string) string {
	if text == "" {
		return ""
	}
	return st.Render(text)
}
