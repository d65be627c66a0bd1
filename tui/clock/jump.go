package clock

import (
	"context"
	"errors"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/scheduler/timeparse"
	"github.com/kronoscope/kronoscope/tui/screen"
	"github.com/kronoscope/kronoscope/tui/widget"
)

// JumpedMsg answers a jump.
type JumpedMsg struct {
	Cluster *kube.Cluster
	To      time.Time
	Err     error
}

// Question returns the context for reading an instant that the user types: whatever is left out means the next such time.
func (c *Control) Question() timeparse.Question {
	return timeparse.Question{Now: c.Begins(), Zone: c.env.Zone, Ahead: true}
}

// JumpTo sends the clock to a future instant.
func (c *Control) JumpTo(to time.Time) tea.Cmd {
	ctx, cluster, control := c.ctx, c.env.Cluster, c.env.Cluster.Control()
	return func() tea.Msg { return JumpedMsg{cluster, to, control.Jump(ctx, to)} }
}

// handleJumped reports where the clock is now.
func (c *Control) handleJumped(msg JumpedMsg) {
	now := c.env.Now
	switch {
	case msg.Cluster != c.env.Cluster, errors.Is(msg.Err, context.Canceled):
	case errors.Is(msg.Err, kube.ErrJumpStopped):
		if c.Jump == nil { // else another jump has replaced it
			c.notify(screen.Info, "stopped at "+widget.Instant(now, now))
		}
	case msg.Err != nil:
		c.notify(screen.Bad, "jumping to "+widget.Instant(msg.To, now)+": "+msg.Err.Error())
	default:
		c.notify(screen.Good, "it is "+widget.Instant(msg.To, now))
	}
}

// StopJump stops the jump under way where the clock is.
func (c *Control) StopJump() tea.Cmd {
	ctx, control := c.ctx, c.env.Cluster.Control()
	return func() tea.Msg {
		if err := control.StopJump(ctx); err != nil {
			return screen.ToastMsg{Level: screen.Bad, Text: "stopping the clock: " + err.Error()}
		}
		return nil
	}
}
