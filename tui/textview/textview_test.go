package textview

import (
	"context"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"github.com/kronoscope/kronoscope/themes"
	"github.com/kronoscope/kronoscope/tui/screen"
)

func TestATextComesToTheScreenThatFetchedIt(t *testing.T) {
	theme, err := themes.ByName("none")
	if err != nil {
		t.Fatal(err)
	}
	env := &screen.Env{Styles: theme.Styles(), Keys: screen.DefaultKeys()}
	text := func(text string) *Screen {
		s := New(env, text, func(context.Context) (string, error) { return text, nil })
		s.SetSize(40, 4)
		return s
	}
	first, second := text("first"), text("second")
	for _, msg := range []any{first.Init()(), second.Init()()} { // the root gives every answer to every screen
		first.Update(msg)
		second.Update(msg)
	}
	for _, s := range []*Screen{first, second} {
		if view := ansi.Strip(s.View()); strings.TrimSpace(view) != s.Title() {
			t.Errorf("the %s text shows %q", s.Title(), view)
		}
	}
}
