// Package timeline is the screen that shows what ran, what runs and what will run: one lane for each CronJob, one bar for each run, past
// and future on one axis of time.
//
// Lanes and the slots without a run are computed in commands. The layout is computed when something changes, never while drawing, and only
// for the lanes in view.
package timeline

import (
	"context"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/tui/async"
	"github.com/kronoscope/kronoscope/tui/listing"
	"github.com/kronoscope/kronoscope/tui/screen"
)

// Screen is the timeline of all CronJobs and Jobs.
type Screen struct {
	ctx  context.Context // ends when the screen leaves the stack
	env  *screen.Env
	list *listing.List[*lane]

	width, height int
	layout        layout
	window        window
	first         int // first lane in view, by its place in the list
	placed        []placedLane
	signs         map[rune]bool // signs that they are drawn with

	all          *laneSet // nil until first built
	loadingLanes async.Task[*laneSet]
	fold         folding
	open, filled bool // what the list was filled with: a lane for each Job without a CronJob; anything

	known map[kube.Key]*laneSlots // slots of lanes, by the lanes' keys
	slots async.Task[[]*laneSlots]

	selection selection
	widest    widest
}

// New returns the timeline. ctx ends with the screen; env is shared.
func New(ctx context.Context, env *screen.Env) *Screen {
	return &Screen{
		ctx: ctx, env: env, list: newList(env), known: map[kube.Key]*laneSlots{},
		window: newWindow(),
	}
}

// Init returns nil: the first snapshot brings the lanes.
func (s *Screen) Init() tea.Cmd { return nil }

// Title returns the name of the screen.
func (s *Screen) Title() string { return "Timeline" }

// Typing reports whether the filter is being typed.
func (s *Screen) Typing() bool { return s.list.Typing() }

// Status shows the filter and the number of marks.
func (s *Screen) Status(width int) string { return s.list.Status(width) }

// SetSize sets the size to fill, in cells.
func (s *Screen) SetSize(width, height int) {
	s.width, s.height = max(width, 0), max(height, 0)
	s.relayout()
}

// Update handles a message.
func (s *Screen) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case screen.ChangedMsg:
		return s.handleChanged()
	case screen.TickMsg:
		s.relayout()
		return s.ask()
	case lanesMsg: // lanes.go
		return s.handleLanes(msg)
	case slotsMsg: // laneslots.go
		return s.handleSlots(msg)
	case tea.KeyPressMsg: // below
		return s.handleKey(msg)
	case tea.MouseClickMsg: // mouse.go
		return s.handleClick(msg)
	case tea.MouseWheelMsg: // mouse.go
		return s.handleWheel(msg)
	case tea.PasteMsg:
		cmd, _ := s.list.Update(msg)
		return s.settle(cmd)
	}
	return nil
}

// handleChanged builds the lanes again when the snapshot or the namespace in view has changed.
func (s *Screen) handleChanged() tea.Cmd {
	s.relayout()
	return tea.Batch(s.loadLanes(), s.ask())
}

// settle computes the layout after a change, and asks for the slots of lanes that came into view.
func (s *Screen) settle(cmd tea.Cmd) tea.Cmd {
	s.relayout()
	return tea.Batch(cmd, s.ask())
}

func (s *Screen) handleKey(msg tea.KeyPressMsg) tea.Cmd {
	if s.list.Typing() {
		cmd, _ := s.list.Update(msg)
		return s.settle(cmd)
	}
	if s.handleTimeKey(msg) {
		return s.settle(nil)
	}
	switch {
	case key.Matches(msg, s.env.Keys.InTimeline.PreviousRun):
		return s.toRun(-1)
	case key.Matches(msg, s.env.Keys.InTimeline.NextRun):
		return s.toRun(1)
	}
	if cmd, taken := s.list.Update(msg); taken {
		s.selection.run = identity{} // the next lane has its own runs
		return s.settle(cmd)
	}
	return s.act(msg)
}

// handleTimeKey handles the keys that move in time.
func (s *Screen) handleTimeKey(msg tea.KeyPressMsg) bool {
	own, now := &s.env.Keys.InTimeline, s.env.Now
	tick := int(s.window.zoom().tick / s.window.zoom().cell)
	switch {
	case key.Matches(msg, own.ZoomIn):
		s.window.scale(-1, s.focus(), now)
	case key.Matches(msg, own.ZoomOut):
		s.window.scale(1, s.focus(), now)
	case key.Matches(msg, own.Left):
		s.window.pan(-tick, now)
	case key.Matches(msg, own.Right):
		s.window.pan(tick, now)
	case key.Matches(msg, own.PageLeft):
		s.window.pan(-s.window.cells*4/5, now)
	case key.Matches(msg, own.PageRight):
		s.window.pan(s.window.cells*4/5, now)
	case key.Matches(msg, own.Now):
		s.window.toNow(now)
		s.selection = selection{at: now.Unix()}
	case key.Matches(msg, own.Fold):
		s.toggleFold()
	default:
		return false
	}
	return true
}
