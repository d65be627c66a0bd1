package themes

import "charm.land/lipgloss/v2"

// Styles are what screens and widgets draw with. One value is made per theme and handed down.
type Styles struct {
	Text, Muted, Strong, Accent    Ink
	Good, Warn, Bad, Running, Idle Ink // states; always beside a glyph or a word
	Header, Tab, TabActive, Rule   Ink
	ColumnHead, Selected, Marked   Ink
	BarFull, BarEmpty              Ink
	DialogTitle, Key, KeyDesc      Ink
	Dialog, Toast                  lipgloss.Style // boxes
	Series                         []Ink          // distinct hues, to distinguish pods; never empty
	Heat                           []Ink          // rising intensity, least first; never empty
	Plain                          bool           // no colour: selection and state need glyphs or reverse video
}

// Styles derives the styles of a theme.
func (t Theme) Styles() *Styles {
	if t.Plain {
		return plainStyles()
	}
	base := lipgloss.NewStyle()
	style := func(c string) lipgloss.Style { return base.Foreground(lipgloss.Color(c)) }
	ink := func(c string) Ink { return NewInk(style(c)) }
	bold := func(c string) Ink { return NewInk(style(c).Bold(true)) }
	s := &Styles{
		Text: ink(t.Text), Muted: ink(t.Muted), Strong: bold(t.Strong), Accent: ink(t.Accent),
		Good: ink(t.Good), Warn: ink(t.Warn), Bad: ink(t.Bad), Running: ink(t.Running), Idle: ink(t.Idle),
		Header: ink(t.Text), Tab: ink(t.Muted), TabActive: bold(t.Accent), Rule: ink(t.Rule),
		ColumnHead: bold(t.Muted),
		Selected:   NewInk(style(t.Strong).Background(lipgloss.Color(t.Select))),
		Marked:     NewInk(style(t.Text).Background(lipgloss.Color(t.Mark))),
		BarFull:    ink(t.BarFull), BarEmpty: ink(t.BarEmpty),
		Dialog:      base.Border(lipgloss.RoundedBorder()).BorderForeground(lipgloss.Color(t.Accent)).Padding(0, 1),
		DialogTitle: bold(t.Accent),
		Toast:       base.Border(lipgloss.RoundedBorder()).Padding(0, 1),
		Key:         ink(t.Accent), KeyDesc: ink(t.Muted),
	}
	for _, c := range t.Series {
		s.Series = append(s.Series, ink(c))
	}
	for _, c := range t.Heat {
		s.Heat = append(s.Heat, ink(c))
	}
	return s
}

// plainStyles use only what NO_COLOR leaves: weight and reverse video.
func plainStyles() *Styles {
	base := lipgloss.NewStyle()
	text, bold, faint := NewInk(base), NewInk(base.Bold(true)), NewInk(base.Faint(true))
	return &Styles{
		Text: text, Muted: faint, Strong: bold, Accent: bold,
		Good: text, Warn: text, Bad: bold, Running: text, Idle: faint,
		Header: text, Tab: text, TabActive: NewInk(base.Bold(true).Underline(true)), Rule: faint,
		ColumnHead: bold, Selected: NewInk(base.Reverse(true)), Marked: NewInk(base.Underline(true)),
		BarFull: text, BarEmpty: faint,
		Dialog: base.Border(lipgloss.RoundedBorder()).Padding(0, 1), DialogTitle: bold,
		Toast: base.Border(lipgloss.RoundedBorder()).Padding(0, 1),
		Key:   bold, KeyDesc: text,
		Series: []Ink{text}, Heat: []Ink{faint, text, bold},
		Plain: true,
	}
}

// On combines the ink of a cell with that of its row: the colour of the cell, and the background or the reverse video of the row.
func On(row, cell Ink) Ink {
	under, over := row.Style(), cell.Style()
	if under.GetReverse() {
		return NewInk(over.Reverse(true).Faint(false))
	}
	if under.GetUnderline() {
		over = over.Underline(true)
	}
	return NewInk(over.Background(under.GetBackground()))
}

// Over returns the styles on a row's background, for what is drawn inside a selected row. Bars are not reversed: a full block would
// look empty.
func (s *Styles) Over(row Ink) *Styles {
	over := *s
	inks := []*Ink{
		&over.Text, &over.Muted, &over.Strong, &over.Accent, &over.Good, &over.Warn, &over.Bad, &over.Running, &over.Idle,
		&over.Rule, &over.Key, &over.KeyDesc,
	}
	if !row.Style().GetReverse() {
		inks = append(inks, &over.BarFull, &over.BarEmpty)
	}
	for _, ink := range inks {
		*ink = On(row, *ink)
	}
	over.Series = make([]Ink, len(s.Series))
	for i, ink := range s.Series {
		over.Series[i] = On(row, ink)
	}
	return &over
}
