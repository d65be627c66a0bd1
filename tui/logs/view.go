package logs

import (
	"strconv"
	"strings"

	"github.com/kronoscope/kronoscope/tui/display"
	"github.com/kronoscope/kronoscope/tui/widget"
)

// chrome returns the number of rows that are not lines: the status, and the search while it is typed.
func (s *Screen) chrome() int {
	n := 0
	if !s.pane && !s.full && s.height > 3 {
		n++
	}
	if s.typing {
		n++
	}
	return n
}

// View draws the lines in view, and looks at nothing else:
//
//	● autoscroll  wrap  last 5m                1,204 lines  12 dropped  /err 3 of 7
//	43 │ Processing image #43
//	44 │ Processing image #44
//	/err▏
func (s *Screen) View() string {
	var out []string
	if s.chrome() > 0 && !(s.typing && s.chrome() == 1) {
		out = append(out, s.status())
	}
	room := s.lines()
	at := s.page()
	drawn := 0
	row := at.row
	for i := s.position(at.seq); i < s.count() && drawn < room; i++ {
		before := len(out)
		out = s.draw(out, s.buffer.line(s.at(i)), row, room-drawn)
		drawn += len(out) - before
		row = 0
	}
	if drawn == 0 && room > 0 {
		out = append(out, s.silence())
		drawn++
	}
	for ; drawn < room; drawn++ {
		out = append(out, "")
	}
	if s.typing {
		out = append(out, widget.Spread(s.input.View(), s.matches(), s.width))
	}
	return widget.Page(out, s.width, s.height)
}

// silence says why there are no lines.
func (s *Screen) silence() string {
	st := s.env.Styles
	switch {
	case s.err != nil:
		return st.Bad.Render("✗ " + display.Clean(s.err.Error()))
	case !s.filter.isZero() && s.buffer.len() > 0:
		return st.Muted.Render("no line passes the filter: " + s.filterWords())
	case s.ended && s.target.Previous:
		return st.Muted.Render("no container ran before this one")
	case s.ended:
		return st.Muted.Render("nothing was written")
	}
	return st.Muted.Render("waiting for the first line …")
}

func (s *Screen) status() string {
	st := s.env.Styles
	var left []string
	switch {
	case s.err != nil:
		left = append(left, st.Bad.Render("✗ "+display.Clean(s.err.Error())))
	case s.follow && s.ended:
		left = append(left, st.Good.Render("✓ ended"))
	case s.follow:
		left = append(left, st.Running.Render("● autoscroll"))
	default:
		left = append(left, st.Warn.Render("‖ paused"))
	}
	for _, flag := range []struct {
		on   bool
		word string
	}{{s.target.Previous, "previous runs"}, {s.wrap, "wrap"}, {s.stamps, "timestamps"}, {s.json, "JSON"}} {
		if flag.on {
			left = append(left, st.Muted.Render(flag.word))
		}
	}
	if words := s.filterWords(); words != "" {
		left = append(left, st.Warn.Render(words))
	}
	held := s.buffer.len() - s.buffer.notes
	lines := thousands(held) + " lines"
	if held == 1 {
		lines = "1 line"
	}
	if !s.filter.isZero() {
		lines = thousands(s.count()) + " of " + lines
	}
	right := []string{st.Text.Render(lines)}
	if n := len(s.sources); n > 1 {
		right = append([]string{st.Muted.Render(strconv.Itoa(n) + " containers")}, right...)
	}
	if n := s.buffer.Dropped + s.lost; n > 0 {
		right = append(right, st.Warn.Render(thousands(n)+" dropped"))
	}
	if s.search != "" && !s.typing {
		right = append(right, st.Accent.Render("/"+widget.Clip(display.Clean(s.search), 24))+" "+s.matches())
	}
	return widget.Spread(strings.Join(left, "  "), strings.Join(right, "  "), s.width)
}

func (s *Screen) filterWords() string {
	var words []string
	if s.last != "" {
		words = append(words, s.last)
	}
	if s.filter.failedOnly {
		words = append(words, "only failed pods")
	}
	return strings.Join(words, ", ")
}

// matches says how many lines match, and which match was last jumped to.
func (s *Screen) matches() string {
	st := s.env.Styles
	switch n, at := len(s.found), s.ordinal(); {
	case s.badRe != nil:
		return st.Bad.Render("not an expression")
	case s.pattern == nil:
		return ""
	case n == 0:
		return st.Muted.Render("no match")
	case at > 0:
		return st.Text.Render(thousands(at) + " of " + thousands(n))
	default:
		return st.Text.Render(thousands(n) + " matches")
	}
}

// thousands prints a count with commas: 1,204,000.
func thousands(n int) string {
	digits := strconv.Itoa(n)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}
