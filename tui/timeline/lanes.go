package timeline

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/kube/workload"
	"github.com/kronoscope/kronoscope/tui/async"
)

// laneSet holds every lane of a snapshot, ordered by namespace and name, CronJobs first. It is immutable.
type laneSet struct {
	version    uint64    // of the snapshot
	knownUntil time.Time // up to when the snapshot knows what ran
	total      int       // lanes of the cluster, those of other namespaces included
	lanes      []*lane
	single     []*lane // the Jobs without a CronJob, a lane each
	group      *lane   // the same as one lane; nil when there is none
}

// lanesMsg brings the lanes of a snapshot.
type lanesMsg = async.Answer[*laneSet]

// loadLanes builds the lanes in a command: 10,000 Jobs are too many for the event loop. One load runs at a time; a later change is loaded
// after it.
func (s *Screen) loadLanes() tea.Cmd {
	if s.loadingLanes.Postpone() {
		return nil
	}
	before, snapshot, namespace, until := s.all, s.env.Snapshot, s.env.Namespace, s.env.Present().KnownUntil()
	return s.loadingLanes.Start(s.ctx, func(context.Context) *laneSet {
		all := buildLanes(before, snapshot, namespace)
		all.knownUntil = until
		return all
	})
}

// handleLanes adopts the lanes, and loads again when they are out of date already.
func (s *Screen) handleLanes(msg lanesMsg) tea.Cmd {
	all, ok := s.loadingLanes.Take(msg)
	if !ok {
		return nil
	}
	s.all = all
	s.fillList()
	s.relayout()
	if s.loadingLanes.Postponed() {
		return tea.Batch(s.loadLanes(), s.ask())
	}
	return s.ask()
}

// buildLanes builds the lanes of a snapshot, or of one of its namespaces, and reuses lanes from before that have not changed.
func buildLanes(before *laneSet, snapshot *workload.Snapshot, namespace string) *laneSet {
	shows := func(ns string) bool { return namespace == "" || ns == namespace }
	cronJobs, jobs := map[*workload.CronJob]*lane{}, map[*workload.Job]*lane{}
	if before != nil {
		for _, l := range before.lanes {
			cronJobs[l.cronJob] = l
		}
		for _, l := range before.single {
			jobs[l.job] = l
		}
	}
	g := &laneSet{version: snapshot.Version, total: len(snapshot.CronJobs)}
	for _, c := range snapshot.CronJobs {
		if !shows(c.Trimmed.Namespace) {
			continue
		}
		l := cronJobs[c]
		if l == nil {
			l = cronJobLane(c)
		}
		g.lanes = append(g.lanes, l)
	}
	var without []*workload.Job
	same := before != nil && before.group != nil
	for _, j := range snapshot.Jobs {
		if j.CronJob != "" && snapshot.CronJob(kube.Key{Namespace: j.Trimmed.Namespace, Name: j.CronJob}) != nil {
			continue
		}
		g.total++
		if !shows(j.Trimmed.Namespace) {
			continue
		}
		l := jobs[j]
		if l == nil {
			l, same = jobLane(j), false
		}
		without = append(without, j)
		g.single = append(g.single, l)
	}
	switch {
	case len(without) == 0:
	case same && len(before.single) == len(g.single):
		g.group = before.group
	default:
		g.group = groupLane(without)
	}
	return g
}
