package listing

import (
	"slices"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/kronoscope/kronoscope/kube"
)

// Targets returns the items that an action is about: the marked ones, in the order of the list, or the selected one when none is marked.
// Marked items that the filter hides are included: the status counts them.
func (l *List[T]) Targets() []T {
	if len(l.marks) == 0 {
		if item, ok := l.Selected(); ok {
			return []T{item}
		}
		return nil
	}
	var targets []T
	for _, p := range l.order {
		if item := l.items[p.at]; l.Marked(l.kind.Key(item)) {
			targets = append(targets, item)
		}
	}
	return targets
}

// Chosen returns the items that a question about several is about: the marked ones, else those that pass the filter. how says how they
// were chosen, see [screen.ForecastMsg]; "" for the whole list.
func (l *List[T]) Chosen() (items []T, how string) {
	switch {
	case len(l.marks) > 0:
		return l.Targets(), "marked"
	case !l.filter.IsZero():
		return l.shown, "in view with /" + l.input.Value()
	}
	return l.items, ""
}

// Nothing warns that there is no item, if a key needs one.
func (l *List[T]) Nothing(msg tea.KeyPressMsg, keys ...key.Binding) {
	if key.Matches(msg, keys...) {
		l.env.Warn(l.Empty())
	}
}

// Marks returns the number of marked items.
func (l *List[T]) Marks() int { return len(l.marks) }

// ClearMarks removes all marks, as after an action on them.
func (l *List[T]) ClearMarks() {
	clear(l.marks)
	l.anchor = kube.Key{}
}

// mark toggles the mark of the selected item and moves to the next.
func (l *List[T]) mark() {
	item, ok := l.Selected()
	if !ok {
		return
	}
	key := l.kind.Key(item)
	if _, ok := l.marks[key]; ok {
		delete(l.marks, key)
	} else {
		l.marks[key] = struct{}{}
	}
	l.anchor = key
	l.move(1)
}

// markRange marks everything from the last marked item to the selected one.
func (l *List[T]) markRange() {
	from := slices.IndexFunc(l.shown, func(item T) bool { return l.kind.Key(item) == l.anchor })
	if from < 0 {
		l.mark()
		return
	}
	to := l.table.Cursor()
	for _, item := range l.shown[min(from, to) : max(from, to)+1] {
		l.marks[l.kind.Key(item)] = struct{}{}
	}
}

func (l *List[T]) dropMarksOfGone() {
	present := make(map[kube.Key]struct{}, len(l.marks))
	for _, item := range l.items {
		if key := l.kind.Key(item); l.Marked(key) {
			present[key] = struct{}{}
		}
	}
	l.marks = present
}

// Marked reports whether an item is marked.
func (l *List[T]) Marked(key kube.Key) bool {
	_, ok := l.marks[key]
	return ok
}
