package tui

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"github.com/kronoscope/kronoscope/tui/screen"
)

// messagesMsg asks for the notices so far.
type messagesMsg struct{}

// notify puts a notice up and remembers it.
func (r *Root) notify(msg screen.ToastMsg) tea.Cmd { return r.notices.Show(msg) }

// showMessages opens the notices so far, with the warnings of the program's log among them, the latest first.
func (r *Root) showMessages() tea.Cmd {
	r.notices.Clear()
	r.markLogSeen()
	text := r.notices.History()
	return r.showText("Messages", func(context.Context) (string, error) { return text, nil })
}
