package tui

import (
	"context"
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

// clockState is the plane's clock as of the message being handled, so that View asks nobody.
type clockState struct {
	kube.ClockState
	turns bool          // there is a clock that can be turned
	skew  time.Duration // how far the server of a real cluster is ahead
}

// rushes says that the clock moves as fast as the work allows, whatever its speed, and even when it is paused.
func (c *clockState) rushes() bool { return c.Jump != nil || c.Past != nil }

// clockWork is what has been asked of the clock and not been answered. One change and one step are under way at a time: what is
// pressed meanwhile is carried out together after it, so that nothing piles up however slowly the clock answers.
type clockWork struct {
	wish      clockWish // how the clock is to run
	sent      clockWish // as the change under way makes it
	changing  bool
	stepping  bool
	stepAgain bool // at least one more step was asked for

	refreshing bool
}

// clockWish is how the clock is to run; nil leaves it as it is.
type clockWish struct {
	speed  *float64
	paused *bool
	stop   bool // where it is, on its way
}

type (
	tickMsg struct{}
	// clockMsg asks for a change of the plane's clock.
	clockMsg struct {
		faster, slower bool
		pause, step    bool
		set            bool // to speed
		speed          float64
	}
	// refreshedMsg says that the clock of another process has been asked what it says.
	refreshedMsg struct{ cluster *kube.Cluster }
	// turnedMsg answers a change of the clock.
	turnedMsg struct {
		cluster *kube.Cluster
		Err     error
	}
)

// readClocks takes the time of the message being handled. Both clocks only tell; neither waits for anything.
func (r *Root) readClocks() {
	r.wall = r.opts.Wall()
	r.readPlane()
	r.measureLag()
}

// readPlane takes the time of the plane.
func (r *Root) readPlane() {
	r.clock = clockState{}
	c := r.opts.Cluster.Control()
	if c == nil {
		r.clock.skew = r.opts.Cluster.Skew()
		r.env.Now = r.opts.Cluster.Now().In(r.env.Zone)
		return
	}
	r.clock = clockState{ClockState: c.State(), turns: true}
	r.env.Now = r.clock.Now.In(r.env.Zone)
	if wish := r.work.wish; wish.speed != nil {
		r.clock.Speed = *wish.speed
	}
	if wish := r.work.wish; wish.paused != nil {
		r.clock.Paused = *wish.paused
	}
}

// nextTick comes with the next full second of the wall clock, so that everything counts down together; a clock that runs
// faster is shown four times a second.
func (r *Root) nextTick() tea.Cmd {
	every := time.Second
	if r.clock.rushes() || r.clock.turns && !r.clock.Paused && r.clock.Speed != 1 {
		every = time.Second / 4
	}
	return r.timers.every(every, tickMsg{})
}

func (r *Root) ticked() tea.Cmd {
	return tea.Batch(r.current().Update(screen.TickMsg{}), r.refreshClock(), r.nextTick())
}

// refreshClock asks a clock that is another process's what it says, outside the event loop and once at a time. That it does not
// answer shows in the state of the connection.
func (r *Root) refreshClock() tea.Cmd {
	cluster := r.opts.Cluster
	remote, ok := cluster.Control().(interface{ Refresh(context.Context) error })
	if !ok || r.work.refreshing {
		return nil
	}
	r.work.refreshing = true
	ctx := r.ctx
	return func() tea.Msg {
		_ = remote.Refresh(ctx)
		return refreshedMsg{cluster}
	}
}

func (r *Root) refreshed(msg refreshedMsg) {
	if msg.cluster == r.opts.Cluster {
		r.work.refreshing = false
	}
}

// turnClock changes the clock outside the event loop: it may be another process's, and a step may wait for what it sets off.
func (r *Root) turnClock(msg clockMsg) tea.Cmd {
	if note, ok := r.mayTurn(); !ok {
		return r.notify(note)
	}
	switch {
	case msg.step:
		return r.step()
	case msg.pause:
		paused := !r.clock.Paused || r.clock.Jump != nil
		r.clock.Paused, r.work.wish.paused, r.work.wish.stop = paused, &paused, r.clock.Jump != nil
	case r.clock.Jump != nil: // the speed would change unseen, and first hold when the jump is over
		return r.notInJump()
	default:
		speed := msg.speed
		if !msg.set {
			speed = nextSpeed(r.clock.Speed, msg.faster)
		}
		r.clock.Speed, r.work.wish.speed = speed, &speed
	}
	if r.clock.Past != nil {
		return tea.Batch(r.tellPace(), r.changeClock())
	}
	return r.changeClock()
}

// mayTurn says why the clock cannot be turned, unless it can.
func (r *Root) mayTurn() (why screen.ToastMsg, ok bool) {
	if !r.clock.turns {
		return screen.ToastMsg{
			Level: screen.Warn, Text: "the time of a real cluster cannot be changed; the demo's can: kronoscope demo",
		}, false
	}
	if r.opts.Cluster.ReadOnly && r.opts.Cluster.Clock == nil {
		return screen.ReadOnly(), false // others share it
	}
	return screen.ToastMsg{}, true
}

// changeClock makes the clock run as wished, unless a change is under way: the next one follows when it is answered.
func (r *Root) changeClock() tea.Cmd {
	if r.work.changing {
		return nil
	}
	r.work.changing, r.work.sent = true, r.work.wish
	r.work.wish.stop = false // once is enough
	ctx, cluster, control, wish := r.ctx, r.opts.Cluster, r.opts.Cluster.Control(), r.work.sent
	return func() tea.Msg {
		msg := turnedMsg{cluster: cluster}
		if wish.speed != nil {
			msg.Err = control.SetSpeed(ctx, *wish.speed)
		}
		if wish.paused != nil && msg.Err == nil {
			msg.Err = control.SetPaused(ctx, *wish.paused)
		}
		if wish.stop && msg.Err == nil { // after the pause, or it would run on in between
			msg.Err = control.StopJump(ctx)
		}
		return msg
	}
}

// turned forgets the wishes that have been carried out, and goes on with those that have come since.
func (r *Root) turned(msg turnedMsg) tea.Cmd {
	if msg.cluster != r.opts.Cluster {
		return nil
	}
	w := &r.work
	w.changing = false
	if msg.Err != nil {
		w.wish = clockWish{}
		r.readClocks()
		return r.notify(screen.ToastMsg{Level: screen.Bad, Text: "turning the clock: " + msg.Err.Error()})
	}
	if w.wish.speed == w.sent.speed {
		w.wish.speed = nil
	}
	if w.wish.paused == w.sent.paused {
		w.wish.paused = nil
	}
	if w.wish == (clockWish{}) {
		return nil
	}
	return r.changeClock()
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
