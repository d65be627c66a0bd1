package calendar

import (
	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"github.com/kronoscope/kronoscope/themes"
	"github.com/kronoscope/kronoscope/tui/display"
	"github.com/kronoscope/kronoscope/tui/widget"
)

// prompt is a line that takes a text and says meanwhile what is understood.
type prompt struct {
	input textinput.Model
	asker asker
}

// asker is what a prompt asks for.
type asker interface {
	// title says what is asked for.
	title() string
	// changed reads what has been typed.
	changed(s *Screen, text string) tea.Cmd
	// moved goes through what is offered, if anything is.
	moved(by int)
	// says is what is understood, or what is wrong, in at most so many lines.
	says(width, lines int, s *themes.Styles) []string
	// take carries the answer out; done is false when it is none.
	take(s *Screen) (cmd tea.Cmd, done bool)
	// drop is what happens without an answer.
	drop(s *Screen) tea.Cmd
}

func newPrompt(a asker, text string) *prompt {
	input := textinput.New()
	input.Prompt = ""
	input.SetVirtualCursor(false)
	input.CharLimit = 200
	input.SetValue(text)
	input.CursorEnd()
	input.Focus()
	return &prompt{input: input, asker: a}
}

func (s *Screen) openPrompt(p *prompt) tea.Cmd {
	s.prompt = p
	return p.asker.changed(s, p.input.Value())
}

func (p *prompt) handleKey(s *Screen, msg tea.KeyPressMsg) tea.Cmd {
	k := &s.env.Keys.InText
	switch {
	case key.Matches(msg, k.Cancel):
		s.prompt = nil
		return p.asker.drop(s)
	case key.Matches(msg, k.Accept):
		cmd, done := p.asker.take(s)
		if done {
			s.prompt = nil
		}
		return cmd
	case key.Matches(msg, k.Up):
		p.asker.moved(-1)
	case key.Matches(msg, k.Down):
		p.asker.moved(1)
	default:
		return p.edit(s, msg)
	}
	return nil
}

// edit gives a key or a paste to the text.
func (p *prompt) edit(s *Screen, msg tea.Msg) tea.Cmd {
	before := p.input.Value()
	var cmd tea.Cmd
	p.input, cmd = p.input.Update(msg)
	if text := p.input.Value(); text != before {
		return tea.Batch(cmd, p.asker.changed(s, text))
	}
	return cmd
}

// over draws the prompt over the last lines of the screen.
func (p *prompt) over(lines []string, s *Screen) []string {
	st := s.env.Styles
	own := []string{
		widget.Rule(p.asker.title(), s.width, st),
		" " + st.Key.Render("› ") + st.Strong.Render(widget.Clip(display.Clean(p.input.Value()), s.width-6)+"▏"),
	}
	room := max(s.height-1-len(own), 0)
	for _, line := range p.asker.says(max(s.width-6, 0), min(room, 8), st) {
		own = append(own, "   "+line)
	}
	own = own[:min(len(own), s.height)]
	for len(lines) < s.height {
		lines = append(lines, "")
	}
	return append(lines[:s.height-len(own)], own...)
}
