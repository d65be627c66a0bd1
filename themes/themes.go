// Package themes holds the colour tokens, the built-in themes made of them, and the styles derived from a theme. It knows
// no screen and no widget.
package themes

import "charm.land/lipgloss/v2"

// Styles are what screens and widgets draw with. One value is made per theme and handed down.
type Styles struct {
	Text, Muted, Strong, Accent    lipgloss.Style
	Good, Warn, Bad, Running, Idle lipgloss.Style // states; always beside a glyph or a word
	Header, Tab, TabActive, Rule   lipgloss.Style
	ColumnHead, Selected, Marked   lipgloss.Style
	BarFull, BarEmpty              lipgloss.Style
	Dialog, DialogTitle, Toast     lipgloss.Style
	Key, KeyDesc                   lipgloss.Style
	Series                         []lipgloss.Style // distinct hues to tell pods apart
	Heat                           []lipgloss.Style // rising intensity, least first
	Plain                          bool             // no colour: selection and state need glyphs or reverse video
}
