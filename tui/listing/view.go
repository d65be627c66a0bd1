package listing

import (
	"fmt"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"github.com/kronoscope/kronoscope/kube/workload"
	"github.com/kronoscope/kronoscope/themes"
	"github.com/kronoscope/kronoscope/tui/display"
	"github.com/kronoscope/kronoscope/tui/widget"
)

// View draws exactly the size that was set: the table, or why it is empty.
func (l *List[T]) View() string {
	empty := l.Empty()
	if empty == "" {
		return l.table.View(rows[T]{l}, l.env.Styles)
	}
	s := l.env.Styles
	lines := []string{s.ColumnHead.Render(l.table.Head()), ""}
	for line := range strings.SplitSeq(ansi.Wordwrap(empty, max(l.width-4, 1), ""), "\n") {
		lines = append(lines, "  "+s.Muted.Render(line))
	}
	return widget.Page(lines, l.width, l.height)
}

// rows adapts the list to the table.
type rows[T any] struct{ *List[T] }

func (r rows[T]) Cell(row, column, width int, s *themes.Styles) string {
	return r.kind.Columns[r.places[column]].Cell(r.shown[row], width, s)
}

func (r rows[T]) Marked(row int) bool {
	return len(r.marks) > 0 && r.List.Marked(r.kind.Key(r.shown[row]))
}

// Empty says why the list is empty, "" when it is not.
func (l *List[T]) Empty() string {
	switch {
	case len(l.shown) > 0:
		return ""
	case len(l.items) > 0:
		return fmt.Sprintf("The filter %q hides %s.  esc clears it", display.Clean(l.input.Value()), countOf(len(l.items), l.kind.Noun))
	case l.env.Snapshot.Link.State == workload.LinkConnecting:
		return "Waiting for the " + l.kind.Noun + " of " + display.Clean(l.env.Cluster.Context) + " …"
	case l.env.Snapshot.Link.State == workload.LinkLost && l.total == 0:
		return "The " + l.kind.Noun + " of " + display.Clean(l.env.Cluster.Context) + " are not known while the connection is lost."
	case l.total > 0:
		return fmt.Sprintf("No %s in namespace %s; %d in others.  :ns all shows them", l.kind.Noun, l.namespace(), l.total)
	case l.namespace() != "":
		return fmt.Sprintf("No %s in namespace %s.", l.kind.Noun, l.namespace())
	}
	return "No " + l.kind.Noun + " in any namespace."
}

func (l *List[T]) namespace() string {
	if l.env.Namespace != "" {
		return display.Clean(l.env.Namespace)
	}
	return display.Clean(l.env.Cluster.Namespace)
}

// countOf returns "all 3 CronJobs" or "the only one".
func countOf(n int, noun string) string {
	if n == 1 {
		return "the only one"
	}
	return fmt.Sprintf("all %d %s", n, noun)
}
