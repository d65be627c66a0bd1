package forecast

import (
	"fmt"
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"
	"k8s.io/apimachinery/pkg/api/resource"

	"github.com/kronoscope/kronoscope/scheduler/forecast"
	"github.com/kronoscope/kronoscope/themes"
	"github.com/kronoscope/kronoscope/tui/display"
	"github.com/kronoscope/kronoscope/tui/widget"
)

// stampForm is the layout of an instant on the screen.
const stampForm = "Mon 2 Jan 15:04"

// stamp returns an instant in the screen's zone.
func (s *Screen) stamp(at time.Time) string { return forecast.Stamp(at.In(s.env.Zone), stampForm) }

// noteLines returns the lines below the table: peaks, findings, suggestions.
func (s *Screen) noteLines() []string {
	f, st := s.answer, s.env.Styles
	if f == nil || s.width < 4 {
		return nil
	}
	var lines []string
	if s.err != nil {
		lines = append(lines, paragraph("! ", "Quotas are left out: "+display.Clean(s.err.Error())+".", s.width, st.Warn)...)
	}
	lines = append(lines, s.peakLines()...)
	if len(f.Suggestions) > 0 {
		lines = append(lines, widget.Rule("what to move", s.width, st))
	}
	for _, move := range f.Suggestions {
		text := fmt.Sprintf("%s %s (%s)", display.Clean(f.Name(move.CronJob)), display.Clean(move.String()), s.stamp(move.At))
		lines = append(lines, paragraph("→ ", text, s.width, st.Accent)...)
	}
	if len(f.Findings) > 0 {
		lines = append(lines, widget.Rule(fmt.Sprintf("findings %d", len(f.Findings)), s.width, st))
	}
	for _, found := range f.Findings {
		mark, ink := "· ", st.Text
		if found.Grave {
			mark, ink = "! ", st.Warn
		}
		lines = append(lines, paragraph(mark, display.Clean(f.About(found)), s.width, ink)...)
	}
	return lines
}

// paragraph breaks a text into lines that are indented below its mark.
func paragraph(mark, text string, width int, ink themes.Ink) []string {
	var lines []string
	for i, line := range strings.Split(ansi.Wrap(text, max(width-4, 1), ""), "\n") {
		if i > 0 {
			mark = "  "
		}
		lines = append(lines, widget.Clip(" "+ink.Render(mark+line), width))
	}
	return lines
}

// peakLines returns a line for each resource, with a bar where a quota defines what is full.
func (s *Screen) peakLines() []string {
	st := s.env.Styles
	lines := []string{widget.Rule("most at once", s.width, st)}
	label, limited := 0, false
	for _, u := range s.answer.Usage {
		for _, p := range u.Peaks {
			limited = limited || p.Limit != nil
			label = max(label, widget.Width(s.labelOf(u, p)))
		}
	}
	label = min(label, s.width/3)
	for _, u := range s.answer.Usage {
		for _, p := range u.Peaks {
			lines = append(lines, s.peakLine(widget.Fit(s.labelOf(u, p), label), p, limited && s.width >= 90))
		}
	}
	return lines
}

func (s *Screen) labelOf(u forecast.Usage, p forecast.Peak) string {
	label := display.Clean(string(p.Resource))
	if len(s.answer.Usage) > 1 {
		label = display.Clean(u.Namespace) + " " + label
	}
	return label
}

const barCells = 16

func (s *Screen) peakLine(label string, p forecast.Peak, bars bool) string {
	st := s.env.Styles
	figure, ink := "  "+p.Amount.String(), st.Text
	bar := strings.Repeat(" ", barCells)
	if l := p.Limit; l != nil {
		figure = fmt.Sprintf("  %s of %s", p.Amount.String(), left(l).String())
		bar = widget.Bar(share(p), barCells, st)
		switch {
		case l.Over > 0:
			figure, ink = "! "+figure[2:], st.Bad
		case share(p) >= 0.8:
			ink = st.Warn
		}
	}
	text := ""
	if !p.At.IsZero() {
		text = s.stamp(p.At) + "  " + display.Clean(s.answer.Contributors(p.By, 4))
	}
	line := " " + st.Text.Render(label) + " "
	if bars {
		line += " " + bar + " "
	}
	return widget.Clip(line+ink.Render(widget.Fit(figure, 18))+"  "+st.Muted.Render(text), s.width)
}

// left returns what a quota leaves for the runs: zero when others already use more than all of it.
func left(l *forecast.Limit) *resource.Quantity {
	room := l.Hard.DeepCopy()
	if room.Sub(l.Others); room.Sign() < 0 {
		room.Set(0)
	}
	return &room
}

func share(p forecast.Peak) float64 {
	room := left(p.Limit).AsApproximateFloat64()
	if room <= 0 {
		return 1
	}
	return p.Amount.AsApproximateFloat64() / room
}
