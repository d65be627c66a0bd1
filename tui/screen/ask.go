package screen

import (
	tea "charm.land/bubbletea/v2"

	"github.com/kronoscope/kronoscope/kube"
)

// Ask hands a message to the root, which handles it before anything else. If it went through a command, the next key could overtake it and
// reach the wrong screen.
func (e *Env) Ask(msg tea.Msg) { e.asked = append(e.asked, msg) }

// Asked returns the messages handed over since the last call.
func (e *Env) Asked() []tea.Msg {
	asked := e.asked
	e.asked = nil
	return asked
}

// Answer lets the root handle all requests, and those that follow from them.
func (e *Env) Answer(handle func(tea.Msg) tea.Cmd) tea.Cmd {
	var cmds []tea.Cmd
	for asked := e.Asked(); len(asked) > 0; asked = e.Asked() {
		for _, msg := range asked {
			cmds = append(cmds, handle(msg))
		}
	}
	return tea.Batch(cmds...)
}

// Warn asks for a notice that says why something is not done.
func (e *Env) Warn(text string) { e.Ask(ToastMsg{Level: Warn, Text: text}) }

// Forecast asks for a forecast of the chosen CronJobs, see [ForecastMsg], and warns when there are none.
func (e *Env) Forecast(cronJobs []kube.Key, chosen string) {
	switch {
	case chosen == "":
		e.Ask(ForecastMsg{})
	case len(cronJobs) == 0:
		e.Warn("a forecast is of CronJobs, and none is " + chosen)
	default:
		e.Ask(ForecastMsg{cronJobs, chosen})
	}
}

// ReadOnly returns the notice for an action in read-only mode.
func ReadOnly() ToastMsg {
	return ToastMsg{Level: Warn, Text: "read-only: started with --read-only, nothing is changed"}
}
