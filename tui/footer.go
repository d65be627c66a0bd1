package tui

import (
	"charm.land/bubbles/v2/key"

	"github.com/kronoscope/kronoscope/tui/keymap"
	"github.com/kronoscope/kronoscope/tui/screen"
	"github.com/kronoscope/kronoscope/tui/widget"
)

// footer are the keys that matter here; the way to all of them is always there.
func (r *Root) footer(width int) string {
	s, k := r.env.Styles, r.env.Keys
	bindings := r.current().ShortHelp()
	if r.elsewhere(bindings) {
		bindings = r.textKeys()
	}
	if r.clock.Jump != nil && !r.current().Typing() {
		stop := keymap.Described(k.Back, "stop the clock here")
		bindings = append([]key.Binding{stop}, bindings...)
	}
	root := []key.Binding{k.Palette, k.Help}
	switch {
	case r.current().Typing(): // the root's keys are text
		root = []key.Binding{k.HelpAnywhere}
	case r.clock.Turns:
		h := k.Faster.Help().Key + "/" + k.Slower.Help().Key
		speed, pause := keymap.Merge(h, "speed", k.Faster, k.Slower), keymap.Described(k.Pause, "pause")
		bindings = append(append([]key.Binding(nil), bindings...), speed, pause, k.Step, k.Jump)
	}
	help := widget.KeyHelp(root, width, s)
	keys := widget.KeyHelp(bindings, width-widget.Width(help)-4, s)
	return widget.Spread(" "+keys, help+" ", width)
}

// status is what the screen in view has to say at the right end of the tab row.
func (r *Root) status(width int) string {
	if s, ok := r.current().(screen.Statuser); ok && width > 0 {
		return s.Status(width)
	}
	return ""
}
