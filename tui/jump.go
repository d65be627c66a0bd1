package tui

import (
	"context"
	"errors"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/scheduler/timeparse"
	"github.com/kronoscope/kronoscope/tui/dialog"
	"github.com/kronoscope/kronoscope/tui/screen"
	"github.com/kronoscope/kronoscope/tui/widget"
)

// Restart begins the demo again at an instant, on a plane of its own. It blocks, and is called in a command.
type Restart func(ctx context.Context, at time.Time) (*kube.Cluster, Source, error)

type (
	// askJumpMsg asks for an instant to jump to, beginning with a text.
	askJumpMsg struct{ text string }
	// jumpedMsg answers a jump.
	jumpedMsg struct {
		cluster *kube.Cluster
		to      time.Time
		Err     error
	}
	restartMsg struct{ at time.Time }
)

// question is what an instant that the user types is read against: what is left out is the next that comes.
func (r *Root) question() timeparse.Question {
	return timeparse.Question{Now: r.begins(), Zone: r.env.Zone, Ahead: true}
}

// askJump opens the prompt for an instant.
func (r *Root) askJump(msg askJumpMsg) tea.Cmd {
	if note, ok := r.mayTurn(); !ok {
		return r.notify(note)
	}
	r.openDialog(dialog.NewJump(r.env, r.begins, msg.text, r.opts.Restart != nil))
	return nil
}

// jumpCommand is the palette's, which takes the instant too: ":jump mon 02:00" jumps at once, what cannot be read opens the prompt.
func (r *Root) jumpCommand() dialog.Command {
	q := r.question()
	return dialog.Command{
		Name: "jump", Aliases: []string{"at"}, Hint: r.env.Keys.Jump.Help().Key + " to a time", Msg: askJumpMsg{},
		Take: func(text string) (tea.Msg, string) {
			reading, err := q.Read(text)
			if err != nil {
				return askJumpMsg{text}, "…"
			}
			return screen.JumpMsg{To: reading.At}, "→ " + instantName(reading.At.In(q.Zone), q.Now)
		},
	}
}

// jump sends the clock to an instant; one that is past needs the demo to begin again.
func (r *Root) jump(msg screen.JumpMsg) tea.Cmd {
	if note, ok := r.mayTurn(); !ok {
		return r.notify(note)
	}
	to := msg.To.In(r.env.Zone)
	if to.Before(r.begins()) {
		return r.askRestart(to)
	}
	ctx, cluster, control := r.ctx, r.opts.Cluster, r.opts.Cluster.Control()
	return func() tea.Msg { return jumpedMsg{cluster, to, control.Jump(ctx, to)} }
}

// jumped tells where the clock is now.
func (r *Root) jumped(msg jumpedMsg) tea.Cmd {
	switch {
	case msg.cluster != r.opts.Cluster, errors.Is(msg.Err, context.Canceled):
		return nil
	case errors.Is(msg.Err, kube.ErrJumpStopped):
		if r.clock.Jump != nil {
			return nil // another one took its place
		}
		return r.notifyOnce(aboutClock, screen.ToastMsg{Text: "stopped at " + instantName(r.env.Now, r.env.Now)})
	case msg.Err != nil:
		return r.notifyOnce(aboutClock, screen.ToastMsg{Level: screen.Bad, Text: "jumping to " + instantName(msg.to, r.env.Now) + ": " + msg.Err.Error()})
	}
	return r.notifyOnce(aboutClock, screen.ToastMsg{Level: screen.Good, Text: "it is " + instantName(msg.to, r.env.Now)})
}

// stopJump ends the jump under way where the clock is.
func (r *Root) stopJump() tea.Cmd {
	ctx, control := r.ctx, r.opts.Cluster.Control()
	return func() tea.Msg {
		if err := control.StopJump(ctx); err != nil {
			return screen.ToastMsg{Level: screen.Bad, Text: "stopping the clock: " + err.Error()}
		}
		return nil
	}
}

// askRestart says that time does not run backwards, and offers what does when there is something.
func (r *Root) askRestart(at time.Time) tea.Cmd {
	ago := "That was " + widget.Countdown(r.begins().Sub(at)) + " ago, and time does not run backwards."
	if r.opts.Restart == nil {
		return r.notify(screen.ToastMsg{Level: screen.Warn, Text: instantName(at, r.env.Now) + ": " + ago})
	}
	r.env.Ask(screen.ConfirmMsg{
		Title: "Start the demo again at " + instantName(at, r.env.Now) + "?",
		Lines: []string{ago, "The demo can begin again then. What has happened in it since it began is lost."},
		Yes:   "start again", Then: restartMsg{at},
	})
	return nil
}

// restart begins the demo again, outside the event loop; it is shown as another context is.
func (r *Root) restart(msg restartMsg) tea.Cmd {
	restart := r.opts.Restart
	if restart == nil {
		return nil
	}
	return r.dialTo("starting the demo again", func(ctx context.Context) (*kube.Cluster, Source, error) { return restart(ctx, msg.at) })
}

// instantName is an instant as people say it: "Sun 25 Oct 03:00". The year is only where it is not the present one, the letters of
// the zone only where its clock shows that time twice.
func instantName(t, now time.Time) string {
	layout := "Mon 2 Jan"
	if t.Year() != now.In(t.Location()).Year() {
		layout += " 2006"
	}
	layout += " 15:04"
	if t.Second() != 0 {
		layout += ":05"
	}
	return t.Format(layout) + widget.Which(t)
}
