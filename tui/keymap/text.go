package keymap

import "charm.land/bubbles/v2/key"

// Text holds the keys that are not text while a filter, a search or a prompt is typed.
type Text struct {
	Accept, Cancel key.Binding
	Up, Down       key.Binding
}

func defaultText() Text {
	return Text{
		Accept: bind("enter", "take the text", "enter"), Cancel: bind("esc", "drop it", "esc"),
		Up: bind("↑", "up", "up"), Down: bind("↓", "down", "down"),
	}
}

// Dialog holds the bindings of the dialogs over the screens.
type Dialog struct {
	Yes, No                        key.Binding
	OtherButton                    key.Binding
	Background, Foreground, Orphan key.Binding // how to delete
	OtherWay                       key.Binding // reads a date without a year as the last one instead of the next, and back
}

func defaultDialog() Dialog {
	return Dialog{
		Yes: bind("y", "yes", "y"), No: bind("n", "no", "n", "q"),
		OtherButton: bind("tab", "other button", "tab", "shift+tab", "left", "right"),
		Background:  bind("b", "background", "b"), Foreground: bind("f", "foreground", "f"), Orphan: bind("o", "orphan", "o"),
		OtherWay: bind("tab", "the last such time", "tab", "shift+tab"),
	}
}

// Palette holds the bindings of the palette, where letters are text.
type Palette struct {
	Up, Down key.Binding
	Close    key.Binding // while nothing is typed
}

func defaultPalette() Palette {
	return Palette{
		Up: bind("↑", "up", "up", "ctrl+p", "shift+tab"), Down: bind("↓", "down", "down", "ctrl+n", "tab"),
		Close: bind("backspace", "close", "backspace"),
	}
}
