package tui

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"charm.land/bubbles/v2/key"

	"github.com/kronoscope/kronoscope/themes"
	"github.com/kronoscope/kronoscope/tui/clock"
	"github.com/kronoscope/kronoscope/tui/dialog"
	"github.com/kronoscope/kronoscope/tui/keymap"
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
	if r.clock.Turns {
		all = append(all, r.clockCommands()...)
	}
	forecast, _ := keymap.Press(r.env.Keys.Forecast) // some screens know what it is to be of
	return append(all,
		dialog.Command{Name: "forecast", Aliases: []string{"fc", "plan"}, Hint: r.env.Keys.Forecast.Help().Key, Msg: forecast},
		dialog.Command{Name: "messages", Aliases: []string{"errors"}, Hint: r.env.Keys.Messages.Help().Key, Msg: messagesMsg{}},
		dialog.Command{Name: "log", Hint: "the program's own", Msg: logMsg{}},
		dialog.Command{Name: "help", Hint: r.env.Keys.Help.Help().Key, Msg: helpMsg{}},
		dialog.Command{Name: "quit", Aliases: []string{"q", "exit"}, Hint: r.env.Keys.Quit.Help().Key, Msg: quitMsg{}},
	)
}

// actionCommands are what the letters bound by the screen in view do, by their words. Moving about is left to the keys.
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
			press, ok := keymap.Press(b)
			if !ok || !unicode.IsGraphic(press.Code) || taken[words] || key.Matches(press, moves...) {
				continue
			}
			taken[words] = true
			all = append(all, dialog.Command{Name: words, Hint: b.Help().Key, Msg: press})
		}
	}
	return all
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
		{Name: "pause", Aliases: []string{"resume"}, Hint: k.Pause.Help().Key, Msg: clock.TurnMsg{Turn: clock.Pause}},
		{Name: "step to the next event", Hint: k.Step.Help().Key, Msg: clock.TurnMsg{Turn: clock.Step}},
		r.jumpCommand(),
	}
	for _, s := range clock.Speeds {
		all = append(all, dialog.Command{Name: "speed " + strings.TrimSuffix(clock.SpeedName(s), "×"), Msg: clock.TurnMsg{Turn: clock.SetSpeed, Speed: s}})
	}
	return all
}
