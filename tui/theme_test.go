package tui

import (
	"image/color"
	"testing"
	_ "time/tzdata" // zones are there on every machine

	tea "charm.land/bubbletea/v2"

	"github.com/kronoscope/kronoscope/tui/tuitest"
)

func TestThemeSuitsTheTerminalUnlessChosen(t *testing.T) {
	white, black := tea.BackgroundColorMsg{Color: color.White}, tea.BackgroundColorMsg{Color: color.Black}
	for _, c := range []struct {
		name, chosen string
		noColor      bool
		terminal     tea.Msg
		want         string
		painted      bool
	}{
		{name: "light terminal", terminal: white, want: "light"},
		{name: "dark terminal", terminal: black, want: "dark"},
		{name: "light theme on a dark terminal", chosen: "light", terminal: black, want: "light", painted: true},
		{name: "dark theme on a light terminal", chosen: "dark", terminal: white, want: "dark", painted: true},
		{name: "chosen theme, mute terminal", chosen: "light", want: "light"},
		{name: "no colour", noColor: true, terminal: white, want: "none"},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := start(t, tuitest.Scene(), 80, 24, func(o *Options) { o.Theme, o.NoColor = c.chosen, c.noColor })
			if c.terminal != nil {
				h.send(c.terminal)
			}
			if got := h.root.theme.Name; got != c.want {
				t.Errorf("theme %q, want %q", got, c.want)
			}
			if painted := h.root.View().BackgroundColor != nil; painted != c.painted {
				t.Errorf("background painted: %t, want %t", painted, c.painted)
			}
		})
	}
}

func TestUnknownThemeIsAnError(t *testing.T) {
	_, err := New(Options{Cluster: start(t, tuitest.Scene(), 80, 24).root.opts.Cluster, Inventory: tuitest.NewSource(), Theme: "mauve"})
	if err == nil {
		t.Error("an unknown theme is taken")
	}
}
