package calendar

import (
	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"github.com/kronoscope/kronoscope/themes"
	"github.com/kronoscope/kronoscope/tui/display"
	"github.com/kronoscope/kronoscope/tui/widget"
)

// prompt is a line of input with feedback as the user types.
type prompt struct {
	input   textinput.Model
	handler promptHandler
}

// promptHandler says what a prompt is for and acts on the answer.
type promptHandler interface {
	// title names what the prompt asks for.
	title() string
	// update reads the text typed so far.
	update(s *Screen, text string) tea.Cmd
	// move moves through the offers, if there are any.
	move(by int)
	// feedback shows how the text was understood, or what is wrong with it, in at most so many lines.
	feedback(width, lines int, s *themes.Styles) []string
	// accept acts on the text; done is false when the text is no answer.
	accept(s *Screen) (cmd tea.Cmd, done bool)
	// cancel undoes what typing has changed.
	cancel(s *Screen) tea.Cmd
}

func newPrompt(a promptHandler, text string) *prompt {
	input := textinput.New()
	input.Prompt = ""
	input.SetVirtualCursor(false)
	input.CharLimit = 200
	input.SetValue(text)
	input.CursorEnd()
	input.Focus()
	return &prompt{input: input, handler: a}
}

func (s *Screen) openPrompt(p *prompt) tea.Cmd {
	s.prompt = p
	return p.handler.update(s, p.input.Value())
}

func (p *prompt) handleKey(s *Screen, msg tea.KeyPressMsg) tea.Cmd {
	k := &s.env.Keys.InText
	switch {
	case key.Matches(msg, k.Cancel):
		s.prompt = nil
		return p.handler.cancel(s)
	case key.Matches(msg, k.Accept):
		cmd, done := p.handler.accept(s)
		if done {
			s.prompt = nil
		}
		return cmd
	case key.Matches(msg, k.Up):
		p.handler.move(-1)
	case key.Matches(msg, k.Down):
		p.handler.move(1)
	default:
		return p.edit(s, msg)
	}
	return nil
}

// edit passes a key or a paste to the text.
func (p *prompt) edit(s *Screen, msg tea.Msg) tea.Cmd {
	before := p.input.Value()
	var cmd tea.Cmd
	p.input, cmd = p.input.Update(msg)
	if text := p.input.Value(); text != before {
		return tea.Batch(cmd, p.handler.update(s, text))
	}
	return cmd
}

// over draws the prompt over the last lines of the screen.
func (p *prompt) over(lines []string, s *Screen) []string {
	st := s.env.Styles
	own := []string{
		widget.Rule(p.handler.title(), s.width, st),
		" " + st.Key.Render("› ") + st.Strong.Render(widget.Clip(display.Clean(p.input.Value()), s.width-6)+"▏"),
	}
	room := max(s.height-1-len(own), 0)
	for _, line := range p.handler.feedback(max(s.width-6, 0), min(room, 8), st) {
		own = append(own, "   "+line)
	}
	own = own[:min(len(own), s.height)]
	for len(lines) < s.height {
		lines = append(lines, "")
	}
	return append(lines[:s.height-len(own)], own...)
}
