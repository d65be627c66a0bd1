package themes

import "fmt"

func (s *Styles) named() map[string]Ink {
	m := map[string]Ink{
		"Text": s.Text, "Muted": s.Muted, "Strong": s.Strong, "Accent": s.Accent, "Good": s.Good, "Warn": s.Warn, "Bad": s.Bad,
		"Running": s.Running, "Idle": s.Idle, "Header": s.Header, "Tab": s.Tab, "TabActive": s.TabActive, "Rule": s.Rule,
		"ColumnHead": s.ColumnHead, "Selected": s.Selected, "Marked": s.Marked, "BarFull": s.BarFull, "BarEmpty": s.BarEmpty,
		"Dialog": NewInk(s.Dialog), "DialogTitle": s.DialogTitle, "Toast": NewInk(s.Toast), "Key": s.Key, "KeyDesc": s.KeyDesc,
	}
	for i, st := range s.Series {
		m[fmt.Sprint("Series", i)] = st
	}
	for i, st := range s.Heat {
		m[fmt.Sprint("Heat", i)] = st
	}
	return m
}
