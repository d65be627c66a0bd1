package tui

import (
	"errors"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/tui/screen"
)

// steppedMsg answers a step of the clock.
type steppedMsg struct {
	cluster *kube.Cluster
	changes []string
	Err     error
}

// step moves the clock to its next event. A press while a step is under way is remembered, several count once.
func (r *Root) step() tea.Cmd {
	switch {
	case r.clock.Past != nil:
		return r.noStepInPast()
	case r.clock.Jump != nil:
		return r.notInJump()
	case r.work.stepping:
		r.work.stepAgain = true
		return nil
	}
	r.work.stepping = true
	ctx, cluster, control := r.ctx, r.opts.Cluster, r.opts.Cluster.Control()
	return func() tea.Msg {
		changes, err := control.Step(ctx)
		return steppedMsg{cluster, changes, err}
	}
}

// stepped tells what the event was, and goes on when another step was asked for.
func (r *Root) stepped(msg steppedMsg) tea.Cmd {
	if msg.cluster != r.opts.Cluster {
		return nil
	}
	again := r.work.stepAgain
	r.work.stepping, r.work.stepAgain = false, false
	switch {
	case errors.Is(msg.Err, kube.ErrJumping): // it began since the screens last heard of the clock
		return r.notInJump()
	case msg.Err != nil:
		return r.notifyOnce(aboutClock, screen.ToastMsg{Level: screen.Bad, Text: "stepping to the next event: " + msg.Err.Error()})
	}
	told := r.notifyOnce(aboutClock, screen.ToastMsg{Text: r.env.Now.Format("15:04:05 ") + changesInWords(msg.changes)})
	if !again {
		return told
	}
	return tea.Batch(told, r.step())
}

// notInJump says what is to be done before the clock can be stepped or its speed changed.
func (r *Root) notInJump() tea.Cmd {
	return r.notifyOnce(aboutClock, screen.ToastMsg{Level: screen.Warn, Text: "the clock jumps: " + r.env.Keys.Back.Help().Key + " stops it where it is"})
}

// changesNamed is how many changes a notice names before it counts the rest.
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
