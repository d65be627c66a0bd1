// Package cronjobs is the list of CronJobs: when each runs next, how its last runs went, and what can be done to it. It calls
// no API: what is to be done goes to the root as a message.
package cronjobs

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/kube/workload"
	"github.com/kronoscope/kronoscope/tui/listing"
	"github.com/kronoscope/kronoscope/tui/screen"
)

// Screen is the list of CronJobs.
type Screen struct {
	env  *screen.Env
	list *listing.List[*row]
	rows map[*workload.CronJob]*row // kept as long as snapshots share the CronJob
}

// New returns an empty list; it fills with the first [screen.ChangedMsg].
func New(env *screen.Env) *Screen {
	s := &Screen{env: env}
	s.list = listing.New(env, listing.Kind[*row]{
		Noun:    "CronJobs",
		Key:     (*row).Key,
		Others:  func(r *row, into []string) []string { return append(into, r.others...) },
		Labels:  func(r *row) map[string]string { return r.Trimmed.Labels },
		Columns: columns(env),
	})
	return s
}

// Init returns nil: the root brings the first data.
func (s *Screen) Init() tea.Cmd { return nil }

// SetSize sets the size of the list, in cells.
func (s *Screen) SetSize(width, height int) { s.list.SetSize(width, height) }

// Title returns the screen's part of the breadcrumb.
func (s *Screen) Title() string { return "CronJobs" }

// Typing reports whether the filter is being typed.
func (s *Screen) Typing() bool { return s.list.Typing() }

// Status shows the filter and the number of marks.
func (s *Screen) Status(width int) string { return s.list.Status(width) }

// View draws exactly the size that was set.
func (s *Screen) View() string { return s.list.View() }

// Update handles data, time and keys.
func (s *Screen) Update(msg tea.Msg) tea.Cmd {
	switch msg.(type) {
	case screen.ChangedMsg:
		s.handleChanged()
		return nil
	case screen.TickMsg:
		s.handleTick()
		return nil
	}
	if cmd, taken := s.list.Update(msg); taken {
		return cmd
	}
	if press, ok := msg.(tea.KeyPressMsg); ok {
		s.handleKey(press)
	}
	return nil
}

// handleChanged adopts the objects of the snapshot in the namespace in view.
func (s *Screen) handleChanged() {
	snapshot := s.env.Snapshot
	rows := make(map[*workload.CronJob]*row, len(snapshot.CronJobs))
	items := make([]*row, 0, len(snapshot.CronJobs))
	for _, c := range snapshot.CronJobs {
		if !s.env.Shows(c.Trimmed.Namespace) {
			continue
		}
		r := s.rows[c]
		if r == nil {
			r = newRow(c, s.env.Zone, s.env.Now)
		}
		r.refresh(s.env.Now)
		rows[c] = r
		items = append(items, r)
	}
	s.rows = rows
	s.list.SetItems(items, len(snapshot.CronJobs))
}

// handleTick updates next runs whose time has come. It sorts again only when the order depends on them.
func (s *Screen) handleTick() {
	moved := false
	for _, r := range s.rows {
		moved = r.refresh(s.env.Now) || moved
	}
	if moved && s.list.SortedBy() == titleNext {
		s.list.Resort()
	}
}

// handleKey asks the root for what a key means.
func (s *Screen) handleKey(msg tea.KeyPressMsg) {
	keys := s.env.Keys
	selected, ok := s.list.Selected()
	switch {
	case key.Matches(msg, keys.Back):
		s.env.Ask(screen.BackMsg{})
		return
	case key.Matches(msg, keys.Forecast):
		s.forecast()
		return
	case !ok:
		s.list.Nothing(msg, s.objectKeys()...)
		return
	}
	if as, ok := s.env.ViewOf(msg); ok {
		s.env.Ask(screen.ShowMsg{Ref: selected.ref(), As: as})
		return
	}
	switch {
	case key.Matches(msg, keys.Durations):
		s.env.Ask(screen.ShowMsg{Ref: selected.ref(), As: screen.Durations})
	case key.Matches(msg, keys.Calendar):
		s.calendar()
	case key.Matches(msg, keys.Schedule):
		s.env.Ask(screen.ShowMsg{Ref: selected.ref(), As: screen.Schedule})
	case s.env.Cluster.ReadOnly && key.Matches(msg, keys.Trigger, keys.Suspend, keys.Delete):
		s.env.Ask(screen.ReadOnly())
	case key.Matches(msg, keys.Trigger):
		s.trigger()
	case key.Matches(msg, keys.Suspend):
		s.suspend()
	case key.Matches(msg, keys.Delete):
		s.remove()
	}
}

// calendar asks for the calendar of the targets. The marks stay: the user will come back to them.
func (s *Screen) calendar() {
	msg := screen.CalendarMsg{}
	for _, r := range s.list.Targets() {
		msg.CronJobs = append(msg.CronJobs, r.Key())
	}
	s.env.Ask(msg)
}

// forecast asks for a forecast of the marked CronJobs, or of those in view.
func (s *Screen) forecast() {
	chosen, how := s.list.Chosen()
	var keys []kube.Key
	for _, r := range chosen {
		keys = append(keys, r.Key())
	}
	s.env.Forecast(keys, how)
}

func (s *Screen) trigger() {
	msg := screen.TriggerMsg{}
	for _, r := range s.list.Targets() {
		msg.CronJobs = append(msg.CronJobs, r.Key())
	}
	s.list.ClearMarks()
	s.env.Ask(msg)
}

// suspend suspends the targets; if all are suspended, it resumes them.
func (s *Screen) suspend() {
	msg := screen.SuspendMsg{}
	for _, r := range s.list.Targets() {
		msg.Refs = append(msg.Refs, r.ref())
		msg.Suspend = msg.Suspend || !r.Suspended()
	}
	s.list.ClearMarks()
	s.env.Ask(msg)
}

// remove asks for the targets' deletion. The marks stay until the objects are gone: the user may still say no.
func (s *Screen) remove() {
	msg := screen.DeleteMsg{}
	for _, r := range s.list.Targets() {
		msg.Refs = append(msg.Refs, r.ref())
	}
	s.env.Ask(msg)
}
