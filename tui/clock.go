package tui

import (
	"strconv"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/tui/screen"
)

// speeds are the steps of the clock keys, in seconds a second; maxSpeed, which skips every gap, is the last.
var speeds = [...]float64{1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600}

const maxSpeed = 0

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

// clockState is the embedded clock as of the message being handled, so that View asks nobody.
type clockState struct {
	embedded bool
	speed    float64
	paused   bool
}

type (
	tickMsg struct{}
	// clockMsg asks for a change of the embedded clock.
	clockMsg struct {
		faster, slower bool
		pause, step    bool
		set            bool // to speed
		speed          float64
	}
)

// readClocks takes the time of the message being handled. Both clocks only tell; neither waits for anything.
func (r *Root) readClocks() {
	r.env.Now = r.opts.Cluster.Now().In(r.env.Zone)
	r.wall = r.opts.Wall()
	if c := r.opts.Cluster.Clock; c != nil {
		r.clock = clockState{embedded: true, speed: c.Speed(), paused: c.Paused()}
	}
}

// nextTick comes with the next full second of the wall clock, so that everything counts down together; a clock that runs
// faster is shown four times a second.
func (r *Root) nextTick() tea.Cmd {
	every := time.Second
	if r.clock.embedded && !r.clock.paused && r.clock.speed != 1 {
		every = time.Second / 4
	}
	return r.timers.every(every, tickMsg{})
}

func (r *Root) ticked() tea.Cmd {
	return tea.Batch(r.current().Update(screen.TickMsg{Now: r.env.Now}), r.nextTick())
}

// turnClock changes the embedded clock outside the event loop: a step may wait for what it sets off.
func (r *Root) turnClock(msg clockMsg) tea.Cmd {
	control := r.opts.Cluster.Clock
	if control == nil {
		return r.notify(screen.ToastMsg{
			Level: screen.Warn, Text: "the time of a real cluster cannot be changed; the demo's can: kronoscope demo",
		})
	}
	change := func(f func(kube.ClockControl)) tea.Cmd {
		return func() tea.Msg {
			f(control)
			return nil
		}
	}
	switch {
	case msg.pause:
		paused := !r.clock.paused
		r.clock.paused = paused
		return change(func(c kube.ClockControl) { c.SetPaused(paused) })
	case msg.step:
		return change(kube.ClockControl.StepToNext)
	}
	speed := msg.speed
	if !msg.set {
		speed = nextSpeed(r.clock.speed, msg.faster)
	}
	r.clock.speed = speed
	return change(func(c kube.ClockControl) { c.SetSpeed(speed) })
}

// nextSpeed is the next step up or down from a speed, which may lie between two of them.
func nextSpeed(present float64, up bool) float64 {
	if up {
		for _, s := range speeds {
			if s > present && present != maxSpeed {
				return s
			}
		}
		return maxSpeed
	}
	for i := len(speeds) - 1; i > 0; i-- {
		if speeds[i] < present || present == maxSpeed {
			return speeds[i]
		}
	}
	return speeds[0]
}

// speedName is a speed as the header shows it: "60×".
func speedName(speed float64) string {
	if speed == maxSpeed {
		return "max"
	}
	return strconv.FormatFloat(speed, 'g', 4, 64) + "×"
}
