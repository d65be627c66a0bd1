// Package events is the list of events about Jobs, CronJobs and their pods, the latest first. It calls no API.
package events

import (
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
	corev1 "k8s.io/api/core/v1"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/tui/display"
	"github.com/kronoscope/kronoscope/tui/listing"
	"github.com/kronoscope/kronoscope/tui/screen"
)

// Screen is the list of events.
type Screen struct {
	env  *screen.Env
	list *listing.List[*row]
	rows map[*corev1.Event]*row // kept as long as snapshots share the event
}

// row is an event with the text of its line, computed once.
type row struct {
	*corev1.Event
	object  string // kind and name as kubectl writes them: job/image-processor
	message string
	others  []string
}

// Key returns the event's own namespace and name.
func (r *row) Key() kube.Key { return kube.Key{Namespace: r.Namespace, Name: r.Name} }

func newRow(e *corev1.Event) *row {
	r := &row{
		Event:   e,
		object:  display.Clean(strings.ToLower(e.InvolvedObject.Kind) + "/" + e.InvolvedObject.Name),
		message: display.Clean(strings.TrimSpace(e.Message)),
	}
	r.others = []string{r.object, strings.ToLower(e.Reason), strings.ToLower(e.Type), strings.ToLower(r.message)}
	return r
}

// New returns an empty list; it fills with the first [screen.ChangedMsg].
func New(env *screen.Env) *Screen {
	return &Screen{env: env, list: listing.New(env, listing.Kind[*row]{
		Noun:    "events",
		Key:     (*row).Key,
		Others:  func(r *row, into []string) []string { return append(into, r.others...) },
		Labels:  func(r *row) map[string]string { return r.Labels },
		Columns: columns(env),
	})}
}

// Init returns nil: the root brings the first data.
func (s *Screen) Init() tea.Cmd { return nil }

// SetSize sets the size of the list, in cells.
func (s *Screen) SetSize(width, height int) { s.list.SetSize(width, height) }

// Title returns the screen's part of the breadcrumb.
func (s *Screen) Title() string { return "Events" }

// Typing reports whether the filter is being typed.
func (s *Screen) Typing() bool { return s.list.Typing() }

// Status shows the filter.
func (s *Screen) Status(width int) string { return s.list.Status(width) }

// View draws exactly the size that was set.
func (s *Screen) View() string { return s.list.View() }

// Update handles data and keys.
func (s *Screen) Update(msg tea.Msg) tea.Cmd {
	if _, ok := msg.(screen.ChangedMsg); ok {
		s.handleChanged()
		return nil
	}
	if cmd, taken := s.list.Update(msg); taken {
		return cmd
	}
	press, ok := msg.(tea.KeyPressMsg)
	if !ok {
		return nil
	}
	selected, some := s.list.Selected()
	switch {
	case key.Matches(press, s.env.Keys.Back):
		s.env.Ask(screen.BackMsg{})
	case !some:
		s.list.Nothing(press, s.look()...)
	case key.Matches(press, s.env.Keys.Enter):
		s.open(selected, screen.Details)
	case key.Matches(press, s.env.Keys.Describe):
		s.open(selected, screen.Describe)
	}
	return nil
}

func (s *Screen) handleChanged() {
	snapshot := s.env.Snapshot
	rows := make(map[*corev1.Event]*row, len(snapshot.Events))
	items := make([]*row, 0, len(snapshot.Events))
	for _, e := range snapshot.Events {
		if !s.env.Shows(e.InvolvedObject.Namespace) {
			continue
		}
		r := s.rows[e]
		if r == nil {
			r = newRow(e)
		}
		rows[e] = r
		items = append(items, r)
	}
	s.rows = rows
	s.list.SetItems(items, len(snapshot.Events))
}

// open goes to the object that the event is about.
func (s *Screen) open(r *row, as screen.View) {
	about := r.InvolvedObject
	ref := screen.Ref{Kind: screen.Kind(about.Kind), Key: kube.Key{Namespace: about.Namespace, Name: about.Name}}
	s.env.Ask(screen.ShowMsg{Ref: ref, As: as})
}

// ShortHelp returns the bindings for the footer.
func (s *Screen) ShortHelp() []key.Binding {
	if _, some := s.list.Selected(); !some {
		return []key.Binding{s.env.Keys.Filter}
	}
	return []key.Binding{s.env.Keys.Enter, s.env.Keys.Describe, s.env.Keys.Filter, s.env.Keys.Sort}
}

// HelpTitles returns the titles of the groups of FullHelp.
func (s *Screen) HelpTitles() []string { return []string{"Look", "List"} }

// look returns the keys that open the object of an event.
func (s *Screen) look() []key.Binding { return []key.Binding{s.env.Keys.Enter, s.env.Keys.Describe} }

// Keys returns the bindings of the screen.
func (s *Screen) Keys() []key.Binding { return append(s.look(), s.list.Keys()...) }

// FullHelp returns all bindings, in groups.
func (s *Screen) FullHelp() [][]key.Binding { return [][]key.Binding{s.look(), s.list.FullHelp()} }
