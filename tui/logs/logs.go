// Package logs is the screen of a Job's live log: the lines of all its pods, including those that start later. It holds millions of lines
// compactly, and searches, filters, wraps and saves them. The cost of a frame depends on what is visible, never on what is held.
//
// Every line that a container wrote is either shown or counted as dropped: by the buffer to keep its size, or by the feed. The package
// never reads from the cluster on the event loop.
package logs

import (
	"context"

	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"github.com/kronoscope/kronoscope/tui/async"
	"github.com/kronoscope/kronoscope/tui/screen"
)

// place is a row on the page of all shown lines, however long that page is.
type place struct {
	seq int // of the line
	row int // row within a line that takes several
}

// Screen shows the log of a Job.
type Screen struct {
	ctx    context.Context // ends when the screen leaves the stack
	env    *screen.Env
	target Target
	open   Open
	pane   bool // part of another screen: lines only

	width, height int

	generation int
	cancel     context.CancelFunc
	feed       Feed
	unhook     func() bool // stops the end of the screen from closing the feed
	ended      bool
	err        error
	lost       int  // lines that the feed dropped
	onlyHead   bool // reading ends when the buffer is full, because the beginning is wanted

	buffer  buffer
	sources []source
	places  map[Container]int
	labels  int // width of the widest label

	filter filter
	last   string // the name of the filter's time span
	kept   []int  // sequence numbers of the shown lines, when there is a filter

	top     place
	follow  bool // the latest line stays in view
	wrap    bool
	left    int // cells scrolled to the right, when not wrapped
	stamps  bool
	json    bool
	full    bool
	input   textinput.Model
	typing  bool
	pattern *pattern
	search  string // the expression of pattern
	badRe   error
	found   []int // sequence numbers of the matching lines, in order
	hit     int   // sequence number of the match last jumped to, −1 for none

	searching async.Task[matches]
}

// New returns the screen of a target's log. ctx ends with the screen, and the feed with ctx; env is shared.
func New(ctx context.Context, env *screen.Env, target Target, open Open) *Screen {
	input := textinput.New()
	input.Prompt = "/"
	input.SetVirtualCursor(true)
	return &Screen{
		ctx: ctx, env: env, target: target, open: open,
		places: map[Container]int{}, follow: true, wrap: true, hit: -1, input: input,
	}
}

// NewPane is like New for a part of another screen: lines only, no status.
func NewPane(ctx context.Context, env *screen.Env, target Target, open Open) *Screen {
	s := New(ctx, env, target, open)
	s.pane, s.wrap = true, false
	return s
}

// Init starts reading.
func (s *Screen) Init() tea.Cmd { return s.start() }

// Title names what is read.
func (s *Screen) Title() string {
	switch {
	case s.target.Previous:
		return "previous logs"
	case s.target.Pod != "":
		return "logs " + s.target.Pod
	}
	return "logs"
}

// Typing reports whether a search is being typed.
func (s *Screen) Typing() bool { return s.typing }

// FullScreen reports whether the user wants only the lines on the terminal.
func (s *Screen) FullScreen() bool { return s.full }

// SetSize sets the size to fill, in cells.
func (s *Screen) SetSize(width, height int) {
	s.width, s.height = max(width, 0), max(height, 0)
	s.input.SetWidth(max(width/2, 1))
}

// Lines returns the number of lines shown, and reports whether reading has ended.
func (s *Screen) Lines() (n int, ended bool) { return s.count(), s.ended }
