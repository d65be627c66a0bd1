package timeline

import (
	"time"

	"github.com/kronoscope/kronoscope/tui/widget"
)

// zoom is how much time a cell covers, and how far apart the ticks are, in seconds.
type zoom struct{ cell, tick int64 }

// zooms go from the closest to the widest: ticks from a minute to a week.
var zooms = [...]zoom{
	{5, 60},
	{30, 5 * 60},
	{60, 15 * 60},
	{3 * 60, 30 * 60},
	{5 * 60, 60 * 60},
	{15 * 60, 3 * 60 * 60},
	{30 * 60, 6 * 60 * 60},
	{2 * 60 * 60, 24 * 60 * 60},
	{3 * 60 * 60, 24 * 60 * 60},
	{12 * 60 * 60, 7 * 24 * 60 * 60},
	{24 * 60 * 60, 7 * 24 * 60 * 60},
}

const usualZoom = 4

// window is the time in view. Its cells are aligned to the clock of the zone, so that nothing jumps when the window moves.
type window struct {
	level  int
	cells  int
	view   widget.TimeScale
	follow bool // now keeps its place in the window
}

func newWindow() window {
	return window{level: usualZoom, follow: true, view: widget.TimeScale{Cell: zooms[usualZoom].cell}}
}

func (w window) zoom() zoom { return zooms[w.level] }

// nowAt is the part of the window before now while it follows the clock.
const nowAt = 0.64

// put moves the window so that an instant is in a given cell. It stays within the years that can be shown. The zone is that of now.
func (w *window) put(at int64, x int, now time.Time) {
	const first, last = 0, 7_258_118_400 // 1970 and 2200
	before := int64(x) * w.zoom().cell
	at = min(max(at, first+before), last+before)
	w.view = widget.TimeScale{Cell: w.zoom().cell, Cells: w.cells}.Place(at, x, now.Location())
}

// toNow makes the window follow the clock.
func (w *window) toNow(now time.Time) {
	w.follow = true
	w.put(now.Unix(), int(float64(w.cells)*nowAt), now)
}

// pan moves the window by cells.
func (w *window) pan(cells int, now time.Time) {
	w.follow = false
	w.put(w.view.From, -cells, now)
}

// scale zooms in or out around an instant, which keeps its cell.
func (w *window) scale(by int, around int64, now time.Time) {
	x := w.view.X(around)
	if x < 0 || x >= w.cells {
		x, around = w.cells/2, w.view.At(w.cells/2)
	}
	w.level = min(max(w.level+by, 0), len(zooms)-1)
	if w.follow {
		w.toNow(now)
		return
	}
	w.put(around, x, now)
}

// show moves the window just far enough to bring an instant well inside.
func (w *window) show(at int64, now time.Time) {
	x, margin := w.view.X(at), min(4, w.cells/4)
	switch {
	case x < margin:
		w.follow = false
		w.put(at, margin, now)
	case x >= w.cells-margin:
		w.follow = false
		w.put(at, w.cells-margin-1, now)
	}
}
