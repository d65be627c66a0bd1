package tui

import (
	"strconv"

	"github.com/kronoscope/kronoscope/tui/display"
	"github.com/kronoscope/kronoscope/tui/widget"
)

// tabSpan is where a tab's title stands in the tab row.
type tabSpan struct{ from, to int }

const betweenTabs = 3

// tabLabels are what the tabs say and the cells between them. In a narrow terminal they stand closer, then without counts.
func (r *Root) tabLabels() (labels []string, between int) {
	for _, way := range []struct {
		between int
		counts  bool
	}{{betweenTabs, true}, {1, true}, {1, false}} {
		labels, between = labels[:0], way.between
		width := 2
		for i, t := range r.tabs {
			labels = append(labels, t.label(i, way.counts))
			width += widget.Width(labels[i]) + between
		}
		if width-between <= r.layout.width {
			break
		}
	}
	return labels, between
}

// tabRow is the tabs, or the way back when a screen lies over the tab's first one; and what the screen in view has to say.
func (r *Root) tabRow(width int) string {
	left := r.drawTabs()
	if len(r.tabs[r.active].stack) > 1 {
		left = r.breadcrumb(width * 2 / 3)
	}
	status := r.status(max(width-widget.Width(left)-3, width/3))
	if status == "" {
		return widget.Fit(left, width)
	}
	return widget.Spread(left, status+" ", width)
}

func (t *tab) label(i int, count bool) string {
	label := strconv.Itoa(i+1) + " " + t.title
	if count && t.count != nil {
		label += " " + strconv.Itoa(t.n)
	}
	return label
}

func (r *Root) drawTabs() string {
	s := r.env.Styles
	text := " "
	labels, between := r.tabLabels()
	for i, label := range labels {
		if i > 0 {
			text += widget.Spaces(between)
		}
		style := s.Tab
		if i == r.active {
			style = s.TabActive
		}
		text += style.Render(label)
	}
	return text
}

func (r *Root) tabSpans() []tabSpan {
	var spans []tabSpan
	x := 1
	labels, between := r.tabLabels()
	for _, label := range labels {
		w := widget.Width(label)
		spans = append(spans, tabSpan{x, x + w})
		x += w + between
	}
	return spans
}

// breadcrumb names the screens from the tab's first one to the one in view; the first ones give way.
func (r *Root) breadcrumb(width int) string {
	s := r.env.Styles
	stack := r.tabs[r.active].stack
	text := s.TabActive.Render(display.Clean(stack[len(stack)-1].Title()))
	for i := len(stack) - 2; i >= 0; i-- {
		title := display.Clean(stack[i].Title())
		if widget.Width(text)+widget.Width(title)+5 > width {
			title = "…"
		}
		text = s.Muted.Render(title+" › ") + text
		if title == "…" {
			break
		}
	}
	return " " + s.Key.Render("‹ ") + text
}
