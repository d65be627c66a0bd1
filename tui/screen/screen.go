// Package screen is what the root model and the screens agree on: the screen contract, the environment that all share, and
// the messages by which a screen asks the root for something. It draws nothing.
package screen

import (
	"time"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/themes"
)

// Screen is one page of the program. Screens are pointers, changed only in Update and SetSize, on the event loop.
type Screen interface {
	// Init returns the command that brings the screen to life, nil if it needs none.
	Init() tea.Cmd
	// SetSize tells the cells it may fill; called before the first View and on each change.
	SetSize(width, height int)
	// Update handles a message that the root did not take. Commands get values and touch no state.
	Update(msg tea.Msg) tea.Cmd
	// View draws exactly the size that was set. It does no I/O and no sorting.
	View() string
	// Title is the screen's part of the breadcrumb.
	Title() string
	// Typing says that keys are text for the screen (a filter, a search) and not the root's shortcuts.
	Typing() bool
	ShortHelp() []key.Binding
	FullHelp() [][]key.Binding
}

// Closer is a screen that holds a stream or the like; Close is called when it leaves the stack.
type Closer interface{ Close() }

// Env is what all screens share. It changes only on the event loop.
type Env struct {
	Cluster  *kube.Cluster
	Snapshot *kube.Snapshot // the latest; never nil
	Styles   *themes.Styles
	Keys     *Keys
	Now      time.Time // the plane's time, as of the message being handled
	Zone     *time.Location
}

// OpenMsg asks the root to push a screen.
type OpenMsg struct{ Screen Screen }

// BackMsg asks the root to pop the present screen.
type BackMsg struct{}

// ToastMsg asks for a short notice. Sticky ones stay until a key is pressed.
type ToastMsg struct {
	Text  string
	Level Level
}

// Level is how grave a notice is.
type Level int

// The levels of a notice.
const (
	Info Level = iota
	Good
	Warn
	Bad
)

// ConfirmMsg asks the user before something destructive. Then is the intent, delivered as a message when confirmed: never a
// closure over a model.
type ConfirmMsg struct {
	Title string
	Lines []string // what will go with it
	Yes   string   // the verb on the button, such as "delete"
	Then  tea.Msg
}

// ChangedMsg brings a new snapshot.
type ChangedMsg struct{ Snapshot *kube.Snapshot }

// TickMsg comes about once a second, for ages and countdowns; Now is the plane's time.
type TickMsg struct{ Now time.Time }
