// Package clock reads the time of a cluster for the screens, and controls the clock of an embedded control plane. Reading never blocks;
// every change of a clock runs in a command. The package draws nothing.
package clock

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/tui/async"
	"github.com/kronoscope/kronoscope/tui/screen"
)

// State is the clock as of the message being handled, so that drawing needs no queries.
type State struct {
	kube.ClockState
	Turns bool          // reports whether the clock can be controlled
	Skew  time.Duration // how far the clock of a real cluster's server is ahead
}

// Rushes reports whether the clock runs as fast as the work allows, whatever its speed, even while it is paused.
func (s *State) Rushes() bool { return s.Jump != nil || s.Past != nil }

// Topic is the topic of notices about the clock: the latest replaces the one before.
const Topic = "clock"

// Control controls the clock of the current cluster. It is changed only on the event loop.
//
// One change and one step run at a time. Keys pressed meanwhile are combined and carried out afterwards, so that nothing piles up however
// slowly the clock answers.
type Control struct {
	State
	ctx context.Context // ends when the program does
	env *screen.Env

	wish      wish // how the clock should run
	sent      wish // the part of wish that is being carried out
	changing  bool
	stepping  bool
	stepAgain bool // at least one more step was asked for
	refresh   async.Task[struct{}]
	readings  readings
}

// New returns the control of the clock of env's cluster.
func New(ctx context.Context, env *screen.Env) *Control { return &Control{ctx: ctx, env: env} }

// Reset forgets pending requests: another cluster's clock does not know of them.
func (c *Control) Reset() { *c = Control{ctx: c.ctx, env: c.env} }

// Read copies the time of the cluster into the environment. A requested change shows before it is carried out.
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

// Every returns how often the time is shown: every second, and four times a second when the clock runs faster.
func (c *Control) Every() time.Duration {
	if c.Rushes() || c.Turns && !c.Paused && c.Speed != 1 {
		return time.Second / 4
	}
	return time.Second
}

// Begins returns when the user's time begins: the end of a plane's past while that is played.
func (c *Control) Begins() time.Time {
	if c.Past != nil {
		return c.Past.To.In(c.env.Zone)
	}
	return c.env.Now
}

// Refresh asks a clock in another process for its time, in a command, one at a time. A missing answer shows in the state of the
// connection.
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

// notify shows a notice about the clock.
func (c *Control) notify(level screen.Level, text string) {
	c.env.Ask(screen.ToastMsg{Level: level, Text: text, Topic: Topic})
}
