package textview

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"github.com/kronoscope/kronoscope/themes"
	"github.com/kronoscope/kronoscope/tui/widget"
)

// View draws exactly the size that was set.
func (s *Screen) View() string {
	st := s.env.Styles
	if len(s.lines) == 0 {
		word := "empty"
		if s.loading.Busy() {
			word = "fetching …"
		}
		return widget.Page([]string{"", "  " + st.Muted.Render(word)}, s.width, s.height)
	}
	out := make([]string, 0, s.height)
	for i := s.first; i < min(s.first+s.height, len(s.lines)); i++ {
		line := s.draw(i)
		if s.left > 0 {
			line = ansi.Cut(line, s.left, s.left+s.width)
		}
		out = append(out, line)
	}
	return widget.Page(out, s.width, s.height)
}

// draw colours a line: the matches of the search, else the name before a colon, as in YAML and descriptions.
func (s *Screen) draw(i int) string {
	st := s.env.Styles
	line := s.lines[i]
	if s.err != nil && len(s.lines) <= 1 {
		return " " + st.Bad.Render(line)
	}
	if s.query != "" && strings.Contains(s.lower[i], strings.ToLower(s.query)) {
		style := st.Accent.Reverse(true)
		if len(s.found) > 0 && s.found[s.at] == i {
			style = st.Warn.Reverse(true)
		}
		return " " + s.highlight(i, style)
	}
	name, rest, ok := strings.Cut(line, ":")
	if !ok || (rest != "" && rest[0] != ' ') || strings.ContainsAny(strings.TrimLeft(name, " -"), "\"'{") {
		return " " + st.Text.Render(line)
	}
	return " " + st.Key.Render(name) + st.Muted.Render(":") + st.Text.Render(rest)
}

// highlight marks every match of the query. Lower case can change the length of a line; then the whole line is marked.
func (s *Screen) highlight(i int, style themes.Ink) string {
	line, lower, query := s.lines[i], s.lower[i], strings.ToLower(s.query)
	if len(line) != len(lower) {
		return style.Render(line)
	}
	var b strings.Builder
	for {
		at := strings.Index(lower, query)
		if at < 0 {
			break
		}
		b.WriteString(s.env.Styles.Text.Render(line[:at]))
		b.WriteString(style.Render(line[at : at+len(query)]))
		line, lower = line[at+len(query):], lower[at+len(query):]
	}
	b.WriteString(s.env.Styles.Text.Render(line))
	return b.String()
}
