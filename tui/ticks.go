package tui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/kronoscope/kronoscope/kube/workload"
	"github.com/kronoscope/kronoscope/tui/screen"
)

// tickMsg says that a second has passed, or a part of one.
type tickMsg struct{}

// timers bring a message after a while of wall-clock time; tests have others, which do not wait.
type timers struct {
	after func(time.Duration, tea.Msg) tea.Cmd
	every func(time.Duration, tea.Msg) tea.Cmd // at the next multiple of the duration
}

var wallTimers = timers{
	after: func(d time.Duration, msg tea.Msg) tea.Cmd { return tea.Tick(d, func(time.Time) tea.Msg { return msg }) },
	every: func(d time.Duration, msg tea.Msg) tea.Cmd {
		return tea.Every(d, func(time.Time) tea.Msg { return msg })
	},
}

// readClocks takes the time of the message being handled.
func (r *Root) readClocks() {
	r.wall = r.opts.Wall()
	r.clock.Read()
	r.measureLag()
}

func (r *Root) measureLag() { r.clock.MeasureSnapshotAge(r.wall, r.link.State == workload.LinkLost) }

// nextTick comes with the next full second of the wall clock, so that everything counts down together; more often when the clock runs
// faster.
func (r *Root) nextTick() tea.Cmd { return r.timers.every(r.clock.Every(), tickMsg{}) }

func (r *Root) handleTick() tea.Cmd {
	return tea.Batch(r.current().Update(screen.TickMsg{}), r.clock.Refresh(), r.nextTick())
}
