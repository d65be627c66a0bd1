package screen

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
)

// Keys are the bindings, named after what they do. One value is made at start and shared, so the config file can remap them.
type Keys struct {
	Up, Down, PageUp, PageDown, Top, Bottom key.Binding
	Enter, Back, Quit, Help, Filter         key.Binding

	Trigger, Suspend, Rerun, Delete     key.Binding
	Schedule                            key.Binding
	Logs, Previous, Describe, YAML      key.Binding
	Calendar, Forecast, Durations       key.Binding
	Mark, MarkRange                     key.Binding
	Sort, Reverse, Refresh, Left, Right key.Binding
	Palette, Messages                   key.Binding
	NextTab, PreviousTab                key.Binding
	Search, NextMatch, PreviousMatch    key.Binding

	Faster, Slower, Pause, Step, Jump key.Binding
}

// Merge is several bindings as one line of help.
func Merge(help, desc string, bindings ...key.Binding) key.Binding {
	var keys []string
	for _, b := range bindings {
		keys = append(keys, b.Keys()...)
	}
	return key.NewBinding(key.WithKeys(keys...), key.WithHelp(help, desc))
}

// both is the help of two keys that belong together: "g/G".
func both(a, b key.Binding) string { return a.Help().Key + "/" + b.Help().Key }

// Moves are the keys that move in a list or a text, for help.
func (k *Keys) Moves() []key.Binding {
	return []key.Binding{
		Merge("j/k ↑/↓", "down, up", k.Up, k.Down),
		Merge(both(k.PageDown, k.PageUp), "page down, up", k.PageUp, k.PageDown),
		Merge(both(k.Top, k.Bottom), "first, last", k.Top, k.Bottom),
	}
}

// DefaultKeys follow k9s, because that is what users' hands know.
func DefaultKeys() *Keys {
	bind := func(help, desc string, keys ...string) key.Binding {
		return key.NewBinding(key.WithKeys(keys...), key.WithHelp(help, desc))
	}
	return &Keys{
		Up: bind("k/↑", "up", "up", "k"), Down: bind("j/↓", "down", "down", "j"),
		PageUp: bind("ctrl-b", "page up", "pgup", "ctrl+b"), PageDown: bind("ctrl-f", "page down", "pgdown", "ctrl+f"),
		Top: bind("g", "first", "g", "home"), Bottom: bind("G", "last", "G", "end"),
		Enter: bind("enter", "open", "enter"), Back: bind("esc", "back", "esc"),
		Quit: bind("q", "quit", "q", "ctrl+c"), Help: bind("?", "help", "?"), Filter: bind("/", "filter", "/"),

		Trigger: bind("t", "trigger", "t"), Suspend: bind("s", "suspend/resume", "s"), Rerun: bind("r", "rerun", "r"),
		Delete: bind("ctrl-d", "delete", "ctrl+d"), Schedule: bind("e", "schedule", "e"),
		Logs: bind("l", "logs", "l"), Previous: bind("p", "previous logs", "p"),
		Describe: bind("d", "describe", "d"), YAML: bind("y", "YAML", "y"),
		Calendar: bind("c", "calendar", "c"), Forecast: bind("F", "forecast", "F"), Durations: bind("D", "durations", "D"),
		Mark:      bind("space", "mark", "space"),
		MarkRange: bind("ctrl-space", "mark range", "ctrl+space", "ctrl+@"),
		Sort:      bind("o", "sort", "o"), Reverse: bind("O", "reverse order", "O"),
		Refresh: bind("ctrl-r", "refresh", "ctrl+r"), Left: bind("←", "left", "left"), Right: bind("→", "right", "right"),
		Palette: bind(":", "commands", ":"), Messages: bind("!", "messages", "!"),
		NextTab: bind("tab", "next tab", "tab"), PreviousTab: bind("shift-tab", "previous tab", "shift+tab"),
		Search: bind("/", "search", "/"), NextMatch: bind("n", "next match", "n"), PreviousMatch: bind("N", "previous match", "N"),

		Faster: bind("+", "faster", "+", "="), Slower: bind("-", "slower", "-"),
		Pause: bind("P", "pause the clock", "P"), Step: bind(">", "next event", ">"),
		Jump: bind("@", "jump to a time", "@"),
	}
}

// ViewOf is the view of a selected object that a key asks for; false for keys that ask for none.
func (k *Keys) ViewOf(msg tea.KeyPressMsg) (View, bool) {
	switch {
	case key.Matches(msg, k.Enter):
		return Details, true
	case key.Matches(msg, k.Logs):
		return Logs, true
	case key.Matches(msg, k.Previous):
		return Previous, true
	case key.Matches(msg, k.Describe):
		return Describe, true
	case key.Matches(msg, k.YAML):
		return YAML, true
	}
	return Details, false
}

// MoveOf is how many rows a key moves the cursor of a table of so many rows, a page of which is shown; 0 for other keys.
func (k *Keys) MoveOf(msg tea.KeyPressMsg, page, rows int) int {
	switch {
	case key.Matches(msg, k.Up):
		return -1
	case key.Matches(msg, k.Down):
		return 1
	case key.Matches(msg, k.PageUp):
		return -page
	case key.Matches(msg, k.PageDown):
		return page
	case key.Matches(msg, k.Top):
		return -rows
	case key.Matches(msg, k.Bottom):
		return rows
	}
	return 0
}
