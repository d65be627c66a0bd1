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
	Series                         []lipgloss.Style // distinct hues to tell pods apart; never empty
	Heat                           []lipgloss.Style // rising intensity, least first; never empty
	Plain                          bool             // no colour: selection and state need glyphs or reverse video
}

// Styles derives the styles of a theme.
func (t Theme) Styles() *Styles {
	if t.Plain {
		return plainStyles()
	}
	base := lipgloss.NewStyle()
	ink := func(c string) lipgloss.Style { return base.Foreground(lipgloss.Color(c)) }
	s := &Styles{
		Text: ink(t.Text), Muted: ink(t.Muted), Strong: ink(t.Strong).Bold(true), Accent: ink(t.Accent),
		Good: ink(t.Good), Warn: ink(t.Warn), Bad: ink(t.Bad), Running: ink(t.Running), Idle: ink(t.Idle),
		Header: ink(t.Text), Tab: ink(t.Muted), TabActive: ink(t.Accent).Bold(true), Rule: ink(t.Rule),
		ColumnHead: ink(t.Muted).Bold(true),
		Selected:   ink(t.Strong).Background(lipgloss.Color(t.Select)),
		Marked:     ink(t.Text).Background(lipgloss.Color(t.Mark)),
		BarFull:    ink(t.BarFull), BarEmpty: ink(t.BarEmpty),
		Dialog:      base.Border(lipgloss.RoundedBorder()).BorderForeground(lipgloss.Color(t.Accent)).Padding(0, 1),
		DialogTitle: ink(t.Accent).Bold(true),
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
	bold, faint, reverse := base.Bold(true), base.Faint(true), base.Reverse(true)
	return &Styles{
		Text: base, Muted: faint, Strong: bold, Accent: bold,
		Good: base, Warn: base, Bad: bold, Running: base, Idle: faint,
		Header: base, Tab: base, TabActive: bold.Underline(true), Rule: faint,
		ColumnHead: bold, Selected: reverse, Marked: base.Underline(true),
		BarFull: base, BarEmpty: faint,
		Dialog: base.Border(lipgloss.RoundedBorder()).Padding(0, 1), DialogTitle: bold,
		Toast: base.Border(lipgloss.RoundedBorder()).Padding(0, 1),
		Key:   bold, KeyDesc: base,
		Series: []lipgloss.Style{base}, Heat: []lipgloss.Style{faint, base, bold},
		Plain: true,
	}
}

// On puts a cell's style on a row's: the ink of the cell, the background or the reverse video of the row.
func On(row, cell lipgloss.Style) lipgloss.Style {
	if row.GetReverse() {
		return cell.Reverse(true).Faint(false)
	}
	if row.GetUnderline() {
		cell = cell.Underline(true)
	}
	return cell.Background(row.GetBackground())
}

// Over is these styles put on a row's background, for what is drawn inside a selected row. Bars are left out of reverse video,
// where a full block would look empty.
func (s *Styles) Over(row lipgloss.Style) *Styles {
	over := *s
	inks := []*lipgloss.Style{
		&over.Text, &over.Muted, &over.Strong, &over.Accent, &over.Good, &over.Warn, &over.Bad, &over.Running, &over.Idle,
		&over.Rule, &over.Key, &over.KeyDesc,
	}
	if !row.GetReverse() {
		inks = append(inks, &over.BarFull, &over.BarEmpty)
	}
	for _, ink := range inks {
		*ink = On(row, *ink)
	}
	over.Series = make([]lipgloss.Style, len(s.Series))
	for i, ink := range s.Series {
		over.Series[i] = On(row, ink)
	}
	return &over
}
