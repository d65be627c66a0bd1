// Package screen is what the root model and the screens agree on: the screen contract, the environment that all share, and
// the messages by which a screen asks the root for something. It draws nothing.
//
// Facts reach a screen one way: [Env] holds the snapshot, the time, the styles and the namespace in view, and the messages only
// signal that something in it has changed. What a screen asks the root for goes the other way, by [Env.Ask].
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
// A screen gets a [ChangedMsg] when it comes into view and at each change while it is seen, [TickMsg] while it is seen, keys and the
// mouse (in cells from its own top left corner) when nothing lies over it. All other messages go to every screen of every stack,
// so answers of commands name what they answer, see package async. The Back key is the screen's: it closes what the screen has open (a
// search, a filter), else the screen answers with [BackMsg].
//
// A screen that starts commands is made with a context that ends when it leaves the stack, or the program ends. Its commands and streams
// end with that.
type Screen interface {
	// Init returns the command that brings the screen to life, nil if it needs none.
	Init() tea.Cmd
	// SetSize tells the cells it may fill; called before the first View and on each change.
	SetSize(width, height int)
	// Update handles a message that the root did not take. Commands get values and touch no state.
	Update(msg tea.Msg) tea.Cmd
	// View draws exactly the size that was set. It does no I/O and no sorting.
	View() string
	// Title returns the screen's part of the breadcrumb.
	Title() string
	// Typing reports whether keys are text for the screen (a filter, a search) and not the root's shortcuts.
	Typing() bool
	// Keys are all bindings that the screen handles. While it is in view they come before the root's shortcuts, but for those that
	// leave the program and open help or palette.
	Keys() []key.Binding
	// ShortHelp and FullHelp are made of the bindings, perhaps with other words. They decide nothing.
	ShortHelp() []key.Binding
	FullHelp() [][]key.Binding
}

// Statuser is a screen with something to say at the right end of the tab row, such as its filter, in at most width cells.
type Statuser interface{ Status(width int) string }

// FullScreener is a screen that can want the whole terminal: no header, no tabs, no footer.
type FullScreener interface{ FullScreen() bool }

// HelpTitler is a screen that names the groups of its FullHelp.
type HelpTitler interface{ HelpTitles() []string }

// Env is what all screens share. It changes only on the event loop.
type Env struct {
	Cluster  *kube.Cluster
	Snapshot *workload.Snapshot // the latest; never nil
	Styles   *themes.Styles
	Keys     *keymap.Keys
	Now      time.Time // the plane's time, as of the message being handled
	// SnapshotAge is how much of that time the snapshot may lack: a clock that runs fast gets far until a change is seen.
	SnapshotAge time.Duration
	Zone        *time.Location
	// Namespace narrows what lists show; empty for all that is watched.
	Namespace string

	asked []tea.Msg // of the root, and not taken yet
}

// AllNamespaces reports whether what is shown may come from several namespaces.
func (e *Env) AllNamespaces() bool { return e.Namespace == "" && e.Cluster.Namespace == "" }

// Present is the moment as of which the past is known.
func (e *Env) Present() scheduler.Observation {
	return scheduler.Observation{Now: e.Now, Staleness: e.SnapshotAge}
}

// Shows reports whether objects of a namespace are to be listed.
func (e *Env) Shows(namespace string) bool { return e.Namespace == "" || e.Namespace == namespace }

// BackMsg asks the root to pop the present screen.
type BackMsg struct{}

// ToastMsg asks for a short notice, which goes by itself. One of level Bad stays until a key is pressed.
type ToastMsg struct {
	Text  string
	Level Level
	// Open is what enter opens while the notice is up; the zero value for nothing.
	Open Ref
	// Topic is what the notice is about, when it takes the place of an earlier one about the same; empty when it takes no other's.
	Topic string
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
	// Choices, when there are any, replace Then: each key picks one, the first is picked at the start.
	Choices []Choice
}

// Choice is one of the ways in which something destructive can be done.
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
