package tui

import (
	"context"
	"slices"

	tea "charm.land/bubbletea/v2"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/kube/fetch"
	"github.com/kronoscope/kronoscope/kube/workload"
	"github.com/kronoscope/kronoscope/tui/calendar"
	"github.com/kronoscope/kronoscope/tui/cronjobdetail"
	"github.com/kronoscope/kronoscope/tui/durations"
	"github.com/kronoscope/kronoscope/tui/forecast"
	"github.com/kronoscope/kronoscope/tui/jobdetail"
	"github.com/kronoscope/kronoscope/tui/logs"
	"github.com/kronoscope/kronoscope/tui/screen"
	"github.com/kronoscope/kronoscope/tui/textview"
)

// handleShow opens a view of an object. This is the one place that knows which screen shows what.
func (r *Root) handleShow(msg screen.ShowMsg) tea.Cmd {
	ref, actions := msg.Ref, r.opts.Actions
	switch msg.As {
	case screen.Details:
		return r.showDetails(ref)
	case screen.Logs, screen.Previous:
		return r.showLogs(ref, msg.As == screen.Previous)
	case screen.Schedule:
		return r.editSchedule(ref)
	case screen.Durations:
		if r.env.Snapshot.CronJob(ref.Key) == nil {
			return r.gone(ref)
		}
		return r.push(func(context.Context) screen.Screen { return durations.New(r.env, ref.Key) })
	case screen.Describe:
		return r.showText("describe "+ref.String(), func(ctx context.Context) (string, error) {
			return actions.Describe(ctx, ref.Kind, ref.Key)
		})
	case screen.YAML:
		return r.showText("YAML of "+ref.String(), func(ctx context.Context) (string, error) {
			return actions.YAML(ctx, ref.Kind, ref.Key)
		})
	}
	return nil
}

// showDetails opens the screen of a Job or a CronJob; of a pod, that of its Job, which lists it.
func (r *Root) showDetails(ref screen.Ref) tea.Cmd {
	switch ref.Kind {
	case screen.KindCronJob:
		if r.env.Snapshot.CronJob(ref.Key) == nil {
			return r.gone(ref)
		}
		return r.push(func(context.Context) screen.Screen { return cronjobdetail.New(r.env, ref.Key) })
	case screen.KindPod:
		job := r.jobOf(ref.Key)
		if job == nil {
			return r.gone(ref)
		}
		return r.showJob(job.Key())
	}
	return r.showJob(ref.Key)
}

// showJob opens the screen of a Job. One that has just been made may not be in the snapshot yet; its screen waits for it.
func (r *Root) showJob(key kube.Key) tea.Cmd {
	return r.push(func(ctx context.Context) screen.Screen { return jobdetail.New(ctx, r.env, key, r.opts.Logs) })
}

// showText opens a text that load fetches.
func (r *Root) showText(title string, load textview.Load) tea.Cmd {
	return r.push(func(ctx context.Context) screen.Screen { return textview.New(ctx, r.env, title, load) })
}

// handleCalendar opens the calendar of those CronJobs that are still there.
func (r *Root) handleCalendar(msg screen.CalendarMsg) tea.Cmd {
	var there []kube.Key
	for _, key := range msg.CronJobs {
		if r.env.Snapshot.CronJob(key) != nil {
			there = append(there, key)
		}
	}
	switch {
	case len(there) > 0:
		return r.push(func(ctx context.Context) screen.Screen { return calendar.NewOf(ctx, r.env, there) })
	case len(msg.CronJobs) > 0:
		return r.gone(screen.Ref{Kind: screen.KindCronJob, Key: msg.CronJobs[0]})
	}
	return nil
}

// handleForecast opens the forecast, unless it is in view or there is nothing to forecast.
func (r *Root) handleForecast(msg screen.ForecastMsg) tea.Cmd {
	if _, open := r.current().(*forecast.Screen); open {
		return nil
	}
	inView := func(c *workload.CronJob) bool { return r.env.Shows(c.Trimmed.Namespace) }
	if known := r.env.Snapshot.Version > 0; known && len(msg.CronJobs) == 0 && !slices.ContainsFunc(r.env.Snapshot.CronJobs, inView) {
		r.env.Warn("there are no CronJobs in view to look ahead for")
		return nil
	}
	cluster := r.env.Cluster
	quotas := fetch.Reader{Cluster: cluster}.Quotas
	if cluster.Client == nil {
		quotas = nil
	}
	return r.push(func(ctx context.Context) screen.Screen { return forecast.New(ctx, r.env, msg, quotas) })
}

// showLogs opens the lines of a Job, of one pod, or of a CronJob's latest Job.
func (r *Root) showLogs(ref screen.Ref, previous bool) tea.Cmd {
	target := logs.Target{Job: ref.Key, Previous: previous}
	switch ref.Kind {
	case screen.KindCronJob:
		c := r.env.Snapshot.CronJob(ref.Key)
		if c == nil || len(c.Jobs) == 0 {
			return r.notify(screen.ToastMsg{Level: screen.Warn, Text: ref.String() + " has no Job whose logs could be read; t triggers one"})
		}
		target.Job = c.Jobs[0].Key()
	case screen.KindPod:
		job := r.jobOf(ref.Key)
		if job == nil {
			return r.gone(ref)
		}
		target.Job, target.Pod = job.Key(), ref.Key.Name
	}
	return r.push(func(ctx context.Context) screen.Screen { return logs.New(ctx, r.env, target, r.opts.Logs) })
}

// jobOf finds the Job of a pod, nil when there is none.
func (r *Root) jobOf(pod kube.Key) *workload.Job {
	for _, job := range r.env.Snapshot.Jobs {
		if job.Trimmed.Namespace != pod.Namespace {
			continue
		}
		for _, p := range job.Pods {
			if p.Trimmed.Name == pod.Name {
				return job
			}
		}
	}
	return nil
}

func (r *Root) gone(ref screen.Ref) tea.Cmd {
	return r.notify(screen.ToastMsg{Level: screen.Warn, Text: ref.String() + " is no longer in the cluster"})
}
