package listing

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/kube/workload"
	"github.com/kronoscope/kronoscope/tui/keymap"
	"github.com/kronoscope/kronoscope/tui/screen"
	"github.com/kronoscope/kronoscope/tui/widget"
)

type thing struct {
	name string
	size int64
}

func things(env *screen.Env) *List[thing] {
	return New(env, Kind[thing]{
		Noun:   "things",
		Key:    func(x thing) kube.Key { return kube.Key{Name: x.name} },
		Others: func(_ thing, into []string) []string { return into },
		Labels: func(thing) map[string]string { return nil },
		Columns: []Column[thing]{
			{Column: widget.Column{Title: "NAME", Min: 4}, Text: func(x thing) string { return x.name }},
			{Column: widget.Column{Title: "SIZE", Min: 4}, Number: func(x thing) int64 { return x.size }, Descending: true},
			{Column: widget.Column{Title: "NOTE", Min: 4}},
		},
	})
}

func names(items []thing) string {
	var all []string
	for _, x := range items {
		all = append(all, x.name)
	}
	return strings.Join(all, " ")
}

func testEnv() *screen.Env {
	return &screen.Env{Cluster: &kube.Cluster{}, Snapshot: &workload.Snapshot{}, Keys: keymap.Default()}
}

func TestEqualItemsStayInTheOrderOfNames(t *testing.T) {
	l := things(testEnv())
	l.SetItems([]thing{{"d", 1}, {"a", 2}, {"c", 2}, {"b", 1}}, 4)
	for _, c := range []struct {
		say    string
		column int
		desc   bool
		want   string
	}{
		{"by name", 0, false, "a b c d"},
		{"by name, the other way round", 0, true, "d c b a"},
		{"by size", 1, false, "b d a c"},
		{"by size, the greatest first", 1, true, "a c b d"},
	} {
		l.setSort(c.column, c.desc)
		if got := names(l.Shown()); got != c.want {
			t.Errorf("%s: %s, want %s", c.say, got, c.want)
		}
	}
	l.sortBy(2)
	if l.SortedBy() != "SIZE" {
		t.Errorf("sorted by %s, which has no order", l.SortedBy())
	}
}

// TestTypingStepByStepFindsTheSameAsAtOnce compares filtering a previous result with filtering everything.
func TestTypingStepByStepFindsTheSameAsAtOnce(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		letters := rapid.StringMatching(`[a-c-]{1,8}`)
		var items []thing
		for _, name := range rapid.SliceOfNDistinct(letters, 0, 30, rapid.ID).Draw(rt, "names") {
			items = append(items, thing{name, int64(len(name))})
		}
		text := rapid.StringMatching(`!?[a-c-]{1,5}`).Draw(rt, "text")
		slow, quick := things(testEnv()), things(testEnv())
		slow.SetItems(items, len(items))
		quick.SetItems(items, len(items))
		slow.setFilter(text)
		for end := range len(text) {
			quick.setFilter(text[:end+1])
		}
		if diff := cmp.Diff(names(slow.Shown()), names(quick.Shown())); diff != "" {
			rt.Fatalf("%q (-at once +letter by letter):\n%s", text, diff)
		}
		quick.setFilter("")
		if len(quick.Shown()) != len(items) || !slices.IsSortedFunc(quick.Shown(), func(a, b thing) int { return strings.Compare(a.name, b.name) }) {
			rt.Fatalf("without a filter: %v", quick.Shown())
		}
	})
}
