package listing

import "charm.land/bubbles/v2/key"

// Keys returns the bindings that every list handles.
func (l *List[T]) Keys() []key.Binding {
	k := l.env.Keys
	return []key.Binding{
		k.Filter, k.Sort, k.Reverse, k.Mark, k.MarkRange, k.Back, k.Up, k.Down, k.PageUp, k.PageDown, k.Top, k.Bottom,
	}
}

// FullHelp returns the help of every list.
func (l *List[T]) FullHelp() []key.Binding {
	k := l.env.Keys
	return append([]key.Binding{k.Filter, k.Sort, k.Reverse, k.Mark, k.MarkRange, k.Back}, k.Moves()...)
}
