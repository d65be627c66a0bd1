package frame

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestLinesFillTheirCells(t *testing.T) {
	got := Lines("too wide a line\nb\nc\nd", 5, 3)
	if diff := cmp.Diff([]string{"too …", "b    ", "c    "}, got); diff != "" {
		t.Error(diff)
	}
	if got := Lines("a", 2, 2); got[0] != "a " || got[1] != "  " {
		t.Errorf("got %q", got)
	}
}

func TestABoxIsSetIntoTheLines(t *testing.T) {
	lines := []string{"数据库 abc", "..........", ".........."}
	Overlay(lines, "[]\n[]\n[]", 1, 1, 10)
	if diff := cmp.Diff([]string{"数据库 abc", ".[].......", ".[]......."}, lines); diff != "" {
		t.Error(diff)
	}
	Overlay(lines, "[]", 3, 0, 10) // through a wide character
	if diff := cmp.Diff("数 []库 abc", lines[0]); diff != "" {
		t.Error(diff)
	}
}

func TestSizeOfABox(t *testing.T) {
	for box, want := range map[string][2]int{"": {0, 0}, "ab": {2, 1}, "a\n数据": {4, 2}} {
		if w, h := Size(box); w != want[0] || h != want[1] {
			t.Errorf("%q: %d×%d, want %v", box, w, h, want)
		}
	}
}
