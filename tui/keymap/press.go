package keymap

import (
	"strings"
	"unicode/utf8"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
)

// named holds the keys that have a name instead of a letter.
var named = map[string]rune{
	"enter": tea.KeyEnter, "esc": tea.KeyEscape, "tab": tea.KeyTab, "backspace": tea.KeyBackspace, "space": tea.KeySpace,
	"up": tea.KeyUp, "down": tea.KeyDown, "left": tea.KeyLeft, "right": tea.KeyRight,
	"home": tea.KeyHome, "end": tea.KeyEnd, "pgup": tea.KeyPgUp, "pgdown": tea.KeyPgDown, "f1": tea.KeyF1,
}

// Press returns the key press for a binding's first key; false when it has none, or one that cannot be pressed.
func Press(b key.Binding) (press tea.KeyPressMsg, ok bool) {
	if len(b.Keys()) == 0 {
		return press, false
	}
	name := b.Keys()[0]
	for prefix, mod := range map[string]tea.KeyMod{"ctrl+": tea.ModCtrl, "shift+": tea.ModShift} {
		if rest, found := strings.CutPrefix(name, prefix); found {
			name, press.Mod = rest, mod
			break
		}
	}
	if code, found := named[name]; found {
		press.Code = code
	} else {
		letter, size := utf8.DecodeRuneInString(name)
		if size == 0 || size != len(name) {
			return press, false
		}
		press.Code = letter
	}
	if press.Mod == 0 && (press.Code == tea.KeySpace || named[name] == 0) {
		press.Text = string(press.Code)
	}
	return press, true
}
