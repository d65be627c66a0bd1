package clock

import (
	"strconv"

	tea "charm.land/bubbletea/v2"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/tui/screen"
)

// Speeds are the speeds that the keys select, in seconds per second. The last is [MaxSpeed], which skips every gap.
var Speeds = [...]float64{1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, MaxSpeed}

// MaxSpeed runs as fast as the work allows.
const MaxSpeed = 0

// Turn is a change to how the clock runs.
type Turn int

// The changes.
const (
	Faster Turn = iota
	Slower
	Pause // pauses and resumes
	Step  // goes to the next event
	SetSpeed
)

// TurnMsg asks for a change of the clock.
type TurnMsg struct {
	Turn  Turn
	Speed float64 // of SetSpeed
}

// TurnedMsg answers a change of the clock.
type TurnedMsg struct {
	Cluster *kube.Cluster
	Err     error
}

// wish says how the clock should run; nil fields leave it as it is.
type wish struct {
	speed  *float64
	paused *bool
	stop   bool // stop the jump under way
}

// HandleTurn changes the clock in a command: the clock may belong to another process, and a step may take long.
func (c *Control) HandleTurn(msg TurnMsg) tea.Cmd {
	if c.Refuses() {
		return nil
	}
	switch {
	case msg.Turn == Step:
		return c.step()
	case msg.Turn == Pause:
		paused := !c.Paused || c.Jump != nil
		c.Paused, c.wish.paused, c.wish.stop = paused, &paused, c.Jump != nil
	case c.Jump != nil: // the speed would change unseen and take effect only after the jump
		c.warnOfJump()
		return nil
	default:
		speed := msg.Speed
		if msg.Turn != SetSpeed {
			speed = nextSpeed(c.Speed, msg.Turn == Faster)
		}
		c.Speed, c.wish.speed = speed, &speed
	}
	if c.Past != nil {
		c.announcePace()
	}
	return c.change()
}

// Refuses reports whether the clock cannot be controlled, and warns the user if so.
func (c *Control) Refuses() bool {
	switch {
	case !c.Turns:
		c.env.Warn("the time of a real cluster cannot be changed; the demo's can: kronoscope demo")
	case c.env.Cluster.ReadOnly && c.env.Cluster.Clock == nil: // the clock is shared with others
		c.env.Ask(screen.ReadOnly())
	default:
		return false
	}
	return true
}

// announcePace says how the clock will run after the past has been played: until then the header has no room for it.
func (c *Control) announcePace() {
	pace := "▶ "
	if c.Paused {
		pace = "⏸ paused "
	}
	c.notify(screen.Info, "after the day before: "+pace+SpeedName(c.Speed))
}

// change carries out the wish, unless a change is under way: then the next one follows its answer.
func (c *Control) change() tea.Cmd {
	if c.changing {
		return nil
	}
	c.changing, c.sent = true, c.wish
	c.wish.stop = false // once is enough
	ctx, cluster, control, wish := c.ctx, c.env.Cluster, c.env.Cluster.Control(), c.sent
	return func() tea.Msg {
		msg := TurnedMsg{Cluster: cluster}
		if wish.speed != nil {
			msg.Err = control.SetSpeed(ctx, *wish.speed)
		}
		if wish.paused != nil && msg.Err == nil {
			msg.Err = control.SetPaused(ctx, *wish.paused)
		}
		if wish.stop && msg.Err == nil { // after the pause, or the clock would run on in between
			msg.Err = control.StopJump(ctx)
		}
		return msg
	}
}

// handleTurned clears the wishes that were carried out, and carries out new ones.
func (c *Control) handleTurned(msg TurnedMsg) tea.Cmd {
	if msg.Cluster != c.env.Cluster {
		return nil
	}
	c.changing = false
	if msg.Err != nil {
		c.wish = wish{}
		c.Read()
		c.env.Ask(screen.ToastMsg{Level: screen.Bad, Text: "turning the clock: " + msg.Err.Error()})
		return nil
	}
	if c.wish.speed == c.sent.speed {
		c.wish.speed = nil
	}
	if c.wish.paused == c.sent.paused {
		c.wish.paused = nil
	}
	if c.wish == (wish{}) {
		return nil
	}
	return c.change()
}

// nextSpeed returns the next speed up or down; the present one may lie between two of them.
func nextSpeed(present float64, up bool) float64 {
	steps := Speeds[:len(Speeds)-1]
	if up {
		for _, s := range steps {
			if s > present && present != MaxSpeed {
				return s
			}
		}
		return MaxSpeed
	}
	for i := len(steps) - 1; i > 0; i-- {
		if steps[i] < present || present == MaxSpeed {
			return steps[i]
		}
	}
	return steps[0]
}

// SpeedName returns a speed as the header shows it: "60×".
func SpeedName(speed float64) string {
	if speed == MaxSpeed {
		return "max"
	}
	return strconv.FormatFloat(speed, 'g', 4, 64) + "×"
}
