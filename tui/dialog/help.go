package dialog

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/kronoscope/kronoscope/tui/display"
	"github.com/kronoscope/kronoscope/tui/screen"
	"github.com/kronoscope/kronoscope/tui/widget"
)

// Group is a titled group of keys.
type Group struct {
	Title string
	Keys  []key.Binding
}

// Help shows all keys of a screen.
type Help struct {
	env    *screen.Env
	title  string
	groups []Group
	first  int // line at the top
	page   int // lines in view, as drawn last
	lines  int
}

// NewHelp shows groups of keys. It leaves out disabled keys, and keys that an earlier group has already.
func NewHelp(env *screen.Env, title string, groups []Group) *Help {
	h := &Help{env: env, title: title}
	listed := map[string]bool{}
	for _, g := range groups {
		var enabled []key.Binding
		for _, k := range g.Keys {
			if sign := k.Help().Key; k.Enabled() && sign != "" && !listed[sign] {
				enabled, listed[sign] = append(enabled, k), true
			}
		}
		if len(enabled) > 0 {
			h.groups = append(h.groups, Group{g.Title, enabled})
		}
	}
	return h
}

// Update scrolls; any other key closes.
func (h *Help) Update(msg tea.Msg) (tea.Cmd, bool) {
	switch msg := msg.(type) {
	case tea.MouseWheelMsg:
		h.scroll(map[tea.MouseButton]int{tea.MouseWheelUp: -1, tea.MouseWheelDown: 1}[msg.Button])
	case tea.KeyPressMsg:
		keys := h.env.Keys
		switch {
		case key.Matches(msg, keys.Up):
			h.scroll(-1)
		case key.Matches(msg, keys.Down):
			h.scroll(1)
		case key.Matches(msg, keys.PageUp):
			h.scroll(-h.page)
		case key.Matches(msg, keys.PageDown):
			h.scroll(h.page)
		default:
			return nil, true
		}
	}
	return nil, false
}

func (h *Help) scroll(n int) { h.first = min(max(h.first+n, 0), max(h.lines-h.page, 0)) }

// View draws the groups in as many columns as fit.
func (h *Help) View(width, height int) string {
	s := h.env.Styles
	room := width - s.Dialog.GetHorizontalFrameSize()
	lines := h.columns(room, height-s.Dialog.GetVerticalFrameSize()-3)
	h.lines, h.page = len(lines), max(height-s.Dialog.GetVerticalFrameSize()-3, 1)
	h.scroll(0)
	foot := "any other key closes"
	if h.lines > h.page {
		lines = lines[h.first:min(h.first+h.page, h.lines)]
		foot = "↑ ↓ scroll · " + foot
	}
	lines = append(append([]string{""}, lines...), s.Muted.Render(foot))
	return box("Keys of "+display.Clean(h.title), lines, width, height, s)
}

// columns arranges the groups in one to three columns: the fewest that need no scrolling.
func (h *Help) columns(width, height int) []string {
	blocks, widest := h.blocks()
	const between = 4
	most := max(min((width+between)/(widest+between), 3), 1)
	var best []string
	for n := 1; n <= most; n++ {
		best = flow(blocks, n, widest, between)
		if len(best) <= height {
			break
		}
	}
	return best
}

// blocks returns the groups as lines, all as wide as the widest.
func (h *Help) blocks() (blocks [][]string, widest int) {
	s := h.env.Styles
	for _, g := range h.groups {
		keyWidth := 0
		for _, k := range g.Keys {
			keyWidth = max(keyWidth, widget.Width(k.Help().Key))
		}
		var block []string
		if g.Title != "" {
			block = append(block, s.ColumnHead.Render(g.Title))
		}
		for _, k := range g.Keys {
			block = append(block, s.Key.Render(widget.Fit(k.Help().Key, keyWidth))+"  "+s.KeyDesc.Render(k.Help().Desc))
		}
		for _, line := range block {
			widest = max(widest, widget.Width(line))
		}
		blocks = append(blocks, append(block, ""))
	}
	return blocks, widest
}

// flow distributes blocks over n columns, each to the shortest, and puts the columns side by side.
func flow(blocks [][]string, n, width, between int) []string {
	columns := make([][]string, n)
	for _, block := range blocks {
		shortest := 0
		for i := range columns {
			if len(columns[i]) < len(columns[shortest]) {
				shortest = i
			}
		}
		columns[shortest] = append(columns[shortest], block...)
	}
	tallest := 0
	for i, c := range columns {
		for len(c) > 0 && c[len(c)-1] == "" {
			c = c[:len(c)-1]
		}
		columns[i] = c
		tallest = max(tallest, len(c))
	}
	lines := make([]string, tallest)
	for y := range lines {
		for i, c := range columns {
			cell := ""
			if y < len(c) {
				cell = c[y]
			}
			if i+1 < n {
				cell = widget.Fit(cell, width+between)
			}
			lines[y] += cell
		}
	}
	return lines
}
