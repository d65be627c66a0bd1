package textview

import (
	"fmt"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
)

// handleTyping handles a key while the search is typed: the view jumps to the first match at once.
func (s *Screen) handleTyping(msg tea.KeyPressMsg) tea.Cmd {
	switch {
	case key.Matches(msg, s.env.Keys.InText.Accept):
		s.typing = false
		s.input.Blur()
	case key.Matches(msg, s.env.Keys.InText.Cancel):
		s.typing = false
		s.input.Blur()
		s.search("")
	default:
		return s.edit(msg)
	}
	return nil
}

func (s *Screen) edit(msg tea.Msg) tea.Cmd {
	var cmd tea.Cmd
	s.input, cmd = s.input.Update(msg)
	if s.input.Value() != s.query {
		s.search(s.input.Value())
		s.showMatch()
	}
	return cmd
}

// search finds the lines that contain the text, ignoring case. The match at or after the top of the view becomes the present one.
func (s *Screen) search(text string) {
	s.query, s.found, s.at = text, nil, 0
	if text == "" {
		return
	}
	text = strings.ToLower(text)
	for i, line := range s.lower {
		if strings.Contains(line, text) {
			if i < s.first {
				s.at = len(s.found) + 1
			}
			s.found = append(s.found, i)
		}
	}
	if s.at >= len(s.found) {
		s.at = 0
	}
}

// jump moves n matches on and wraps around at the ends.
func (s *Screen) jump(n int) {
	if len(s.found) == 0 {
		return
	}
	s.at = (s.at + n + len(s.found)) % len(s.found)
	s.showMatch()
}

// showMatch scrolls the present match into view, a third from the top.
func (s *Screen) showMatch() {
	if len(s.found) == 0 {
		return
	}
	if line := s.found[s.at]; line < s.first || line >= s.first+s.height {
		s.scrollTo(line-s.height/3, s.left)
	}
}

func (s *Screen) matches() string {
	switch {
	case s.query == "":
		return ""
	case len(s.found) == 0:
		return "not found"
	}
	return fmt.Sprintf("%d of %d", s.at+1, len(s.found))
}
