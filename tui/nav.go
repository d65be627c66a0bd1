package tui

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/tui/calendar"
	"github.com/kronoscope/kronoscope/tui/cronjobs"
	"github.com/kronoscope/kronoscope/tui/events"
	"github.com/kronoscope/kronoscope/tui/jobs"
	"github.com/kronoscope/kronoscope/tui/screen"
	"github.com/kronoscope/kronoscope/tui/timeline"
)

// tab is a stack of screens; the first one never leaves it.
type tab struct {
	title string
	count func(*screen.Env) int // what stands behind the title; nil for nothing
	n     int                   // as counted last
	stack []stacked
}

// stacked is a screen on a stack. leave ends its context.
type stacked struct {
	screen.Screen
	leave context.CancelFunc
}

// opener makes a screen. ctx ends when the screen leaves the stack, or the program ends.
type opener func(ctx context.Context) screen.Screen

func (t *tab) top() screen.Screen { return t.stack[len(t.stack)-1].Screen }

func (t *tab) push(ctx context.Context, open opener) {
	ctx, leave := context.WithCancel(ctx)
	t.stack = append(t.stack, stacked{open(ctx), leave})
}

// cut takes the screens from place n up off the stack.
func (t *tab) cut(n int) {
	for _, s := range t.stack[n:] {
		s.leave()
	}
	clear(t.stack[n:])
	t.stack = t.stack[:n]
}

type (
	tabMsg       struct{ index int }
	namespaceMsg struct{ name string }
	quitMsg      struct{ sure bool }
)

func newTabs(ctx context.Context, env *screen.Env) []*tab {
	var tabs []*tab
	add := func(title string, count func(*screen.Env) int, first opener) {
		t := &tab{title: title, count: count}
		t.push(ctx, first)
		tabs = append(tabs, t)
	}
	add("CronJobs", func(e *screen.Env) int { return countShown(e, e.Snapshot.CronJobs) },
		func(context.Context) screen.Screen { return cronjobs.New(env) })
	add("Jobs", func(e *screen.Env) int { return countShown(e, e.Snapshot.Jobs) },
		func(context.Context) screen.Screen { return jobs.New(env) })
	add("Calendar", nil, func(ctx context.Context) screen.Screen { return calendar.New(ctx, env) })
	add("Timeline", nil, func(ctx context.Context) screen.Screen { return timeline.New(ctx, env) })
	add("Events", nil, func(context.Context) screen.Screen { return events.New(env) })
	return tabs
}

// countShown counts what is not narrowed away by the namespace.
func countShown[T interface{ Key() kube.Key }](env *screen.Env, items []T) int {
	if env.Namespace == "" {
		return len(items)
	}
	n := 0
	for _, item := range items {
		if env.Shows(item.Key().Namespace) {
			n++
		}
	}
	return n
}

func (r *Root) countTabs() {
	for _, t := range r.tabs {
		if t.count != nil {
			t.n = t.count(r.env)
		}
	}
}

// current is the screen in view.
func (r *Root) current() screen.Screen { return r.tabs[r.active].top() }

// reveal brings the screen in view up to date: hidden screens hear of no changes.
func (r *Root) reveal() tea.Cmd {
	return r.current().Update(screen.ChangedMsg{})
}

// push opens a screen over the one in view.
func (r *Root) push(open opener) tea.Cmd {
	t := r.tabs[r.active]
	t.push(r.ctx, open)
	t.top().SetSize(r.layout.content.w, r.layout.content.h)
	return tea.Batch(t.top().Init(), r.reveal())
}

// back leaves the screen in view, unless it is the tab's first.
func (r *Root) back() tea.Cmd {
	t := r.tabs[r.active]
	if len(t.stack) == 1 {
		return nil
	}
	return r.popTo(len(t.stack) - 1)
}

// popTo leaves n screens on the tab's stack.
func (r *Root) popTo(n int) tea.Cmd {
	r.tabs[r.active].cut(n)
	return r.reveal()
}

// selectTab goes to a tab; when it is in view already, to its first screen.
func (r *Root) selectTab(index int) tea.Cmd {
	if index < 0 || index >= len(r.tabs) {
		return nil
	}
	if index == r.active {
		return r.popTo(1)
	}
	r.active = index
	return r.reveal()
}

// handleNamespace narrows the lists to a namespace, "" for all that is watched.
func (r *Root) handleNamespace(msg namespaceMsg) tea.Cmd {
	r.env.Namespace = msg.name
	r.countTabs()
	return r.reveal()
}

// broadcast hands a message that the root does not know to every screen: it is the answer to a command of one of them.
func (r *Root) broadcast(msg tea.Msg) tea.Cmd {
	var cmds []tea.Cmd
	for _, t := range r.tabs {
		for _, s := range t.stack {
			cmds = append(cmds, s.Update(msg))
		}
	}
	return tea.Batch(cmds...)
}

// quit leaves the program. It asks first when an action has not been answered yet: whether it was carried out would not be known.
func (r *Root) quit(sure bool) tea.Cmd {
	if r.pending > 0 && !sure {
		r.env.Ask(screen.ConfirmMsg{
			Title: "Leave now?",
			Lines: []string{"An action has been sent and not been answered yet. If you leave now, you will not see whether it was done."},
			Yes:   "leave", Then: quitMsg{sure: true},
		})
		return nil
	}
	r.close()
	return tea.Quit
}
