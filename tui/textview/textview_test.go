package textview

import (
	"context"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"github.com/kronoscope/kronoscope/themes"
	"github.com/kronoscope/kronoscope/tui/keymap"
	"github.com/kronoscope/kronoscope/tui/screen"
)

func fixture(t *testing.T, title string, load Load) *Screen {
	t.Helper()
	theme, err := themes.ByName("none")
	if err != nil {
		t.Fatal(err)
	}
	s := New(t.Context(), &screen.Env{Styles: theme.Styles(), Keys: keymap.Default()}, title, load)
	s.SetSize(40, 4)
	return s
}

func TestATextComesToTheScreenThatFetchedIt(t *testing.T) {
	text := func(text string) *Screen {
		return fixture(t, text, func(context.Context) (string, error) { return text, nil })
	}
	first, second := text("first"), text("second")
	for _, msg := range []any{first.Init()(), second.Init()()} { // the root sends every answer to every screen
		first.Update(msg)
		second.Update(msg)
	}
	for _, s := range []*Screen{first, second} {
		if view := ansi.Strip(s.View()); strings.TrimSpace(view) != s.Title() {
			t.Errorf("the %s text shows %q", s.Title(), view)
		}
	}
}

// A text fetched earlier may arrive later.
func TestATextIsFetchedOnceAtATime(t *testing.T) {
	s := fixture(t, "text", func(context.Context) (string, error) { return "text", nil })
	refresh := tea.KeyPressMsg{Code: 'r', Mod: tea.ModCtrl}
	first := s.Init()
	if s.Update(refresh) != nil {
		t.Error("it is fetched again while it is on its way")
	}
	s.Update(first())
	if s.Update(refresh) == nil {
		t.Error("it is not fetched again")
	}
}
