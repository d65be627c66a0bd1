package tuitest

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

// named holds the keys that type no letter.
var named = map[string]tea.KeyPressMsg{
	"enter": {Code: tea.KeyEnter}, "esc": {Code: tea.KeyEscape}, "pgup": {Code: tea.KeyPgUp}, "space": {Code: ' ', Text: " "},
	"up": {Code: tea.KeyUp}, "down": {Code: tea.KeyDown}, "left": {Code: tea.KeyLeft}, "right": {Code: tea.KeyRight},
	"shift+left": {Code: tea.KeyLeft, Mod: tea.ModShift}, "shift+right": {Code: tea.KeyRight, Mod: tea.ModShift},
	"ctrl+d": {Code: 'd', Mod: tea.ModCtrl}, "ctrl+s": {Code: 's', Mod: tea.ModCtrl},
}

// Key returns the press of a key: one letter, or a name as in the key bindings. It fails the test for any other name.
func Key(t testing.TB, name string) tea.KeyPressMsg {
	t.Helper()
	if msg, ok := named[name]; ok {
		return msg
	}
	letters := []rune(name)
	if len(letters) != 1 {
		t.Fatalf("there is no key %q in these tests", name)
	}
	return tea.KeyPressMsg{Code: letters[0], Text: name}
}

// Viewed is a screen or a part of one.
type Viewed interface{ View() string }

// Sees fails the test unless all parts are in view, ignoring colours.
func Sees(t testing.TB, v Viewed, parts ...string) {
	t.Helper()
	look(t, v, true, parts)
}

// SeesNot fails the test if any of the parts is in view.
func SeesNot(t testing.TB, v Viewed, parts ...string) {
	t.Helper()
	look(t, v, false, parts)
}

func look(t testing.TB, v Viewed, wanted bool, parts []string) {
	t.Helper()
	view := ansi.Strip(v.View())
	for _, part := range parts {
		if strings.Contains(view, part) != wanted {
			t.Errorf("shows %q: %t, want %t\n%s", part, !wanted, wanted, view)
		}
	}
}
