package tui

import (
	"github.com/kronoscope/kronoscope/tui/frame"
	"github.com/kronoscope/kronoscope/tui/screen"
)

// rect is a part of the terminal, in cells.
type rect struct{ x, y, w, h int }

func (r rect) contains(x, y int) bool {
	return x >= r.x && x < r.x+r.w && y >= r.y && y < r.y+r.h
}

// layout names the parts of the terminal.
//
//	header     kronoscope  ⎈ demo · ns/all         embedded ▶ 60×  Tue 24 Nov 01:58:12 Europe/Paris
//	tabs       1 CronJobs 12   2 Jobs 34   3 Calendar   4 Timeline   5 Events               / filter
//	top        ─────────────────────────────────────────────────────────────────────────────────────
//	content    NAME                 SCHEDULE      WHEN                          NEXT
//	           daily-backup         0 2 * * *     every day at 02:00 Paris      in 1m48s
//	bottom     ─────────────────────────────────────────────────────────────────────────────────────
//	footer     t trigger  s suspend  enter runs  l logs                                       ? help
type layout struct {
	width, height                              int
	header, tabs, top, content, bottom, footer rect
	tooSmall                                   bool
	full                                       bool // all of it is content
}

// layoutFor shares a terminal of w by h cells out. The parts follow each other and add up to it, unless it is too small.
func layoutFor(w, h int) layout {
	w, h = max(w, 0), max(h, 0)
	l := layout{width: w, height: h, tooSmall: w < frame.MinWidth || h < frame.MinHeight}
	if l.tooSmall {
		return l
	}
	y := 0
	part := func(height int) rect {
		r := rect{0, y, w, height}
		y += height
		return r
	}
	l.header, l.tabs, l.top = part(1), part(1), part(1)
	l.content = part(h - 5)
	l.bottom, l.footer = part(1), part(1)
	return l
}

// filledBy is the layout of a screen that wants the whole terminal.
func filledBy(w, h int) layout {
	l := layoutFor(w, h)
	if l.tooSmall {
		return l
	}
	all := rect{0, 0, w, h}
	return layout{width: w, height: h, full: true, content: all, bottom: rect{0, h, w, 0}}
}

// wantsAll reports whether the screen in view wants the whole terminal.
func (r *Root) wantsAll() bool {
	s, ok := r.current().(screen.FullScreener)
	return ok && s.FullScreen()
}

// fill lays the terminal out again when the screen in view has come to want all of it, or no longer does.
func (r *Root) fill() {
	if !r.layout.tooSmall && r.layout.full != r.wantsAll() {
		r.resize(r.layout.width, r.layout.height)
	}
}

func (r *Root) resize(w, h int) {
	r.layout = layoutFor(w, h)
	if r.wantsAll() {
		r.layout = filledBy(w, h)
	}
	if r.layout.tooSmall {
		return
	}
	for _, t := range r.tabs {
		for _, s := range t.stack {
			s.SetSize(r.layout.content.w, r.layout.content.h)
		}
	}
}
