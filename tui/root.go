package tui

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/kronoscope/kronoscope/kube/workload"
	"github.com/kronoscope/kronoscope/themes"
	"github.com/kronoscope/kronoscope/tui/dialog"
	"github.com/kronoscope/kronoscope/tui/keymap"
	"github.com/kronoscope/kronoscope/tui/logs"
	"github.com/kronoscope/kronoscope/tui/screen"
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

	clock    clockState
	work     clockWork
	wall     time.Time // as of the message being handled
	readings readings
	link     workload.Link
	theme    themes.Theme
	picked   bool // the theme was chosen, not guessed from the terminal
	ground   background
	gen      int // of the wait for data; an answer to an earlier one is dropped
	dial     int // of the change of context asked for last
	pending  int // actions not answered yet

	toasts  []toast
	lastID  int
	history []string // notices so far, oldest first
	click   lastClick

	interrupted bool // left by ctrl-c
	timers      timers
}

func newRoot(opts Options, theme themes.Theme) *Root {
	if opts.Zone == nil {
		opts.Zone = localZone()
	}
	if opts.Keys == nil {
		opts.Keys = keymap.Default()
	}
	if opts.Wall == nil {
		opts.Wall = time.Now
	}
	if opts.Actions == nil {
		opts.Actions = clusterActions{opts.Cluster}
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
	r.tabs = newTabs(r.ctx, r.env)
	r.readClocks()
	return r
}

// Init starts waiting for data and for the seconds to pass.
func (r *Root) Init() tea.Cmd {
	cmds := []tea.Cmd{r.waitForData(), r.nextTick(), r.greet(), tea.RequestBackgroundColor}
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
		return r.pressed(msg)
	case tea.PasteMsg: // keys.go
		return r.pasted(msg)
	case tea.MouseMsg: // mouse.go
		return r.moused(msg)
	case tea.BackgroundColorMsg: // theme.go
		r.sawBackground(msg.IsDark())
	case themeMsg: // theme.go
		return r.useTheme(msg)

	case dataMsg: // data.go
		return r.received(msg)
	case rearmMsg: // data.go
		return r.rearm(msg)
	case tickMsg: // clock.go
		return r.ticked()
	case clockMsg: // clock.go
		return r.turnClock(msg)
	case refreshedMsg: // clock.go
		r.refreshed(msg)
	case turnedMsg: // clock.go
		return r.turned(msg)
	case steppedMsg: // step.go
		return r.stepped(msg)
	case askJumpMsg: // jump.go
		return r.askJump(msg)
	case screen.JumpMsg: // jump.go
		return r.jump(msg)
	case jumpedMsg: // jump.go
		return r.jumped(msg)
	case restartMsg: // jump.go
		return r.restart(msg)

	case screen.BackMsg: // nav.go
		return r.back()
	case tabMsg: // nav.go
		return r.selectTab(msg.index)
	case namespaceMsg: // nav.go
		return r.showNamespace(msg)
	case contextMsg: // context.go
		return r.connect(msg)
	case connectedMsg: // context.go
		return r.connected(msg)
	case screen.ShowMsg: // show.go
		return r.show(msg)
	case screen.ForecastMsg: // show.go
		return r.showForecast(msg)
	case screen.CalendarMsg: // show.go
		return r.showCalendar(msg)
	case quitMsg: // nav.go
		return r.quit(msg.sure)

	case screen.TriggerMsg: // act.go
		return r.trigger(msg)
	case screen.RerunMsg: // act.go
		return r.rerun(msg)
	case screen.SuspendMsg: // act.go
		return r.suspend(msg)
	case screen.RescheduleMsg: // reschedule.go
		return r.reschedule(msg)
	case rescheduledMsg: // reschedule.go
		return r.rescheduled(msg)
	case screen.DeleteMsg: // delete.go
		return r.askDelete(msg)
	case deleteMsg: // delete.go
		return r.remove(msg)
	case actedMsg: // act.go
		return r.acted(msg)

	case screen.ConfirmMsg: // dialogs.go
		r.openDialog(dialog.NewConfirm(r.env, msg))
	case helpMsg: // dialogs.go
		r.openHelp()
	case messagesMsg: // toast.go
		return r.showMessages()
	case screen.ToastMsg: // toast.go
		return r.notify(msg)
	case toldMsg: // greet.go
		return r.told(msg)
	case toastDueMsg: // toast.go
		r.toastDue(msg)

	default: // nav.go
		return r.broadcast(msg)
	}
	return nil
}

// close ends everything that the program started.
func (r *Root) close() { r.stop() }
