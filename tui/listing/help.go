package listing

import "charm.land/bubbles/v2/key"

// FullHelp are the keys of every list.
func (l *List[T]) FullHelp() []key.Binding {
	k := l.env.Keys
	return []key.Binding{
		k.Filter, k.Sort, k.Reverse, k.Mark, k.MarkRange, k.Up, k.Down, k.PageUp, k.PageDown, k.Top, k.Bottom, k.Back,
	}
}
