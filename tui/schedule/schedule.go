// Package schedule is the editor of a schedule. With each key it shows what the expression and the time zone mean: words, warnings, the
// next runs, the month, and the changes against the present schedule.
//
// It applies nothing itself: the root changes the CronJob, after a question that shows the difference.
package schedule

import (
	"context"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"
	batchv1 "k8s.io/api/batch/v1"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/kube/workload"
	"github.com/kronoscope/kronoscope/tui/async"
	"github.com/kronoscope/kronoscope/tui/screen"
)

// Screen edits one schedule.
type Screen struct {
	ctx        context.Context // ends when the screen leaves the stack
	env        *screen.Env
	title      string
	standalone bool // no cluster: the timing is handed over, not applied
	includeNow bool // the user asked about the time that the clock shows: a slot at that very time counts

	// What is edited. Without a cluster there may be no object, and then nothing is compared.
	key      kube.Key
	object   *batchv1.CronJob
	present  workload.Timing
	average  time.Duration // of its runs, 0 when unknown
	active   int           // runs under way
	gone     bool
	notice   string // what has happened to the object during the edit
	stale    string // resourceVersion that a snapshot may still have after the API server has answered with a later one
	applying bool
	refusal  string // why the last attempt to apply failed

	fields   [fieldsShown]field
	focus    int
	selected bool // the whole zone is selected: typing replaces it
	list     list
	months   int // from the present month to the one in view
	asked    async.Task[answer]
	answer   answer

	applyNext bool // apply the edit once its answer is there

	width, height int
	layout        layout
}

// New edits the schedule of a CronJob of the snapshot. ctx ends with the screen.
func New(ctx context.Context, env *screen.Env, cronJob kube.Key) *Screen {
	s := newScreen(ctx, env, "schedule of "+cronJob.Name)
	s.key = cronJob
	if c := env.Snapshot.CronJob(cronJob); c != nil {
		s.take(c)
	}
	s.reset()
	return s
}

// NewStandalone edits a schedule outside any cluster, or one that was only read from a cluster: object is the CronJob it comes from, nil
// for none. still reports whether the clock stands at a time that the user has named; a slot at that very time counts.
func NewStandalone(ctx context.Context, env *screen.Env, start workload.Timing, object *batchv1.CronJob, still bool) *Screen {
	s := newScreen(ctx, env, "schedule")
	s.standalone, s.includeNow = true, still
	if object != nil {
		s.object, s.present, s.title = object, workload.TimingOf(object), "schedule of "+object.Name
		s.active = len(object.Status.Active)
	}
	s.write(start)
	return s
}

func newScreen(ctx context.Context, env *screen.Env, title string) *Screen {
	s := &Screen{ctx: ctx, env: env, title: title}
	s.fields = newFields()
	s.fields[expression].input.Focus()
	s.list.cursor = closed
	return s
}

// Init evaluates the schedule.
func (s *Screen) Init() tea.Cmd { return s.ask() }

// Title returns the screen's part of the breadcrumb.
func (s *Screen) Title() string { return s.title }

// Typing reports true: keys are text.
func (s *Screen) Typing() bool { return true }

// SetSize sets the size to fill, in cells.
func (s *Screen) SetSize(width, height int) {
	s.width, s.height = max(width, 0), max(height, 0)
	s.relayout()
}

// Update handles a message.
func (s *Screen) Update(msg tea.Msg) tea.Cmd {
	cmd := s.handle(msg)
	s.relayout()
	return cmd
}

func (s *Screen) handle(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.KeyPressMsg: // keys.go
		return s.handleKey(msg)
	case tea.PasteMsg: // field.go
		return s.edit(msg)
	case tea.MouseClickMsg: // mouse.go
		return s.handleClick(msg)
	case tea.MouseWheelMsg: // mouse.go
		return s.handleWheel(msg)
	case answerMsg: // ask.go
		return s.handleAnswer(msg)
	case screen.TickMsg: // ask.go
		return s.handleTick()
	case screen.ChangedMsg: // object.go
		return s.handleChanged()
	case agreedMsg: // apply.go
		s.handleAgreed(msg)
	case screen.RescheduledMsg: // apply.go
		return s.handleRescheduled(msg)
	}
	return nil
}

// timing returns the edited timing without surrounding spaces.
func (s *Screen) timing() workload.Timing {
	return workload.Timing{
		Schedule: strings.TrimSpace(s.fields[expression].input.Value()), TimeZone: strings.TrimSpace(s.fields[zone].input.Value()),
	}
}

// dirty reports whether the edit differs from the present timing.
func (s *Screen) dirty() bool { return s.timing() != s.present }

// compares reports whether there is a present schedule to compare with.
func (s *Screen) compares() bool { return s.object != nil }
