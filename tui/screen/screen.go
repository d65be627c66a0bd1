// Package screen is the contract between the root model and the screens: the screen interface, the shared environment, and the messages by
// which a screen asks the root for something. It draws nothing.
//
// Facts reach a screen one way: [Env] holds the snapshot, the time, the styles and the namespace in view; messages only signal that
// something in it has changed. Requests go the other way, through [Env.Ask].
package screen

import (
	"time"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/kube/workload"
	"github.com/kronoscope/kronoscope/scheduler"
	"github.com/kronoscope/kronoscope/themes"
	"github.com/kronoscope/kronoscope/tui/keymap"
)

// Screen is one page of the program. Screens are pointers, changed only in Update and SetSize, on the event loop.
//
// A screen gets a [ChangedMsg] when it comes into view and at each change while it is in view, [TickMsg] while it is in view, and keys and
// the mouse (in cells from its own top left corner) when nothing covers it. All other messages go to every screen of every stack, so the
// result of a command must identify what it answers, see package async. The Back key belongs to the screen: it closes what the screen has
// open (a search, a filter); otherwise the screen asks for [BackMsg].
//
// A screen that starts commands is made with a context that ends when the screen leaves the stack, or the program ends. Its commands and
// streams end with that context.
type Screen interface {
	// Init returns the command that starts the screen, nil if it needs none.
	Init() tea.Cmd
	// SetSize sets the size to fill, in cells. It is called before the first View and on each change.
	SetSize(width, height int)
	// Update handles a message that the root did not take. Commands receive values and touch no state.
	Update(msg tea.Msg) tea.Cmd
	// View draws exactly the size that was set. It does no I/O and no sorting.
	View() string
	// Title returns the screen's part of the breadcrumb.
	Title() string
	// Typing reports whether keys are text for the screen (a filter, a search) rather than the root's shortcuts.
	Typing() bool
	// Keys returns all bindings that the screen handles. While it is in view they take precedence over the root's shortcuts, except for
	// those that leave the program or open the help or the palette.
	Keys() []key.Binding
	// ShortHelp and FullHelp return the bindings, perhaps with other descriptions. They decide nothing.
	ShortHelp() []key.Binding
	FullHelp() [][]key.Binding
}

// Statuser is a screen with a text for the right end of the tab row, such as its filter, in at most width cells.
type Statuser interface{ Status(width int) string }

// FullScreener is a screen that can take the whole terminal: no header, no tabs, no footer.
type FullScreener interface{ FullScreen() bool }

// HelpTitler is a screen that names the groups of its FullHelp.
type HelpTitler interface{ HelpTitles() []string }

// Env is the environment that all screens share. It changes only on the event loop.
type Env struct {
	Cluster  *kube.Cluster
	Snapshot *workload.Snapshot // the latest; never nil
	Styles   *themes.Styles
	Keys     *keymap.Keys
	Now      time.Time // the plane's time, as of the message being handled
	// SnapshotAge is how far the snapshot may be behind Now: a fast clock moves far before a change is seen.
	SnapshotAge time.Duration
	Zone        *time.Location
	// Namespace narrows what lists show; empty for everything watched.
	Namespace string

	asked []tea.Msg // requests that the root has not taken yet
}

// AllNamespaces reports whether the objects in view may come from several namespaces.
func (e *Env) AllNamespaces() bool { return e.Namespace == "" && e.Cluster.Namespace == "" }

// Present returns the time, and up to when the past is known.
func (e *Env) Present() scheduler.Observation {
	return scheduler.Observation{Now: e.Now, Staleness: e.SnapshotAge}
}

// Shows reports whether objects of a namespace are listed.
func (e *Env) Shows(namespace string) bool { return e.Namespace == "" || e.Namespace == namespace }

// BackMsg asks the root to pop the present screen.
type BackMsg struct{}

// ToastMsg asks for a short notice that disappears by itself. One of level Bad stays until a key is pressed.
type ToastMsg struct {
	Text  string
	Level Level
	// Open is the object that enter opens while the notice is up; the zero value for none.
	Open Ref
	// Topic names a subject: a notice replaces an earlier one on the same topic; empty replaces none.
	Topic string
}

// Level is how serious a notice is.
type Level int

// The levels of a notice.
const (
	Info Level = iota
	Good
	Warn
	Bad
)

// ConfirmMsg asks the user before something destructive. Then is the intent, delivered as a message after confirmation: never a closure
// over a model.
type ConfirmMsg struct {
	Title string
	Lines []string // what will go with it
	Yes   string   // the verb on the button, such as "delete"
	Then  tea.Msg
	// Choices, if any, replace Then: each key picks one, and the first is picked at the start.
	Choices []Choice
}

// Choice is one way to do something destructive.
type Choice struct {
	Key   key.Binding
	Label string // such as "background: its pods go after it"
	Then  tea.Msg
}

// JumpMsg asks the root to send the plane's clock to an instant.
type JumpMsg struct{ To time.Time }

// ChangedMsg signals that [Env] holds another snapshot, or that the screen comes into view.
type ChangedMsg struct{}

// TickMsg signals about once a second that time has passed, for ages and countdowns.
type TickMsg struct{}
