package timeline

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/kube/workload"
	"github.com/kronoscope/kronoscope/tui/screen"
)

// act asks the root for what a key means: for the selected run if the key is about Jobs, else for the lane's object.
func (s *Screen) act(msg tea.KeyPressMsg) tea.Cmd {
	k := s.env.Keys
	l, ok := s.list.Selected()
	switch {
	case key.Matches(msg, k.Back):
		s.env.Ask(screen.BackMsg{})
		return nil
	case key.Matches(msg, k.Forecast):
		s.forecast()
		return nil
	case !ok:
		s.list.Nothing(msg, s.Keys()...)
		return nil
	}
	if as, ok := s.env.ViewOf(msg); ok {
		return s.show(l, as)
	}
	switch {
	case key.Matches(msg, k.Calendar):
		if keys := s.cronJobs(); len(keys) > 0 {
			s.env.Ask(screen.CalendarMsg{CronJobs: keys})
			return nil
		}
		s.env.Warn("only a CronJob has a calendar")
	case key.Matches(msg, k.Durations):
		if l.cronJob != nil {
			s.env.Ask(screen.ShowMsg{Ref: l.ref(), As: screen.Durations})
			return nil
		}
		s.env.Warn("only the runs of a CronJob are compared")
	case s.env.Cluster.ReadOnly && key.Matches(msg, k.Trigger, k.Suspend, k.Rerun, k.Delete):
		s.env.Ask(screen.ReadOnly())
	case key.Matches(msg, k.Trigger):
		s.trigger()
	case key.Matches(msg, k.Suspend):
		s.suspend()
	case key.Matches(msg, k.Rerun):
		s.rerun()
	case key.Matches(msg, k.Delete):
		s.remove()
	}
	return nil
}

// show opens a view of the selected run's Job, or of the lane's object. Details and logs are the run's, all others the lane's.
func (s *Screen) show(l *lane, as screen.View) tea.Cmd {
	ref := l.ref()
	job, ok := s.job()
	switch {
	case as == screen.Details && s.run() != nil && !ok:
		s.env.Warn("the Job of that run has been deleted; the timeline only remembers it")
		return nil
	case ok && (ref.IsZero() || as == screen.Details || as == screen.Logs || as == screen.Previous):
		ref = job
	case ref.IsZero() && as == screen.Details:
		s.toggleFold()
		return s.settle(nil)
	}
	if ref.IsZero() {
		s.env.Warn(onlyOne)
		return nil
	}
	s.env.Ask(screen.ShowMsg{Ref: ref, As: as})
	return nil
}

// onlyOne explains why an action does nothing on the lane of several Jobs.
const onlyOne = "this line is of several Jobs: choose a run on it, or unfold it"

// forecast asks the root for a forecast of the marked CronJobs, or of all in view.
func (s *Screen) forecast() {
	chosen, how := s.list.Chosen()
	s.env.Forecast(keysOf(chosen), how)
}

// targets returns the marked lanes, or the selected one.
func (s *Screen) targets() []*lane {
	var lanes []*lane
	for _, l := range s.list.Targets() {
		if !l.ref().IsZero() {
			lanes = append(lanes, l)
		}
	}
	return lanes
}

// cronJobs returns the CronJobs among the targets.
func (s *Screen) cronJobs() []kube.Key { return keysOf(s.targets()) }

// keysOf returns the keys of the CronJobs among lanes.
func keysOf(lanes []*lane) []kube.Key {
	var keys []kube.Key
	for _, l := range lanes {
		if l.cronJob != nil {
			keys = append(keys, l.cronJob.Key())
		}
	}
	return keys
}

func (s *Screen) trigger() {
	msg := screen.TriggerMsg{CronJobs: s.cronJobs()}
	s.list.ClearMarks()
	if len(msg.CronJobs) == 0 {
		s.env.Warn("only a CronJob can be triggered")
		return
	}
	s.env.Ask(msg)
}

// suspend suspends the targets; if all are suspended, it resumes them.
func (s *Screen) suspend() {
	msg := screen.SuspendMsg{}
	for _, l := range s.targets() {
		switch {
		case l.cronJob != nil:
			msg.Suspend = msg.Suspend || !l.cronJob.Suspended()
		case l.job.State.Finished():
			continue
		default:
			msg.Suspend = msg.Suspend || l.job.State != workload.JobSuspended
		}
		msg.Refs = append(msg.Refs, l.ref())
	}
	s.list.ClearMarks()
	if len(msg.Refs) == 0 {
		s.env.Warn("there is nothing here to suspend or resume")
		return
	}
	s.env.Ask(msg)
}

// rerun asks for a new Job like that of the selected run.
func (s *Screen) rerun() {
	job, ok := s.job()
	if r := s.run(); !ok || !r.State.Finished() {
		s.env.Warn("only a Job that has finished can be run again")
		return
	}
	s.env.Ask(screen.RerunMsg{Jobs: []kube.Key{job.Key}})
}

func (s *Screen) remove() {
	msg := screen.DeleteMsg{}
	for _, l := range s.targets() {
		msg.Refs = append(msg.Refs, l.ref())
	}
	if len(msg.Refs) == 0 {
		s.env.Warn(onlyOne)
		return
	}
	s.env.Ask(msg)
}
