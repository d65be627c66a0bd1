// Package keymap holds every key binding of the program in one value. Screens match keys against these bindings, and the help is made from
// them; no help text decides anything.
package keymap

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
)

// Keys holds the bindings, named after what they do. One value is made at the start and shared, so that a configuration file can remap
// keys. Bindings used by one screen only are in the parts at the end.
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

	Interrupt    key.Binding    // leaves at once, whatever is under way
	HelpAnywhere key.Binding    // opens the help even where the key of Help is text
	Tabs         [9]key.Binding // go to the tabs from the first on

	InText     Text
	InDialog   Dialog
	InPalette  Palette
	InCalendar Calendar
	InTimeline Timeline
	InForecast Forecast
	InLogs     Logs
	InSchedule Schedule
	InCronJob  CronJob
}

// Default returns k9s's bindings, because users know them by heart.
func Default() *Keys {
	k := &Keys{
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

		Interrupt: bind("ctrl-c", "quit", "ctrl+c"), HelpAnywhere: bind("F1", "help", "f1"),

		InText: defaultText(), InDialog: defaultDialog(), InPalette: defaultPalette(),
		InCalendar: defaultCalendar(), InTimeline: defaultTimeline(), InForecast: defaultForecast(),
		InLogs: defaultLogs(), InSchedule: defaultSchedule(), InCronJob: defaultCronJob(),
	}
	for i := range k.Tabs {
		digit := string(rune('1' + i))
		k.Tabs[i] = bind(digit, "tab "+digit, digit)
	}
	return k
}

// Moves returns the keys that move in a list or a text, for help.
func (k *Keys) Moves() []key.Binding {
	return []key.Binding{
		Merge("j/k ↑/↓", "down, up", k.Up, k.Down),
		Merge(both(k.PageDown, k.PageUp), "page down, up", k.PageUp, k.PageDown),
		Merge(both(k.Top, k.Bottom), "first, last", k.Top, k.Bottom),
	}
}

// MoveOf returns how many rows a key moves the cursor of a table with rows rows, page of which are in view; 0 for other keys.
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
