// Package durations is the screen that shows how long the runs of a CronJob took: one column for each run, the median and the 95th
// percentile, and which runs stand out.
//
// It draws the snapshot and asks the root for everything else.
package durations

import (
	"cmp"
	"slices"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/kube/workload"
	"github.com/kronoscope/kronoscope/tui/keymap"
	"github.com/kronoscope/kronoscope/tui/screen"
	"github.com/kronoscope/kronoscope/tui/widget"
)

// Screen shows the run times of a CronJob.
type Screen struct {
	env *screen.Env
	key kube.Key

	width, height int
	layout        layout

	cronJob *workload.CronJob // the latest known; nil before the first
	gone    bool
	runs    []workload.Run // runs that have begun, oldest first
	spread  workload.RunTimes
	order   []int // the runs in the order of the list
	longest bool  // longest first, instead of latest first
	table   widget.Table
}

// New returns the screen of a CronJob's run times.
func New(env *screen.Env, cronJob kube.Key) *Screen {
	s := &Screen{env: env, key: cronJob}
	s.table.Sorted = -1
	s.handleChanged()
	return s
}

// Init returns nil: the root brings the data.
func (s *Screen) Init() tea.Cmd { return nil }

// Title names the CronJob whose run times are shown.
func (s *Screen) Title() string { return "durations of " + s.key.Name }

// Typing reports false: the screen takes no text.
func (s *Screen) Typing() bool { return false }

// SetSize sets the size to fill, in cells.
func (s *Screen) SetSize(width, height int) {
	s.width, s.height = max(width, 0), max(height, 0)
	s.layout = layoutFor(s.height)
	s.table.SetSize(s.width, s.layout.table)
}

// Update handles a message.
func (s *Screen) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case screen.ChangedMsg:
		s.handleChanged()
	case tea.KeyPressMsg:
		s.handleKey(msg)
	case tea.MouseClickMsg:
		if row := s.table.RowAt(msg.Y - s.layout.head - s.layout.chart); row >= 0 {
			s.table.SetRows(len(s.order), row)
		}
	case tea.MouseWheelMsg:
		s.table.Scroll(map[tea.MouseButton]int{tea.MouseWheelUp: -3, tea.MouseWheelDown: 3}[msg.Button])
	}
	return nil
}

// handleChanged takes the runs from the latest snapshot. When the CronJob is gone, its runs stay in view as they were.
func (s *Screen) handleChanged() {
	c := s.env.Snapshot.CronJob(s.key)
	if c == nil {
		s.gone = s.cronJob != nil
		return
	}
	s.gone = false
	if c == s.cronJob {
		return
	}
	var on kube.Key
	if r := s.selected(); r != nil && s.table.Cursor() > 0 { // at the top the cursor stays at the top
		on = r.Key
	}
	s.cronJob = c
	s.runs = slices.DeleteFunc(c.Runs(), func(r workload.Run) bool { return r.Start.IsZero() })
	s.spread = workload.RunTimesOfRuns(s.runs)
	s.table.Columns = columns(s.runs)
	s.table.Layout()
	s.sort(on)
}

// sort sorts the runs as chosen and puts the cursor on a run.
func (s *Screen) sort(on kube.Key) {
	s.order = s.order[:0]
	for i := range s.runs {
		s.order = append(s.order, len(s.runs)-1-i)
	}
	if s.longest {
		slices.SortStableFunc(s.order, func(a, b int) int {
			return cmp.Compare(s.runs[b].Elapsed(s.env.Now), s.runs[a].Elapsed(s.env.Now))
		})
	}
	s.table.SetRows(len(s.order), max(slices.IndexFunc(s.order, func(i int) bool { return s.runs[i].Key == on }), 0))
}

// selected returns the run under the cursor, nil when there is none.
func (s *Screen) selected() *workload.Run {
	if at := s.table.Cursor(); at < len(s.order) {
		return &s.runs[s.order[at]]
	}
	return nil
}

func (s *Screen) handleKey(msg tea.KeyPressMsg) {
	k := s.env.Keys
	switch {
	case key.Matches(msg, k.Back, k.Durations):
		s.env.Ask(screen.BackMsg{})
		return
	case key.Matches(msg, k.Sort):
		s.longest = !s.longest
		s.sort(kube.Key{}) // at the top: the user wants the first of the new order
		return
	}
	if as, ok := s.env.ViewOf(msg); ok {
		s.show(as)
		return
	}
	s.table.Move(k.MoveOf(msg, s.table.PageRows(), len(s.order)))
}

// show opens a view of the selected run's Job.
func (s *Screen) show(as screen.View) {
	r := s.selected()
	switch {
	case r == nil:
		s.env.Warn("there is no run to open yet")
		return
	case r.JobDeleted:
		s.env.Warn("the Job of that run has been deleted; only its time is remembered")
		return
	}
	s.env.Ask(screen.ShowMsg{Ref: screen.Ref{Kind: screen.KindJob, Key: r.Key}, As: as})
}

// ShortHelp returns the bindings for the footer.
func (s *Screen) ShortHelp() []key.Binding {
	k := s.env.Keys
	if len(s.runs) == 0 {
		return []key.Binding{k.Back}
	}
	order := keymap.Described(k.Sort, "longest first")
	if s.longest {
		order = keymap.Described(k.Sort, "latest first")
	}
	return []key.Binding{k.Enter, k.Logs, order, k.Describe, k.YAML, k.Back}
}

// Keys returns the bindings of the screen.
func (s *Screen) Keys() []key.Binding {
	k := s.env.Keys
	return []key.Binding{
		k.Back, k.Durations, k.Sort, k.Enter, k.Logs, k.Previous, k.Describe, k.YAML, k.Up, k.Down, k.PageUp, k.PageDown, k.Top, k.Bottom,
	}
}

// FullHelp returns all bindings, by topic.
func (s *Screen) FullHelp() [][]key.Binding {
	k := s.env.Keys
	return [][]key.Binding{
		{k.Up, k.Down, k.PageUp, k.PageDown, k.Top, k.Bottom},
		{k.Enter, k.Logs, k.Previous, k.Describe, k.YAML},
		{k.Sort, k.Back},
	}
}
