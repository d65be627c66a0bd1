package tui

import (
	"context"
	"errors"
	"fmt"

	tea "charm.land/bubbletea/v2"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/kube/action"
	"github.com/kronoscope/kronoscope/tui/screen"
)

// Actions are what can be done to a cluster and asked of it, see [action.Client]. They block, so only commands call them.
type Actions interface {
	Trigger(ctx context.Context, cronJob kube.Key) (job kube.Key, err error)
	Rerun(ctx context.Context, job kube.Key) (again kube.Key, err error)
	SetSuspended(ctx context.Context, kind kube.Kind, key kube.Key, suspended bool) error
	SetSchedule(ctx context.Context, cronJob kube.Key, edit action.ScheduleEdit) (warnings []string, err error)
	Delete(ctx context.Context, kind kube.Kind, key kube.Key, o action.DeleteOptions) error
	Describe(ctx context.Context, kind kube.Kind, key kube.Key) (string, error)
	YAML(ctx context.Context, kind kube.Kind, key kube.Key) (string, error)
}

// actedMsg answers an action on one or more objects.
type actedMsg struct {
	cluster *kube.Cluster
	done    string // what has been done, such as "suspended"
	objects []screen.Ref
	made    []screen.Ref // new objects, when some were made
	err     error        // of those that failed, joined
}

// act runs do for each object outside the event loop; one failure does not keep the others from being done.
func (r *Root) act(done string, refs []screen.Ref, do func(context.Context, screen.Ref) (made screen.Ref, err error)) tea.Cmd {
	if r.opts.Cluster.ReadOnly {
		return r.notify(screen.ReadOnly())
	}
	if len(refs) == 0 {
		return nil
	}
	r.pending++
	ctx, cluster := r.ctx, r.opts.Cluster
	return func() tea.Msg {
		msg := actedMsg{cluster: cluster, done: done}
		var errs []error
		for _, ref := range refs {
			made, err := do(ctx, ref)
			switch {
			case err != nil:
				errs = append(errs, err)
				continue
			case !made.IsZero():
				msg.made = append(msg.made, made)
			}
			msg.objects = append(msg.objects, ref)
		}
		msg.err = errors.Join(errs...)
		return msg
	}
}

// handleActed says what has been done, and what failed.
func (r *Root) handleActed(msg actedMsg) tea.Cmd {
	r.pending--
	var cmds []tea.Cmd
	if n := len(msg.objects); n > 0 {
		note := screen.ToastMsg{Level: screen.Good, Text: msg.done + " " + nameOf(msg.objects)}
		if len(msg.made) > 0 {
			note.Text += " as " + nameOf(msg.made)
			note.Open = msg.made[0]
		}
		if len(msg.made) > 1 || msg.cluster != r.opts.Cluster { // of a cluster shown no longer there is nothing to open
			note.Open = screen.Ref{}
		}
		cmds = append(cmds, r.notify(note))
	}
	if msg.err != nil {
		cmds = append(cmds, r.notify(screen.ToastMsg{Level: screen.Bad, Text: msg.err.Error()}))
	}
	return tea.Batch(cmds...)
}

// nameOf is the only object's name, or how many there are: "job/pi", "3 Jobs".
func nameOf(refs []screen.Ref) string {
	if len(refs) == 1 {
		return refs[0].String()
	}
	kind := string(refs[0].Kind) + "s"
	for _, ref := range refs {
		if ref.Kind != refs[0].Kind {
			kind = "objects"
		}
	}
	return fmt.Sprintf("%d %s", len(refs), kind)
}

func refs(kind kube.Kind, keys []kube.Key) []screen.Ref {
	all := make([]screen.Ref, len(keys))
	for i, key := range keys {
		all[i] = screen.Ref{Kind: kind, Key: key}
	}
	return all
}

func (r *Root) handleTrigger(msg screen.TriggerMsg) tea.Cmd {
	actions := r.opts.Actions
	return r.act("triggered", refs(screen.KindCronJob, msg.CronJobs), func(ctx context.Context, ref screen.Ref) (screen.Ref, error) {
		job, err := actions.Trigger(ctx, ref.Key)
		return screen.Ref{Kind: screen.KindJob, Key: job}, err
	})
}

func (r *Root) handleRerun(msg screen.RerunMsg) tea.Cmd {
	actions := r.opts.Actions
	return r.act("ran again", refs(screen.KindJob, msg.Jobs), func(ctx context.Context, ref screen.Ref) (screen.Ref, error) {
		job, err := actions.Rerun(ctx, ref.Key)
		return screen.Ref{Kind: screen.KindJob, Key: job}, err
	})
}

func (r *Root) handleSuspend(msg screen.SuspendMsg) tea.Cmd {
	actions, done := r.opts.Actions, "resumed"
	if msg.Suspend {
		done = "suspended"
	}
	return r.act(done, msg.Refs, func(ctx context.Context, ref screen.Ref) (screen.Ref, error) {
		return screen.Ref{}, actions.SetSuspended(ctx, ref.Kind, ref.Key, msg.Suspend)
	})
}
