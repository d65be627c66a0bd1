package widget

import "github.com/kronoscope/kronoscope/themes"

// render draws text in an ink; an empty text stays empty.
func render(ink themes.Ink, text string) string { return ink.Render(text) }
