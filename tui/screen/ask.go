package screen

import tea "charm.land/bubbletea/v2"

// Ask is the command that hands a message to the root.
func Ask(msg tea.Msg) tea.Cmd { return func() tea.Msg { return msg } }

// ReadOnly is the notice that answers an action in read-only mode.
func ReadOnly() ToastMsg {
	return ToastMsg{Level: Warn, Text: "read-only: started with --read-only, nothing is changed"}
}
