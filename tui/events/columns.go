package events

import (
	"strconv"

	corev1 "k8s.io/api/core/v1"

	"github.com/kronoscope/kronoscope/kube/workload"
	"github.com/kronoscope/kronoscope/themes"
	"github.com/kronoscope/kronoscope/tui/display"
	"github.com/kronoscope/kronoscope/tui/listing"
	"github.com/kronoscope/kronoscope/tui/screen"
	"github.com/kronoscope/kronoscope/tui/widget"
)

// columns returns the columns of the list, from left to right.
func columns(env *screen.Env) []listing.Column[*row] {
	return []listing.Column[*row]{
		{
			Column: widget.Column{Title: "LAST", Min: 6, Right: true},
			Cell: func(r *row, width int, s *themes.Styles) string {
				return draw(s.Muted, widget.Age(workload.EventTime(r.Event), env.Now), width)
			},
			Number: func(r *row) int64 { return -workload.EventTime(r.Event).UnixNano() },
		},
		{
			Column: widget.Column{Title: "TYPE", Min: 9, Priority: 6},
			Cell: func(r *row, width int, s *themes.Styles) string {
				if r.Type == corev1.EventTypeWarning {
					return draw(s.Warn, r.Type, width)
				}
				return draw(s.Muted, r.Type, width)
			},
			Text: func(r *row) string { return r.Type }, Descending: true,
		},
		{
			Column: widget.Column{Title: "REASON", Min: 14, Max: 24},
			Cell: func(r *row, width int, s *themes.Styles) string {
				if r.Type == corev1.EventTypeWarning {
					return draw(s.Warn, "! "+r.Reason, width)
				}
				return draw(s.Text, "  "+r.Reason, width)
			},
			Measure: func(r *row) int { return widget.Width(display.Clean(r.Reason)) + 2 },
			Text:    func(r *row) string { return r.Reason },
		},
		{
			Column: widget.Column{Title: "NAMESPACE", Min: 9, Max: 18, Priority: 5},
			Cell: func(r *row, width int, s *themes.Styles) string {
				return draw(s.Muted, r.InvolvedObject.Namespace, width)
			},
			Measure: func(r *row) int { return widget.Width(display.Clean(r.InvolvedObject.Namespace)) },
			Text:    func(r *row) string { return r.InvolvedObject.Namespace },
			Hidden:  func() bool { return !env.AllNamespaces() },
		},
		{
			Column: widget.Column{Title: "OBJECT", Min: 14, Max: 36},
			Cell: func(r *row, width int, s *themes.Styles) string {
				return draw(s.Text, r.object, width)
			},
			Measure: func(r *row) int { return widget.Width(r.object) },
			Text:    func(r *row) string { return r.object },
		},
		{
			Column: widget.Column{Title: "COUNT", Min: 5, Priority: 4, Right: true},
			Cell: func(r *row, width int, s *themes.Styles) string {
				return draw(s.Muted, strconv.Itoa(count(r.Event)), width)
			},
			Number: func(r *row) int64 { return int64(count(r.Event)) }, Descending: true,
		},
		{
			Column: widget.Column{Title: "MESSAGE", Min: 20, Max: 60, Priority: 1},
			Cell: func(r *row, width int, s *themes.Styles) string {
				return draw(s.Muted, r.message, width)
			},
			Measure: func(r *row) int { return widget.Width(r.message) },
		},
	}
}

func draw(style themes.Ink, text string, width int) string {
	return style.Render(widget.Clip(display.Clean(text), width))
}

func count(e *corev1.Event) int {
	if e.Series != nil {
		return int(e.Series.Count)
	}
	return max(int(e.Count), 1)
}
