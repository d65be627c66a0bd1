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

// lane is the line of a CronJob, of a Job without one, or of all those together. It is immutable, and shared between one set of lanes
// and the next while what it shows has not changed.
type lane struct {
	place   kube.Key // among the lanes, unique to it
	name    string   // sanitised
	cronJob *workload.CronJob
	job     *workload.Job     // of a lane of its own
	jobs    []*workload.Job   // of the lane of all Jobs without a CronJob
	runs    []workload.Run    // oldest first
	spread  workload.RunTimes // of the CronJob's runs that completed

	spans  []widget.Span // what the runs look like, by their beginnings
	of     []int32       // the run of each span
	latest []int64       // when the last of the spans up to each ends
	trouble
}

// trouble is how much a lane wants to be looked at, less is more.
type trouble int64

const (
	troubleFailing trouble = iota // the latest run failed or is failing
	troubleRunning
	troubleFailed // an earlier run failed
	troubleNone
	troubleIdle // suspended, or without any run
)

// Key is the lane's place in the list.
func (l *lane) Key() kube.Key { return l.place }

// ref is the object that the lane is about; zero for several Jobs.
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

// groupName is the name of the lane of all Jobs without a CronJob. No object can be called so.
const groupName = "Jobs without CronJob"

func cronJobLane(c *workload.CronJob) *lane {
	l := &lane{place: c.Key(), name: display.Clean(c.Trimmed.Name), cronJob: c, runs: c.Runs()}
	l.spread = workload.RunTimesOfRuns(l.runs)
	l.derive()
	return l
}

func jobLane(j *workload.Job) *lane {
	l := &lane{place: j.Key(), name: display.Clean(j.Trimmed.Name), job: j, runs: []workload.Run{workload.RunOf(j, nil)}}
	l.place.Name = "job/" + l.place.Name // a CronJob may be called the same
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

// derive works out spans and trouble from the runs.
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
	l.trouble = l.howBad()
}

// byBeginning sorts spans with the runs they belong to.
type byBeginning struct{ *lane }

func (b byBeginning) Len() int           { return len(b.spans) }
func (b byBeginning) Less(i, j int) bool { return b.spans[i].From < b.spans[j].From }
func (b byBeginning) Swap(i, j int) {
	b.spans[i], b.spans[j] = b.spans[j], b.spans[i]
	b.of[i], b.of[j] = b.of[j], b.of[i]
}

func (l *lane) howBad() trouble {
	worst := troubleIdle
	for i := range l.runs {
		switch s := l.runs[i].State; {
		case s == workload.JobFailing, s == workload.JobRetrying, s == workload.JobFailed && (i == len(l.runs)-1 || l.job != nil):
			return troubleFailing
		case s == workload.JobFailed:
			worst = min(worst, troubleFailed)
		case s == workload.JobComplete:
			worst = min(worst, troubleNone)
		case s != workload.JobSuspended:
			worst = min(worst, troubleRunning)
		}
	}
	if l.suspended() && worst == troubleNone {
		return troubleIdle
	}
	return worst
}

// spansOf are a run as it is drawn: a span, and one before it for the time that it was suspended.
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

// between are the spans that touch a stretch of time, by their places: from the first to before the last.
func (l *lane) between(from, to int64) (first, last int) {
	first = sort.Search(len(l.latest), func(i int) bool { return l.latest[i] > from })
	last = sort.Search(len(l.spans), func(i int) bool { return l.spans[i].From >= to })
	return first, max(first, last)
}
