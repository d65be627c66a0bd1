package tui

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/kronoscope/kronoscope/themes"
	"github.com/kronoscope/kronoscope/tui/dialog"
)

// aliases are what k9s users type for a tab.
var aliases = map[string][]string{
	"CronJobs": {"cj", "cronjob"}, "Jobs": {"jo", "job"}, "Calendar": {"cal"}, "Timeline": {"tl", "gantt"}, "Events": {"ev", "event"},
}

// commands are the palette's, the screens first.
func (r *Root) commands() []dialog.Command {
	var all []dialog.Command
	for i, t := range r.tabs {
		all = append(all, dialog.Command{
			Name: strings.ToLower(t.title), Aliases: aliases[t.title], Hint: "tab " + strconv.Itoa(i+1), Msg: tabMsg{i},
		})
	}
	all = append(all, r.actionCommands()...)
	all = append(all, r.namespaceCommands()...)
	all = append(all, r.contextCommands()...)
	for _, name := range themes.Names() {
		hint := ""
		if name == r.theme.Name {
			hint = "in use"
		}
		all = append(all, dialog.Command{Name: "theme " + name, Aliases: []string{"skin " + name}, Hint: hint, Msg: themeMsg{name}})
	}
	if r.clock.turns {
		all = append(all, r.clockCommands()...)
	}
	forecast, _ := pressOf(r.env.Keys.Forecast) // some screens know what it is to be of
	return append(all,
		dialog.Command{Name: "forecast", Aliases: []string{"fc", "plan"}, Hint: r.env.Keys.Forecast.Help().Key, Msg: forecast},
		dialog.Command{Name: "messages", Aliases: []string{"log", "errors"}, Hint: r.env.Keys.Messages.Help().Key, Msg: messagesMsg{}},
		dialog.Command{Name: "help", Hint: r.env.Keys.Help.Help().Key, Msg: helpMsg{}},
		dialog.Command{Name: "quit", Aliases: []string{"q", "exit"}, Hint: r.env.Keys.Quit.Help().Key, Msg: quitMsg{}},
	)
}

// actionCommands are what the keys of the screen in view do, by their words. Moving about is left to the keys.
func (r *Root) actionCommands() []dialog.Command {
	k := r.env.Keys
	moves := []key.Binding{
		k.Up, k.Down, k.PageUp, k.PageDown, k.Top, k.Bottom, k.Left, k.Right, k.Enter, k.Back, k.Quit, k.Help, k.Palette, k.Messages, k.Forecast,
	}
	var all []dialog.Command
	taken := map[string]bool{}
	for _, t := range r.tabs {
		taken[strings.ToLower(t.title)] = true // the tab's own command is enough
	}
	for _, group := range r.current().FullHelp() {
		for _, b := range group {
			words := b.Help().Desc
			press, ok := pressOf(b)
			if !ok || taken[words] || key.Matches(press, moves...) {
				continue
			}
			taken[words] = true
			all = append(all, dialog.Command{Name: words, Hint: b.Help().Key, Msg: press})
		}
	}
	return all
}

// pressOf is the press of a binding's first key, when it is a letter or a sign, with ctrl or without.
func pressOf(b key.Binding) (press tea.KeyPressMsg, ok bool) {
	if len(b.Keys()) == 0 {
		return press, false
	}
	name, ctrl := strings.CutPrefix(b.Keys()[0], "ctrl+")
	if name == "space" {
		name = " "
	}
	letter, size := utf8.DecodeRuneInString(name)
	if size == 0 || size != len(name) {
		return press, false
	}
	if ctrl {
		return tea.KeyPressMsg{Code: letter, Mod: tea.ModCtrl}, true
	}
	return tea.KeyPressMsg{Code: letter, Text: name}, true
}

// namespaceCommands narrow the lists to one of the namespaces in which something is.
func (r *Root) namespaceCommands() []dialog.Command {
	if r.env.Cluster.Namespace != "" {
		return nil
	}
	counts := map[string]int{}
	for _, c := range r.env.Snapshot.CronJobs {
		counts[c.Trimmed.Namespace]++
	}
	for _, j := range r.env.Snapshot.Jobs {
		counts[j.Trimmed.Namespace]++
	}
	names := make([]string, 0, len(counts))
	for name := range counts {
		names = append(names, name)
	}
	slices.Sort(names)
	all := []dialog.Command{{Name: "ns all", Aliases: []string{"namespace all", "all"}, Hint: "every namespace", Msg: namespaceMsg{}}}
	for _, name := range names {
		all = append(all, dialog.Command{
			Name: "ns " + name, Aliases: []string{"namespace " + name, name},
			Hint: strconv.Itoa(counts[name]) + " Jobs and CronJobs", Msg: namespaceMsg{name},
		})
	}
	return all
}

func (r *Root) clockCommands() []dialog.Command {
	k := r.env.Keys
	all := []dialog.Command{
		{Name: "pause", Aliases: []string{"resume"}, Hint: k.Pause.Help().Key, Msg: clockMsg{pause: true}},
		{Name: "step to the next event", Hint: k.Step.Help().Key, Msg: clockMsg{step: true}},
		r.jumpCommand(),
	}
	for _, s := range append(speeds[:], maxSpeed) {
		all = append(all, dialog.Command{Name: "speed " + strings.TrimSuffix(speedName(s), "×"), Msg: clockMsg{set: true, speed: s}})
	}
	return all
}
