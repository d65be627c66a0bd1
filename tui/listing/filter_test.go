package listing

import (
	"testing"

	"pgregory.net/rapid"
)

func TestRank(t *testing.T) {
	labels := map[string]string{"team": "db", "tier": "gold"}
	others := []string{"failed", "backofflimitexceeded"}
	for _, c := range []struct {
		name, typed, object string
		want                int
	}{
		{"nothing typed", "", "image-processor", 0},
		{"blanks only", "   ", "image-processor", 0},
		{"a part of the name", "proc", "image-processor", 0},
		{"in another case", "PROC", "image-processor", 0},
		{"letters in order", "img", "image-processor", 2 + len("imag")*256},
		{"letters in order, further on", "img", "typo-image", 2 + len("imag")*256 + len("typo-")},
		{"letters that begin and do not end", "imgx", "image-processor", noMatch},
		{"letters out of order", "gmi", "image-processor", noMatch},
		{"another column", "failed", "image-processor", 1},
		{"letters of another column", "fld", "xyz", noMatch},
		{"inverse of the name", "!proc", "image-processor", noMatch},
		{"inverse of another column", "!failed", "image-processor", noMatch},
		{"inverse of what is not there", "!pi", "job", 0},
		{"inverse of nothing", "!", "job", 0},
		{"label", "-l team=db", "x", 0},
		{"other label", "-l team=web", "x", noMatch},
		{"label set", "-l team in (db,web),tier", "x", 0},
		{"no label yet", "-l", "x", 0},
		{"a name that begins like a selector", "-live", "a-live-b", 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := ParseFilter(c.typed).Rank(c.object, others, labels); got != c.want {
				t.Errorf("rank of %q for %q is %d, want %d", c.object, c.typed, got, c.want)
			}
		})
	}
}

func TestUnreadableSelectorHidesNothingAndSaysWhy(t *testing.T) {
	f := ParseFilter("-l =,")
	if f.Err == nil || !f.IsZero() || f.Rank("x", nil, nil) != 0 {
		t.Errorf("filter %+v", f)
	}
}

func TestFiltersTakeAnything(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		f := ParseFilter(rapid.String().Draw(rt, "typed"))
		rank := f.Rank(rapid.String().Draw(rt, "name"), nil, nil)
		if rank < noMatch || (f.IsZero() && rank != 0) {
			rt.Fatalf("rank %d", rank)
		}
	})
}
