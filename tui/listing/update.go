package listing

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/kronoscope/kronoscope/kube"
)

// Update handles what all lists have in common: moving, marking, sorting and filtering. taken is false for any other message. A double
// click on a row reaches the screen as enter.
func (l *List[T]) Update(msg tea.Msg) (cmd tea.Cmd, taken bool) {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		if l.typing {
			return l.handleTyping(msg), true
		}
		return nil, l.handleKey(msg)
	case tea.PasteMsg:
		if l.typing {
			return l.edit(msg), true
		}
	case tea.MouseWheelMsg:
		l.handleWheel(msg)
		return nil, true
	case tea.MouseClickMsg:
		l.handleClick(msg)
		return nil, true
	}
	return nil, false
}

// handleKey handles a key that is not text.
func (l *List[T]) handleKey(msg tea.KeyPressMsg) bool {
	keys := l.env.Keys
	page := max(l.table.PageRows()-1, 1)
	switch {
	case key.Matches(msg, keys.Up):
		l.move(-1)
	case key.Matches(msg, keys.Down):
		l.move(1)
	case key.Matches(msg, keys.PageUp):
		l.move(-page)
	case key.Matches(msg, keys.PageDown):
		l.move(page)
	case key.Matches(msg, keys.Top):
		l.move(-len(l.shown))
	case key.Matches(msg, keys.Bottom):
		l.move(len(l.shown))
	case key.Matches(msg, keys.Mark):
		l.mark()
	case key.Matches(msg, keys.MarkRange):
		l.markRange()
	case key.Matches(msg, keys.Sort):
		l.sortByNext()
	case key.Matches(msg, keys.Reverse):
		l.setSort(l.sort, !l.desc)
	case key.Matches(msg, keys.Filter):
		l.typing = true
		l.input.CursorEnd()
		l.input.Focus()
	case key.Matches(msg, keys.Back):
		return l.close()
	default:
		return false
	}
	return true
}

// close closes what the list has open, the filter first; false when there is nothing to close.
func (l *List[T]) close() bool {
	switch {
	case l.input.Value() != "":
		l.setFilter("")
	case len(l.marks) > 0:
		l.ClearMarks()
	default:
		return false
	}
	return true
}

func (l *List[T]) move(n int) {
	l.table.Move(n)
	l.follow()
}

func (l *List[T]) handleWheel(msg tea.MouseWheelMsg) {
	switch msg.Button {
	case tea.MouseWheelUp:
		l.table.Scroll(-3)
	case tea.MouseWheelDown:
		l.table.Scroll(3)
	}
	l.follow()
}

// handleClick selects the clicked row, or sorts by the column whose head was clicked.
func (l *List[T]) handleClick(msg tea.MouseClickMsg) {
	if msg.Y == 0 {
		if place := l.table.ColumnAt(msg.X); place >= 0 {
			l.sortBy(l.places[place])
		}
		return
	}
	if row := l.table.RowAt(msg.Y); row >= 0 {
		l.table.SetRows(len(l.shown), row)
		l.follow()
	}
}

// Select puts the cursor on an object; false when it is not shown.
func (l *List[T]) Select(key kube.Key) bool {
	for i, item := range l.shown {
		if l.kind.Key(item) == key {
			l.table.SetRows(len(l.shown), i)
			l.follow()
			return true
		}
	}
	return false
}

// sortByNext sorts by the next column in view.
func (l *List[T]) sortByNext() {
	visible := l.table.Visible()
	at := -1
	for i, place := range visible {
		if l.places[place] == l.sort {
			at = i
		}
	}
	for i := range visible {
		column := l.places[visible[(at+1+i)%len(visible)]]
		if l.kind.Columns[column].sortable() {
			l.setSort(column, l.kind.Columns[column].Descending)
			return
		}
	}
}

// sortBy sorts by a column, or reverses the order when the list is sorted by it already.
func (l *List[T]) sortBy(column int) {
	c := l.kind.Columns[column]
	if !c.sortable() {
		return
	}
	if l.sort == column {
		l.setSort(column, !l.desc)
	} else {
		l.setSort(column, c.Descending)
	}
}

func (l *List[T]) setSort(column int, desc bool) {
	l.sort, l.desc = column, desc
	l.pointSort()
	l.sortAndFilter()
}
