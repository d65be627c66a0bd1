package timeline

import (
	"math"
	"slices"
	"sort"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/kube/workload"
	"github.com/kronoscope/kronoscope/tui/display"
	"github.com/kronoscope/kronoscope/tui/screen"
	"github.com/kronoscope/kronoscope/tui/widget"
)

// lane is the line of a CronJob, of a Job without one, or of all such Jobs together. It is immutable. Successive sets of lanes share it as
// long as what it shows stays the same.
type lane struct {
	place   kube.Key // among the lanes, unique to it
	name    string   // sanitised
	cronJob *workload.CronJob
	job     *workload.Job     // for the lane of a single Job
	jobs    []*workload.Job   // for the lane of all Jobs without a CronJob
	runs    []workload.Run    // oldest first
	spread  workload.RunTimes // of the CronJob's completed runs

	spans  []widget.Span // the runs as they are drawn, by start
	of     []int32       // the run of each span
	latest []int64       // for each span, the latest end of the spans up to it
	severity
}

// severity is how urgently a lane needs attention; lower is more urgent.
type severity int64

const (
	severityFailing severity = iota // the latest run failed or is failing
	severityRunning
	severityFailed // an earlier run failed
	severityNone
	severityIdle // suspended, or without any run
)

// Key is the lane's place in the list.
func (l *lane) Key() kube.Key { return l.place }

// ref returns the object that the lane stands for; zero for several Jobs.
func (l *lane) ref() screen.Ref {
	switch {
	case l.cronJob != nil:
		return screen.Ref{Kind: screen.KindCronJob, Key: l.cronJob.Key()}
	case l.job != nil:
		return screen.Ref{Kind: screen.KindJob, Key: l.job.Key()}
	}
	return screen.Ref{}
}

func (l *lane) suspended() bool { return l.cronJob != nil && l.cronJob.Suspended() }

// groupName is the name of the lane of all Jobs without a CronJob. It contains spaces, so no object can have it.
const groupName = "Jobs without CronJob"

func cronJobLane(c *workload.CronJob) *lane {
	l := &lane{place: c.Key(), name: display.Clean(c.Trimmed.Name), cronJob: c, runs: c.Runs()}
	l.spread = workload.RunTimesOfRuns(l.runs)
	l.derive()
	return l
}

func jobLane(j *workload.Job) *lane {
	l := &lane{place: j.Key(), name: display.Clean(j.Trimmed.Name), job: j, runs: []workload.Run{workload.RunOf(j, nil)}}
	l.place.Name = "job/" + l.place.Name // a CronJob may have the same name
	l.derive()
	return l
}

func groupLane(jobs []*workload.Job) *lane {
	l := &lane{place: kube.Key{Namespace: "~", Name: groupName}, name: groupName, jobs: jobs}
	for _, j := range jobs {
		l.runs = append(l.runs, workload.RunOf(j, nil))
	}
	slices.SortStableFunc(l.runs, func(a, b workload.Run) int { return a.StartOrCreated().Compare(b.StartOrCreated()) })
	l.derive()
	return l
}

// derive computes the spans and the severity from the runs.
func (l *lane) derive() {
	for i := range l.runs {
		for _, s := range spansOf(&l.runs[i], l.spread) {
			l.spans = append(l.spans, s)
			l.of = append(l.of, int32(i))
		}
	}
	sort.Stable(byBeginning{l})
	latest := int64(math.MinInt64)
	for i := range l.spans {
		to := max(l.spans[i].To, l.spans[i].From+1, l.spans[i].Expect)
		if l.spans[i].Open {
			to = math.MaxInt64
		}
		latest = max(latest, to)
		l.latest = append(l.latest, latest)
	}
	l.severity = l.computeSeverity()
}

// byBeginning sorts spans by start and keeps their runs with them.
type byBeginning struct{ *lane }

func (b byBeginning) Len() int           { return len(b.spans) }
func (b byBeginning) Less(i, j int) bool { return b.spans[i].From < b.spans[j].From }
func (b byBeginning) Swap(i, j int) {
	b.spans[i], b.spans[j] = b.spans[j], b.spans[i]
	b.of[i], b.of[j] = b.of[j], b.of[i]
}

func (l *lane) computeSeverity() severity {
	worst := severityIdle
	for i := range l.runs {
		switch s := l.runs[i].State; {
		case s == workload.JobFailing, s == workload.JobRetrying, s == workload.JobFailed && (i == len(l.runs)-1 || l.job != nil):
			return severityFailing
		case s == workload.JobFailed:
			worst = min(worst, severityFailed)
		case s == workload.JobComplete:
			worst = min(worst, severityNone)
		case s != workload.JobSuspended:
			worst = min(worst, severityRunning)
		}
	}
	if l.suspended() && worst == severityNone {
		return severityIdle
	}
	return worst
}

// spansOf returns a run as it is drawn: a span, preceded by one for the time that it was suspended.
func spansOf(r *workload.Run, spread workload.RunTimes) []widget.Span {
	s := widget.Span{
		From: r.StartOrCreated().Unix(), To: r.End.Unix(), Kind: display.RunKind(r.State), Open: r.End.IsZero(), Manual: r.Manual,
	}
	for _, at := range r.Failures {
		s.Marks = append(s.Marks, at.Unix())
	}
	if r.State == workload.JobRunning && spread.P50 > 0 {
		s.Expect = r.StartOrCreated().Add(spread.P50).Unix()
	}
	if r.State == workload.JobSuspended && !r.SuspendedSince.IsZero() {
		s.From = r.SuspendedSince.Unix()
	}
	if r.WasSuspended && r.SuspendedSince.IsZero() && r.Start.After(r.Created) {
		return []widget.Span{{From: r.Created.Unix(), To: r.Start.Unix(), Kind: widget.SpanHeld}, s}
	}
	return []widget.Span{s}
}

// between returns the range of spans that touch a stretch of time: from first up to, not including, last.
func (l *lane) between(from, to int64) (first, last int) {
	first = sort.Search(len(l.latest), func(i int) bool { return l.latest[i] > from })
	last = sort.Search(len(l.spans), func(i int) bool { return l.spans[i].From >= to })
	return first, max(first, last)
}
