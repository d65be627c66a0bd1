package tui

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/tui/schedule"
	"github.com/kronoscope/kronoscope/tui/screen"
)

// rescheduledMsg answers an edit of a CronJob's schedule.
type rescheduledMsg struct {
	cluster  *kube.Cluster
	ask      screen.RescheduleMsg
	warnings []string // the API server's
	Err      error
}

// editSchedule opens the editor of a CronJob's schedule.
func (r *Root) editSchedule(ref screen.Ref) tea.Cmd {
	if r.env.Snapshot.CronJob(ref.Key) == nil {
		return r.gone(ref)
	}
	return r.push(func(ctx context.Context) screen.Screen { return schedule.New(ctx, r.env, ref.Key) })
}

// handleReschedule carries an edit out, outside the event loop.
func (r *Root) handleReschedule(msg screen.RescheduleMsg) tea.Cmd {
	if r.opts.Cluster.ReadOnly {
		return r.notify(screen.ReadOnly())
	}
	r.pending++
	ctx, cluster, actions := r.ctx, r.opts.Cluster, r.opts.Actions
	return func() tea.Msg {
		warnings, err := actions.SetSchedule(ctx, msg.CronJob, msg.Edit)
		return rescheduledMsg{cluster, msg, warnings, err}
	}
}

// handleRescheduled says how it went, to all screens too, and closes the editor when it went well.
func (r *Root) handleRescheduled(msg rescheduledMsg) tea.Cmd {
	r.pending--
	var cmds []tea.Cmd
	note := screen.ToastMsg{Level: screen.Good, Text: "changed the schedule of " + screen.Ref{Kind: screen.KindCronJob, Key: msg.ask.CronJob}.String()}
	if msg.Err != nil {
		note = screen.ToastMsg{Level: screen.Bad, Text: msg.Err.Error()}
	}
	cmds = append(cmds, r.notify(note))
	for _, text := range msg.warnings {
		cmds = append(cmds, r.notify(screen.ToastMsg{Level: screen.Warn, Text: "the API server warns: " + text}))
	}
	if msg.cluster == r.opts.Cluster { // screens of the one before are gone
		cmds = append(cmds, r.broadcast(screen.RescheduledMsg{RescheduleMsg: msg.ask, Err: msg.Err}))
	}
	if msg.Err == nil && r.current() == msg.ask.Asker {
		cmds = append(cmds, r.back())
	}
	return tea.Batch(cmds...)
}
