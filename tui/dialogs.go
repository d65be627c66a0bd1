package tui

import (
	tea "charm.land/bubbletea/v2"

	"charm.land/bubbles/v2/key"

	"github.com/kronoscope/kronoscope/tui/dialog"
	"github.com/kronoscope/kronoscope/tui/screen"
)

// helpMsg asks for the keys of the screen in view.
type helpMsg struct{}

func (r *Root) openDialog(d dialog.Dialog) { r.dialogs = append(r.dialogs, d) }

// toDialog hands a message to the dialog on top and closes it when it is done.
func (r *Root) toDialog(msg tea.Msg) tea.Cmd {
	top := len(r.dialogs) - 1
	cmd, done := r.dialogs[top].Update(msg)
	if done {
		r.dialogs = r.dialogs[:top]
	}
	return cmd
}

// openHelp shows the keys of the screen in view, then the root's.
func (r *Root) openHelp() {
	k := r.env.Keys
	groups := []dialog.Group{}
	var titles []string
	if t, ok := r.current().(screen.HelpTitler); ok {
		titles = t.HelpTitles()
	}
	for i, keys := range r.current().FullHelp() {
		title := ""
		if i < len(titles) {
			title = titles[i]
		}
		groups = append(groups, dialog.Group{Title: title, Keys: keys})
	}
	tabs := key.NewBinding(key.WithKeys("1"), key.WithHelp("1–"+string(rune('0'+len(r.tabs))), "tabs"))
	groups = append(groups, dialog.Group{Title: "Everywhere", Keys: []key.Binding{
		tabs, screen.Merge("tab", "next tab", k.NextTab, k.PreviousTab), k.Palette, k.Forecast, k.Messages, k.Help, k.Quit,
	}})
	if r.clock.turns {
		groups = append(groups, dialog.Group{Title: "Clock", Keys: []key.Binding{
			screen.Merge(k.Faster.Help().Key+"/"+k.Slower.Help().Key, "faster, slower", k.Faster, k.Slower), k.Pause, k.Step, k.Jump,
		}})
	}
	r.openDialog(dialog.NewHelp(r.env, r.current().Title(), groups))
}

// openPalette offers every command.
func (r *Root) openPalette() { r.openDialog(dialog.NewPalette(r.env, r.commands())) }
