package screen

import (
	"slices"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/kronoscope/kronoscope/kube"
)

// Ask is the command that hands a message to the root.
func Ask(msg tea.Msg) tea.Cmd { return func() tea.Msg { return msg } }

// Warning is the command that tells why something is not done.
func Warning(text string) tea.Cmd { return Ask(ToastMsg{Level: Warn, Text: text}) }

// Forecast asks for that of CronJobs that were chosen somehow, see [ForecastMsg], and says so when none was.
func Forecast(cronJobs []kube.Key, chosen string) tea.Cmd {
	switch {
	case chosen == "":
		return Ask(ForecastMsg{})
	case len(cronJobs) == 0:
		return Warning("a forecast is of CronJobs, and none is " + chosen)
	}
	return Ask(ForecastMsg{cronJobs, chosen})
}

// Lists says that a key is one of a screen's help.
func Lists(help [][]key.Binding, msg tea.KeyPressMsg) bool {
	return slices.ContainsFunc(help, func(group []key.Binding) bool { return key.Matches(msg, group...) })
}

// ReadOnly is the notice that answers an action in read-only mode.
func ReadOnly() ToastMsg {
	return ToastMsg{Level: Warn, Text: "read-only: started with --read-only, nothing is changed"}
}
