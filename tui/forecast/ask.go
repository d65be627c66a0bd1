package forecast

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/types"

	"github.com/kronoscope/kronoscope/kube/workload"
	"github.com/kronoscope/kronoscope/scheduler/forecast"
	"github.com/kronoscope/kronoscope/scheduler/timeparse"
	"github.com/kronoscope/kronoscope/tui/async"
)

// spans are the lengths to choose from, in days.
var spans = [...]int{1, 7, 30}

// staleAfter is how far a forecast may be behind the clock before it is made again.
const staleAfter = time.Hour

// subject is what a forecast is about. A CronJob that is added, removed or edited changes it; a run does not.
type subject struct {
	namespace string
	cronJobs  []version
}

// version is a CronJob as last edited.
type version struct {
	uid        types.UID
	generation int64
	suspended  bool
}

func (a subject) same(b subject) bool {
	if a.namespace != b.namespace || len(a.cronJobs) != len(b.cronJobs) {
		return false
	}
	for i := range a.cronJobs {
		if a.cronJobs[i] != b.cronJobs[i] {
			return false
		}
	}
	return true
}

// asked is the question that is open or was answered.
type asked struct {
	task  async.Task[outcome]
	once  bool // reports whether a question was asked
	span  int
	from  time.Time
	quiet bool // the user did not ask: the forecast in view is made again
}

// outcome is a forecast, or why there is none. With a forecast, Err is why quotas are left out.
type outcome struct {
	answer *forecast.Forecast
	Err    error
}

// answerMsg brings the answer to a question.
type answerMsg = async.Answer[outcome]

// ask makes the forecast when its subject has changed, when it is too far behind the clock, or when again is set. Neither a fast clock nor
// a busy cluster restarts a forecast under way, or it would never end.
func (s *Screen) ask(again bool) tea.Cmd {
	now := s.env.Now
	if now.IsZero() || s.env.Snapshot.Version == 0 {
		return nil
	}
	of, shown := s.about()
	behind := now.Sub(s.asked.from)
	fresh := s.subject.same(of) && behind >= 0 && behind < staleAfter
	waits := s.asked.task.Busy() && s.subject.namespace == of.namespace
	sameSpan := s.asked.once && s.asked.span == s.span
	if !again && sameSpan && (fresh || waits) {
		return nil
	}
	s.subject = of
	s.asked.once, s.asked.span, s.asked.from, s.asked.quiet = true, s.span, now, !again && sameSpan && s.answer != nil
	in := forecast.Input{Span: forecast.Span{From: now.Truncate(time.Second), To: timeparse.AddDays(now.In(s.env.Zone), spans[s.span])}}
	quotas := s.quotas
	return s.asked.task.Start(s.ctx, func(ctx context.Context) outcome { return makeForecast(ctx, in, shown, quotas) })
}

// about returns the CronJobs to forecast, and the parts of them that matter.
func (s *Screen) about() (subject, []*workload.CronJob) {
	of := subject{namespace: s.env.Namespace}
	var shown []*workload.CronJob
	for _, c := range s.env.Snapshot.CronJobs {
		if s.only != nil && !s.only[c.Key()] || s.only == nil && !s.env.Shows(c.Trimmed.Namespace) {
			continue
		}
		shown = append(shown, c)
		of.cronJobs = append(of.cronJobs, version{c.Trimmed.UID, c.Trimmed.Generation, c.Suspended()})
	}
	return of, shown
}

// makeForecast makes the forecast. When quotas cannot be read, it goes on without them.
func makeForecast(ctx context.Context, in forecast.Input, shown []*workload.CronJob, quotas Quotas) outcome {
	for _, c := range shown {
		in.Workloads = append(in.Workloads, c.Forecast())
	}
	var quotaErr error
	if quotas != nil {
		var all []*corev1.ResourceQuota
		all, quotaErr = quotas(ctx)
		in.Quotas = inNamespacesOf(shown, all)
	}
	answer, err := forecast.Make(ctx, in)
	if err == nil {
		err = quotaErr
	}
	return outcome{answer, err}
}

// inNamespacesOf keeps the quotas of namespaces that contain any of the CronJobs.
func inNamespacesOf(shown []*workload.CronJob, quotas []*corev1.ResourceQuota) (theirs []*corev1.ResourceQuota) {
	namespaces := map[string]bool{}
	for _, c := range shown {
		namespaces[c.Trimmed.Namespace] = true
	}
	for _, q := range quotas {
		if namespaces[q.Namespace] {
			theirs = append(theirs, q)
		}
	}
	return theirs
}

// handleAnswer takes an answer, unless it is to an earlier question or to one that was given up meanwhile.
func (s *Screen) handleAnswer(msg answerMsg) {
	out, ok := s.asked.task.Take(msg)
	if !ok {
		return
	}
	s.err, s.answered = out.Err, s.asked.span
	s.show(out.answer)
}
