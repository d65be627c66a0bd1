package tui

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/tui/dialog"
	"github.com/kronoscope/kronoscope/tui/screen"
	"github.com/kronoscope/kronoscope/tui/widget"
)

// Restart begins the demo again at an instant, on a plane of its own. It blocks, and is called in a command.
type Restart func(ctx context.Context, at time.Time) (*kube.Cluster, Source, error)

type (
	// askJumpMsg asks for an instant to jump to, beginning with a text.
	askJumpMsg struct{ text string }
	restartMsg struct{ at time.Time }
)

// handleAskJump opens the prompt for an instant.
func (r *Root) handleAskJump(msg askJumpMsg) {
	if !r.clock.Refuses() {
		r.openDialog(dialog.NewJump(r.env, r.clock.Begins, msg.text, r.opts.Restart != nil))
	}
}

// jumpCommand is the palette's, which takes the instant too: ":jump mon 02:00" jumps at once, what cannot be read opens the prompt.
func (r *Root) jumpCommand() dialog.Command {
	q := r.clock.Question()
	return dialog.Command{
		Name: "jump", Aliases: []string{"at"}, Hint: r.env.Keys.Jump.Help().Key + " to a time", Msg: askJumpMsg{},
		Take: func(text string) (tea.Msg, string) {
			reading, err := q.Read(text)
			if err != nil {
				return askJumpMsg{text}, "…"
			}
			return screen.JumpMsg{To: reading.At}, "→ " + widget.Instant(reading.At.In(q.Zone), q.Now)
		},
	}
}

// handleJump sends the clock to an instant; one that is past needs the demo to begin again.
func (r *Root) handleJump(msg screen.JumpMsg) tea.Cmd {
	if r.clock.Refuses() {
		return nil
	}
	to := msg.To.In(r.env.Zone)
	if to.Before(r.clock.Begins()) {
		r.askRestart(to)
		return nil
	}
	return r.clock.JumpTo(to)
}

// askRestart says that time does not run backwards, and offers what does when there is something.
func (r *Root) askRestart(at time.Time) {
	ago := "That was " + widget.Countdown(r.clock.Begins().Sub(at)) + " ago, and time does not run backwards."
	if r.opts.Restart == nil {
		r.env.Warn(widget.Instant(at, r.env.Now) + ": " + ago)
		return
	}
	r.env.Ask(screen.ConfirmMsg{
		Title: "Start the demo again at " + widget.Instant(at, r.env.Now) + "?",
		Lines: []string{ago, "The demo can begin again then. What has happened in it since it began is lost."},
		Yes:   "start again", Then: restartMsg{at},
	})
}

// handleRestart begins the demo again in a command; it is shown as another context is.
func (r *Root) handleRestart(msg restartMsg) tea.Cmd {
	restart := r.opts.Restart
	if restart == nil {
		return nil
	}
	return r.dialTo("starting the demo again", func(ctx context.Context) (*kube.Cluster, Source, error) { return restart(ctx, msg.at) })
}
