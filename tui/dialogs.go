package tui

import (
	"slices"
	"unicode/utf8"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/kronoscope/kronoscope/tui/dialog"
	"github.com/kronoscope/kronoscope/tui/keymap"
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
	groups, own := []dialog.Group{}, r.current().FullHelp()
	var titles []string
	if t, ok := r.current().(screen.HelpTitler); ok {
		titles = t.HelpTitles()
	}
	if r.elsewhere(slices.Concat(own...)) {
		own, titles = [][]key.Binding{r.textKeys()}, []string{"Text"}
	}
	for i, keys := range own {
		title := ""
		if i < len(titles) {
			title = titles[i]
		}
		groups = append(groups, dialog.Group{Title: title, Keys: keys})
	}
	r.openDialog(dialog.NewHelp(r.env, r.current().Title(), append(groups, r.helpEverywhere()...)))
}

// elsewhere reports whether text is typed, and these keys of the screen in view are those of when none is.
func (r *Root) elsewhere(keys []key.Binding) bool {
	return r.current().Typing() && slices.ContainsFunc(keys, isText)
}

// textKeys end a filter, a search or the like.
func (r *Root) textKeys() []key.Binding {
	k := r.env.Keys
	return []key.Binding{k.InText.Accept, k.InText.Cancel}
}

// isText reports whether all of a binding's keys write something where text is typed.
func isText(b key.Binding) bool {
	return !slices.ContainsFunc(b.Keys(), func(name string) bool { return name != "space" && utf8.RuneCountInString(name) > 1 })
}

// helpEverywhere are the root's keys, as far as they are not text.
func (r *Root) helpEverywhere() []dialog.Group {
	k := r.env.Keys
	if r.current().Typing() {
		return []dialog.Group{{Title: "Everywhere", Keys: []key.Binding{
			k.HelpAnywhere, k.Interrupt,
		}}}
	}
	first, last := k.Tabs[0], k.Tabs[len(r.tabs)-1]
	tabs := keymap.Merge(first.Help().Key+"–"+last.Help().Key, "tabs", k.Tabs[:len(r.tabs)]...)
	groups := []dialog.Group{{Title: "Everywhere", Keys: []key.Binding{
		tabs, keymap.Merge("tab", "next tab", k.NextTab, k.PreviousTab), k.Palette, k.Forecast, k.Messages, k.Help, k.Quit,
	}}}
	if r.clock.Turns {
		groups = append(groups, dialog.Group{Title: "Clock", Keys: []key.Binding{
			keymap.Merge(k.Faster.Help().Key+"/"+k.Slower.Help().Key, "faster, slower", k.Faster, k.Slower), k.Pause, k.Step, k.Jump,
		}})
	}
	return groups
}

// openPalette offers every command.
func (r *Root) openPalette() { r.openDialog(dialog.NewPalette(r.env, r.commands())) }
