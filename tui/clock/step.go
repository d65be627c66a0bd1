package clock

import (
	"errors"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/tui/screen"
)

// SteppedMsg answers a step of the clock.
type SteppedMsg struct {
	Cluster *kube.Cluster
	Changes []string // what the event changed
	Err     error
}

// step moves the clock to its next event. Keys pressed during a step count as one more step.
func (c *Control) step() tea.Cmd {
	switch {
	case c.Past != nil:
		c.notify(screen.Warn, "no step before the past is played")
		return nil
	case c.Jump != nil:
		c.warnOfJump()
		return nil
	case c.stepping:
		c.stepAgain = true
		return nil
	}
	c.stepping = true
	ctx, cluster, control := c.ctx, c.env.Cluster, c.env.Cluster.Control()
	return func() tea.Msg {
		changes, err := control.Step(ctx)
		return SteppedMsg{cluster, changes, err}
	}
}

// handleStepped reports the event, and steps again if another step was requested.
func (c *Control) handleStepped(msg SteppedMsg) tea.Cmd {
	if msg.Cluster != c.env.Cluster {
		return nil
	}
	again := c.stepAgain
	c.stepping, c.stepAgain = false, false
	switch {
	case errors.Is(msg.Err, kube.ErrJumping): // the jump began after the screens last read the clock
		c.warnOfJump()
		return nil
	case msg.Err != nil:
		c.notify(screen.Bad, "stepping to the next event: "+msg.Err.Error())
		return nil
	}
	c.notify(screen.Info, c.env.Now.Format("15:04:05 ")+changesInWords(msg.Changes))
	if !again {
		return nil
	}
	return c.step()
}

// warnOfJump says how to stop a jump before the clock can be stepped or its speed changed.
func (c *Control) warnOfJump() {
	c.notify(screen.Warn, "the clock jumps: "+c.env.Keys.Back.Help().Key+" stops it where it is")
}

// changesNamed is how many changes a notice names; the rest are counted.
const changesNamed = 3

func changesInWords(changes []string) string {
	n := len(changes)
	if n == 0 {
		return "no Job or pod changed: a timer or a script went on"
	}
	text := strings.Join(changes[:min(n, changesNamed)], ", ")
	if n > changesNamed {
		text += " and " + strconv.Itoa(n-changesNamed) + " more"
	}
	return text
}
