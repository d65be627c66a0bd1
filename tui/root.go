package tui

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/kronoscope/kronoscope/kube/action"
	"github.com/kronoscope/kronoscope/kube/workload"
	"github.com/kronoscope/kronoscope/themes"
	"github.com/kronoscope/kronoscope/tui/clock"
	"github.com/kronoscope/kronoscope/tui/dialog"
	"github.com/kronoscope/kronoscope/tui/frame"
	"github.com/kronoscope/kronoscope/tui/header"
	"github.com/kronoscope/kronoscope/tui/keymap"
	"github.com/kronoscope/kronoscope/tui/logs"
	"github.com/kronoscope/kronoscope/tui/notices"
	"github.com/kronoscope/kronoscope/tui/screen"
	"github.com/kronoscope/kronoscope/tui/timezone"
)

// Root is the root of the model tree. It is changed only on the event loop.
type Root struct {
	opts Options
	env  *screen.Env
	ctx  context.Context // ends when the program does
	stop context.CancelFunc

	layout  layout
	tabs    []*tab
	active  int
	dialogs []dialog.Dialog // the last one is on top

	clock      *clock.Control
	wall       time.Time // as of the message being handled
	link       workload.Link
	theme      themes.Theme
	picked     bool // the theme was chosen, not guessed from the terminal
	background frame.Background
	gen        int // of the wait for data; an answer to an earlier one is dropped
	dial       int // of the change of context asked for last
	pending    int // actions not answered yet
	notices    *notices.Board
	logged     header.LogMark // warnings and errors in the program's log so far
	logSeen    header.LogMark // those of them that the user has looked at
	click      lastClick

	interrupted bool // left by ctrl-c
	timers      timers
}

func newRoot(opts Options, theme themes.Theme) *Root {
	if opts.Zone == nil {
		opts.Zone = timezone.Local()
	}
	if opts.Keys == nil {
		opts.Keys = keymap.Default()
	}
	if opts.Wall == nil {
		opts.Wall = time.Now
	}
	if opts.Actions == nil {
		opts.Actions = action.New(opts.Cluster)
	}
	if opts.Logs == nil {
		opts.Logs = logs.FromCluster(opts.Cluster)
	}
	r := &Root{
		opts: opts, theme: theme, timers: wallTimers, picked: opts.Theme != "" || opts.NoColor,
		env: &screen.Env{
			Cluster: opts.Cluster, Snapshot: &workload.Snapshot{}, Styles: theme.Styles(), Keys: opts.Keys, Zone: opts.Zone,
		},
	}
	r.ctx, r.stop = context.WithCancel(context.Background())
	r.clock = clock.New(r.ctx, r.env)
	r.notices = notices.New(r.env, func(d time.Duration, msg tea.Msg) tea.Cmd { return r.timers.after(d, msg) })
	r.tabs = newTabs(r.ctx, r.env)
	r.readClocks()
	return r
}

// Init starts waiting for data and for the seconds to pass.
func (r *Root) Init() tea.Cmd {
	cmds := []tea.Cmd{r.waitForData(), r.nextTick(), r.welcome(), r.waitForWarning(0), tea.RequestBackgroundColor}
	for _, t := range r.tabs {
		cmds = append(cmds, t.top().Init())
	}
	return tea.Batch(append(cmds, r.env.Answer(r.handle))...)
}

// Update handles a message and what screens ask for because of it, and lays the screen in view out again if that changed what it
// wants of the terminal.
func (r *Root) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	r.readClocks()
	cmd := tea.Batch(r.handle(msg), r.env.Answer(r.handle))
	r.fill()
	return r, cmd
}

// handle is the table of contents: each message and the file that handles it.
func (r *Root) handle(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg: // layout.go
		r.resize(msg.Width, msg.Height)
	case tea.KeyPressMsg: // keys.go
		return r.handleKey(msg)
	case tea.PasteMsg: // keys.go
		return r.handlePaste(msg)
	case tea.MouseMsg: // mouse.go
		return r.handleMouse(msg)
	case tea.BackgroundColorMsg: // theme.go
		r.handleBackground(msg.IsDark())
	case themeMsg: // theme.go
		return r.handleTheme(msg)

	case dataMsg: // data.go
		return r.handleData(msg)
	case rearmMsg: // data.go
		return r.handleRearm(msg)
	case tickMsg: // ticks.go
		return r.handleTick()
	case clock.TurnMsg: // package clock
		return r.clock.HandleTurn(msg)
	case askJumpMsg: // restart.go
		r.handleAskJump(msg)
	case screen.JumpMsg: // restart.go
		return r.handleJump(msg)
	case restartMsg: // restart.go
		return r.handleRestart(msg)

	case screen.BackMsg: // nav.go
		return r.back()
	case tabMsg: // nav.go
		return r.selectTab(msg.index)
	case namespaceMsg: // nav.go
		return r.handleNamespace(msg)
	case contextMsg: // context.go
		return r.handleContext(msg)
	case connectedMsg: // context.go
		return r.handleConnected(msg)
	case screen.ShowMsg: // show.go
		return r.handleShow(msg)
	case screen.ForecastMsg: // show.go
		return r.handleForecast(msg)
	case screen.CalendarMsg: // show.go
		return r.handleCalendar(msg)
	case quitMsg: // nav.go
		return r.quit(msg.sure)

	case screen.TriggerMsg: // act.go
		return r.handleTrigger(msg)
	case screen.RerunMsg: // act.go
		return r.handleRerun(msg)
	case screen.SuspendMsg: // act.go
		return r.handleSuspend(msg)
	case screen.RescheduleMsg: // reschedule.go
		return r.handleReschedule(msg)
	case rescheduledMsg: // reschedule.go
		return r.handleRescheduled(msg)
	case screen.DeleteMsg: // delete.go
		return r.handleDelete(msg)
	case deleteMsg: // delete.go
		return r.handleDeleteAgreed(msg)
	case actedMsg: // act.go
		return r.handleActed(msg)

	case screen.ConfirmMsg: // dialogs.go
		r.openDialog(dialog.NewConfirm(r.env, msg))
	case helpMsg: // dialogs.go
		r.openHelp()
	case messagesMsg: // messages.go
		return r.showMessages()
	case screen.ToastMsg: // messages.go
		return r.notify(msg)
	case logMsg: // programlog.go
		return r.showLog()
	case logRecordMsg: // programlog.go
		return r.handleLogRecord(msg)
	case notices.DueMsg: // package notices
		r.notices.HandleDue(msg)
	case outsideMsg: // welcome.go
		return r.handleOutside(msg)

	default:
		if cmd, handled := r.clock.Update(msg); handled { // package clock
			return cmd
		}
		return r.broadcast(msg) // nav.go
	}
	return nil
}

// close ends everything that the program started.
func (r *Root) close() { r.stop() }
