package dialog

import (
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"github.com/kronoscope/kronoscope/tui/display"
	"github.com/kronoscope/kronoscope/tui/screen"
)

// Confirm asks before something destructive. It starts on "cancel", so that a stray enter does no harm.
type Confirm struct {
	env    *screen.Env
	ask    screen.ConfirmMsg
	choice int
	yes    bool // the button that enter presses
}

// NewConfirm returns a dialog that asks the message's question.
func NewConfirm(env *screen.Env, ask screen.ConfirmMsg) *Confirm {
	return &Confirm{env: env, ask: ask}
}

// Update handles y and n, enter on a button, and the keys of the choices.
func (c *Confirm) Update(msg tea.Msg) (tea.Cmd, bool) {
	press, ok := msg.(tea.KeyPressMsg)
	if !ok {
		return nil, false
	}
	keys, own := c.env.Keys, &c.env.Keys.InDialog
	switch {
	case key.Matches(press, own.Yes):
		c.env.Ask(c.then())
		return nil, true
	case key.Matches(press, own.No, keys.Back):
		return nil, true
	case key.Matches(press, keys.Enter):
		if c.yes {
			c.env.Ask(c.then())
			return nil, true
		}
		return nil, true
	case key.Matches(press, own.OtherButton):
		c.yes = !c.yes
	case len(c.ask.Choices) > 0 && key.Matches(press, keys.Up):
		c.choice = max(c.choice-1, 0)
	case len(c.ask.Choices) > 0 && key.Matches(press, keys.Down):
		c.choice = min(c.choice+1, len(c.ask.Choices)-1)
	}
	for i, choice := range c.ask.Choices {
		if key.Matches(press, choice.Key) {
			c.choice, c.yes = i, true // a user who picks a way means yes
		}
	}
	return nil, false
}

func (c *Confirm) then() tea.Msg {
	if len(c.ask.Choices) > 0 {
		return c.ask.Choices[c.choice].Then
	}
	return c.ask.Then
}

// View draws the question, its details, the choices and the two buttons.
func (c *Confirm) View(width, height int) string {
	s, own := c.env.Styles, &c.env.Keys.InDialog
	room := max(width-s.Dialog.GetHorizontalFrameSize(), 1)
	var end []string
	for i, choice := range c.ask.Choices {
		sign, style := "( ) ", s.Text
		if i == c.choice {
			sign, style = "(•) ", s.Strong
		}
		end = append(end, style.Render(sign)+s.Key.Render(choice.Key.Help().Key)+" "+style.Render(choice.Label))
	}
	if len(end) > 0 {
		end = append(end, "")
	}
	end = append(end, c.button(own.Yes, c.ask.Yes, c.yes)+"   "+c.button(own.No, "cancel", !c.yes))

	var lines []string
	for _, line := range c.ask.Lines {
		for part := range strings.SplitSeq(ansi.Wrap(display.Clean(line), room, ""), "\n") {
			lines = append(lines, s.Text.Render(part))
		}
	}
	// The list is cut when there is no room, never the buttons.
	room = height - s.Dialog.GetVerticalFrameSize() - 3 - len(end)
	if len(lines) > room && room > 0 {
		lines = append(lines[:room-1], s.Muted.Render("…"))
	}
	if len(lines) > 0 {
		lines = append(lines, "")
	}
	lines = append(append([]string{""}, lines...), end...)
	return box(c.ask.Title, lines, width, height, s)
}

func (c *Confirm) button(b key.Binding, label string, focused bool) string {
	s, sign := c.env.Styles, b.Help().Key
	if focused {
		return s.Selected.Render(" ▸ " + sign + " " + label + " ")
	}
	return s.Text.Render("[ ") + s.Key.Render(sign) + s.Text.Render(" "+display.Clean(label)+" ]")
}
