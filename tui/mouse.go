package tui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/kronoscope/kronoscope/tui/keymap"
)

// doubleClick is how soon the second click on a cell must follow the first.
const doubleClick = 400 * time.Millisecond

// lastClick is where and when the mouse was pressed last.
type lastClick struct {
	x, y int
	at   time.Time
}

// handleMouse hands the mouse to what lies under it: the dialog on top, the tabs or the screen.
func (r *Root) handleMouse(msg tea.MouseMsg) tea.Cmd {
	if r.layout.tooSmall {
		return nil
	}
	at := msg.Mouse()
	if len(r.dialogs) > 0 {
		if wheel, ok := msg.(tea.MouseWheelMsg); ok {
			return r.toDialog(wheel)
		}
		return nil
	}
	click, clicked := msg.(tea.MouseClickMsg)
	switch {
	case clicked && click.Button == tea.MouseLeft && r.layout.tabs.contains(at.X, at.Y):
		return r.clickTab(at.X)
	case !r.layout.content.contains(at.X, at.Y):
		return nil
	case clicked && click.Button == tea.MouseLeft:
		return r.clickContent(click)
	}
	return r.current().Update(r.inContent(msg))
}

// clickContent gives the click to the screen, and enter too when it is the second one on the same cell.
func (r *Root) clickContent(click tea.MouseClickMsg) tea.Cmd {
	double := r.click.x == click.X && r.click.y == click.Y && r.wall.Sub(r.click.at) < doubleClick
	r.click = lastClick{click.X, click.Y, r.wall}
	cmd := r.current().Update(r.inContent(click))
	if !double || click.Y == r.layout.content.y {
		return cmd
	}
	r.click = lastClick{}
	enter, _ := keymap.Press(r.env.Keys.Enter)
	return tea.Batch(cmd, r.current().Update(enter))
}

// inContent moves a mouse event to the coordinates of the screen in view.
func (r *Root) inContent(msg tea.MouseMsg) tea.Msg {
	at := msg.Mouse()
	at.X -= r.layout.content.x
	at.Y -= r.layout.content.y
	switch msg.(type) {
	case tea.MouseClickMsg:
		return tea.MouseClickMsg(at)
	case tea.MouseReleaseMsg:
		return tea.MouseReleaseMsg(at)
	case tea.MouseWheelMsg:
		return tea.MouseWheelMsg(at)
	}
	return tea.MouseMotionMsg(at)
}

// clickTab selects the tab whose title is at x, or goes back when the breadcrumb stands there.
func (r *Root) clickTab(x int) tea.Cmd {
	if len(r.tabs[r.active].stack) > 1 {
		return r.back()
	}
	for i, span := range r.tabSpans() {
		if x >= span.from && x < span.to {
			return r.selectTab(i)
		}
	}
	return nil
}
