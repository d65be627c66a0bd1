package listing

import "testing"

func TestTargetsAreTheMarksWhateverTheFilterShows(t *testing.T) {
	l := things(testEnv())
	l.SetItems([]thing{{"aa", 1}, {"ab", 2}, {"bb", 3}, {"bc", 4}}, 4)
	if got := names(l.Targets()); got != "aa" {
		t.Errorf("without marks it is about %q, want the selected one", got)
	}
	l.setSort(0, true)
	l.setFilter("a")
	l.mark()
	l.mark()
	for _, c := range []struct{ say, filter string }{
		{"every mark shown", ""},
		{"one mark shown", "ab"},
		{"no mark shown", "bc"},
		{"nothing shown", "z"},
	} {
		l.setFilter(c.filter)
		if got := names(l.Targets()); got != "ab aa" {
			t.Errorf("%s: it is about %q, want the marked ones", c.say, got)
		}
	}
	l.ClearMarks()
	if got := l.Targets(); got != nil {
		t.Errorf("with nothing shown and no marks it is about %v", got)
	}
}
