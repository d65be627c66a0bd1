package listing

import "charm.land/bubbles/v2/key"

// FullHelp are the keys of every list.
func (l *List[T]) FullHelp() []key.Binding {
	k := l.env.Keys
	return append([]key.Binding{k.Filter, k.Sort, k.Reverse, k.Mark, k.MarkRange, k.Back}, k.Moves()...)
}
