// Package clock reads the time of a cluster for the screens, and turns, steps and sends the clock of an embedded control plane. Reading
// waits for nothing; everything that changes a clock runs in a command. It draws nothing.
package clock

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/tui/async"
	"github.com/kronoscope/kronoscope/tui/screen"
)

// State is the clock as of the message being handled, so that drawing asks nobody.
type State struct {
	kube.ClockState
	Turns bool          // there is a clock that can be turned
	Skew  time.Duration // how far the server of a real cluster is ahead
}

// Rushes reports whether the clock moves as fast as the work allows, whatever its speed, and even when it is paused.
func (s *State) Rushes() bool { return s.Jump != nil || s.Past != nil }

// Topic is that of the notices about the clock: the latest takes the place of the one before.
const Topic = "clock"

// Control is the program's hold on the clock of the cluster in use. It is changed only on the event loop.
//
// One change and one step are under way at a time: what is pressed meanwhile is carried out together after it, so that nothing piles up
// however slowly the clock answers.
type Control struct {
	State
	ctx context.Context // ends when the program does
	env *screen.Env

	wish      wish // how the clock is to run
	sent      wish // as the change under way makes it
	changing  bool
	stepping  bool
	stepAgain bool // at least one more step was asked for
	refresh   async.Task[struct{}]
	readings  readings
}

// New is the hold on the clock of env's cluster.
func New(ctx context.Context, env *screen.Env) *Control { return &Control{ctx: ctx, env: env} }

// Reset forgets what was asked of the clock, which another cluster's does not know of.
func (c *Control) Reset() { *c = Control{ctx: c.ctx, env: c.env} }

// Read takes the time of the cluster over into the environment. What was asked of the clock shows before it is done.
func (c *Control) Read() {
	c.State = State{}
	cluster := c.env.Cluster
	control := cluster.Control()
	if control == nil {
		c.Skew = cluster.Skew()
		c.env.Now = cluster.Now().In(c.env.Zone)
		return
	}
	c.State = State{ClockState: control.State(), Turns: true}
	c.env.Now = c.State.Now.In(c.env.Zone)
	if c.wish.speed != nil {
		c.Speed = *c.wish.speed
	}
	if c.wish.paused != nil {
		c.Paused = *c.wish.paused
	}
}

// Every is how often the time is to be shown: with each second, and four times a second when the clock runs faster.
func (c *Control) Every() time.Duration {
	if c.Rushes() || c.Turns && !c.Paused && c.Speed != 1 {
		return time.Second / 4
	}
	return time.Second
}

// Begins is from when on time is the user's: while a plane's past is played, its end.
func (c *Control) Begins() time.Time {
	if c.Past != nil {
		return c.Past.To.In(c.env.Zone)
	}
	return c.env.Now
}

// Refresh asks a clock that is another process's for its time, in a command and once at a time. That it does not answer shows in the
// state of the connection.
func (c *Control) Refresh() tea.Cmd {
	remote, ok := c.env.Cluster.Control().(interface{ Refresh(context.Context) error })
	if !ok || c.refresh.Busy() {
		return nil
	}
	return c.refresh.Start(c.ctx, func(ctx context.Context) struct{} {
		_ = remote.Refresh(ctx)
		return struct{}{}
	})
}

// Update handles the answers of the clock's commands; handled is false for any other message.
func (c *Control) Update(msg tea.Msg) (cmd tea.Cmd, handled bool) {
	switch msg := msg.(type) {
	case async.Answer[struct{}]:
		_, mine := c.refresh.Take(msg)
		return nil, mine
	case TurnedMsg: // turn.go
		return c.handleTurned(msg), true
	case SteppedMsg: // step.go
		return c.handleStepped(msg), true
	case JumpedMsg: // jump.go
		c.handleJumped(msg)
		return nil, true
	}
	return nil, false
}

// notify puts a notice about the clock up.
func (c *Control) notify(level screen.Level, text string) {
	c.env.Ask(screen.ToastMsg{Level: level, Text: text, Topic: Topic})
}
