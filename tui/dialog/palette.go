package dialog

import (
	"slices"
	"strings"

	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"
	"github.com/lithammer/fuzzysearch/fuzzy"

	"github.com/kronoscope/kronoscope/tui/display"
	"github.com/kronoscope/kronoscope/tui/screen"
	"github.com/kronoscope/kronoscope/tui/widget"
)

// Command is an entry of the palette.
type Command struct {
	Name    string   // what the user types, such as "theme dark"
	Aliases []string // other names for it, such as k9s' "cj"
	Hint    string
	Msg     tea.Msg
	// Take turns the text after the name or an alias into a message, and returns a hint on its meaning; nil for commands without an
	// argument.
	Take func(text string) (msg tea.Msg, hint string)
}

// Palette finds commands by a few of their letters.
type Palette struct {
	env      *screen.Env
	commands []Command
	shown    []Command
	cursor   int
	input    textinput.Model
}

// NewPalette offers commands, in the given order until something is typed.
func NewPalette(env *screen.Env, commands []Command) *Palette {
	input := textinput.New()
	input.Prompt = ""
	input.SetVirtualCursor(false)
	input.Focus()
	return &Palette{env: env, commands: commands, shown: commands, input: input}
}

// Update edits the text, moves the cursor, and runs the chosen command on enter.
func (p *Palette) Update(msg tea.Msg) (tea.Cmd, bool) {
	press, ok := msg.(tea.KeyPressMsg)
	if ok {
		k := p.env.Keys
		switch {
		case key.Matches(press, k.InText.Cancel):
			return nil, true
		case key.Matches(press, k.InText.Accept):
			if len(p.shown) == 0 {
				return nil, false
			}
			p.env.Ask(p.shown[p.cursor].Msg)
			return nil, true
		case key.Matches(press, k.InPalette.Up):
			p.cursor = max(p.cursor-1, 0)
			return nil, false
		case key.Matches(press, k.InPalette.Down):
			p.cursor = max(min(p.cursor+1, len(p.shown)-1), 0)
			return nil, false
		case key.Matches(press, k.InPalette.Close) && p.input.Value() == "":
			return nil, true
		}
	}
	before := p.input.Value()
	var cmd tea.Cmd
	p.input, cmd = p.input.Update(msg)
	if p.input.Value() != before {
		p.search()
	}
	return cmd, false
}

// search keeps the commands whose name or alias contains the typed letters, the closest first.
func (p *Palette) search() {
	text := strings.ToLower(strings.TrimSpace(p.input.Value()))
	p.cursor = 0
	if text == "" {
		p.shown = p.commands
		return
	}
	type match struct {
		Command
		rank int
	}
	var found []match
	for _, c := range p.commands {
		if rest, ok := c.argument(text); ok {
			c.Msg, c.Hint = c.Take(rest)
			c.Name += " " + rest
			found = append(found, match{c, -1})
			continue
		}
		rank := rankOf(text, c.Name)
		for _, alias := range c.Aliases {
			if r := rankOf(text, alias); r >= 0 && (rank < 0 || r < rank) {
				rank = r
			}
		}
		if rank >= 0 {
			found = append(found, match{c, rank})
		}
	}
	slices.SortStableFunc(found, func(a, b match) int { return a.rank - b.rank })
	p.shown = make([]Command, 0, len(found))
	for _, m := range found {
		p.shown = append(p.shown, m.Command)
	}
}

// argument returns the text typed after the command's name or alias.
func (c Command) argument(text string) (string, bool) {
	if c.Take == nil {
		return "", false
	}
	for _, name := range append([]string{c.Name}, c.Aliases...) {
		if rest, ok := strings.CutPrefix(text, name+" "); ok && strings.TrimSpace(rest) != "" {
			return strings.TrimSpace(rest), true
		}
	}
	return "", false
}

// rankOf ranks names that begin with the text above those that contain its letters; −1 when they do not.
func rankOf(text, name string) int {
	name = strings.ToLower(name)
	rank := fuzzy.RankMatch(text, name)
	if rank > 0 && !strings.HasPrefix(name, text) {
		rank += 100
	}
	return rank
}

// View draws the text and the commands that match it.
func (p *Palette) View(width, height int) string {
	s := p.env.Styles
	width = min(width, 64)
	room := max(width-s.Dialog.GetHorizontalFrameSize(), 1)
	page := min(max(height-s.Dialog.GetVerticalFrameSize()-2, 1), 12)
	lines := []string{s.Key.Render(":") + s.Strong.Render(display.Clean(p.input.Value())+"▏")}
	if len(p.shown) == 0 {
		lines = append(lines, s.Muted.Render("no such command"))
	}
	first := max(p.cursor-page+1, 0)
	for i := first; i < min(first+page, len(p.shown)); i++ {
		c := p.shown[i]
		text := widget.Spread(display.Clean(c.Name), display.Clean(c.Hint), room-2)
		if i == p.cursor {
			lines = append(lines, s.Selected.Render("▸ "+text))
			continue
		}
		name := widget.Clip(display.Clean(c.Name), room-2)
		hint := widget.FitRight(widget.Clip(display.Clean(c.Hint), max(room-3-widget.Width(name), 0)), max(room-2-widget.Width(name), 0))
		lines = append(lines, "  "+s.Text.Render(name)+s.Muted.Render(hint))
	}
	for len(lines) <= page {
		lines = append(lines, widget.Spaces(room))
	}
	return box("Commands", lines, width, height, s)
}
