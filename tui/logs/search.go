package logs

import (
	"context"
	"sort"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/kronoscope/kronoscope/tui/async"
)

// matches holds what a search has found among the lines before the sequence number upTo.
type matches struct {
	found []int
	upTo  int
}

// foundMsg brings the result of a search.
type foundMsg = async.Answer[matches]

// handleTyping handles keys while a search is typed: each key starts a new search, in a command.
func (s *Screen) handleTyping(msg tea.KeyPressMsg) tea.Cmd {
	switch {
	case key.Matches(msg, s.env.Keys.InText.Accept):
		s.typing = false
		s.input.Blur()
		if s.search == "" {
			s.clearSearch()
		}
		return nil
	case key.Matches(msg, s.env.Keys.InText.Cancel):
		s.typing = false
		s.input.Blur()
		s.clearSearch()
		return nil
	}
	var cmd tea.Cmd
	s.input, cmd = s.input.Update(msg)
	if text := s.input.Value(); text != s.search {
		return tea.Batch(cmd, s.startSearch(text))
	}
	return cmd
}

// startSearch starts the search for an expression and cancels the previous one.
func (s *Screen) startSearch(text string) tea.Cmd {
	s.clearSearch()
	s.search = text
	if text == "" {
		return nil
	}
	p, err := compile(text)
	if err != nil {
		s.badRe = err
		return nil
	}
	s.pattern = p
	blocks, upTo := s.buffer.snapshot(), s.buffer.next
	return s.searching.Start(s.ctx, func(ctx context.Context) matches { return matches{searchAll(ctx, p, blocks), upTo} })
}

// clearSearch ends the search.
func (s *Screen) clearSearch() {
	s.searching.Cancel()
	s.pattern, s.badRe, s.search, s.found, s.hit = nil, nil, "", nil, -1
}

// handleFound takes the result of a search. Lines that arrived after its start were checked on arrival.
func (s *Screen) handleFound(msg foundMsg) {
	m, ok := s.searching.Take(msg)
	if !ok {
		return
	}
	s.found = append(m.found, s.found[sort.SearchInts(s.found, m.upTo):]...)
	s.found = s.found[sort.SearchInts(s.found, s.buffer.first):]
	s.nearest()
}

// nearest jumps to the first match in view or after it, else to the last one.
func (s *Screen) nearest() {
	if len(s.found) == 0 {
		return
	}
	from := s.page().seq
	if s.follow && !s.visible(s.found[len(s.found)-1]) {
		from = s.found[len(s.found)-1]
	}
	i := min(sort.SearchInts(s.found, from), len(s.found)-1)
	s.goTo(i, 1)
}

// step jumps to the next or the previous shown match, and wraps around at the ends.
func (s *Screen) step(by int) {
	n := len(s.found)
	if n == 0 {
		return
	}
	i := sort.SearchInts(s.found, s.hit)
	switch {
	case s.hit < 0:
		i = sort.SearchInts(s.found, s.page().seq)
	case by > 0 && i < n && s.found[i] == s.hit:
		i++
	case by < 0:
		i--
	}
	s.goTo((i+n)%n, by)
}

// goTo jumps to a match, or to the next one in the direction of by that the filter shows.
func (s *Screen) goTo(i, by int) {
	n := len(s.found)
	for range n {
		seq := s.found[i]
		if at := s.position(seq); at < s.count() && s.at(at) == seq {
			s.hit = seq
			if !s.visible(seq) {
				s.jump(seq)
			}
			return
		}
		i = (i + by + n) % n
	}
}

// ordinal returns the number, from 1, of the match last jumped to; 0 for none.
func (s *Screen) ordinal() int {
	if i := sort.SearchInts(s.found, s.hit); i < len(s.found) && s.found[i] == s.hit {
		return i + 1
	}
	return 0
}
