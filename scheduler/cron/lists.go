package cron

import (
	"fmt"
	"math/bits"
	"strings"
)

// list names the members of a set. Three or more in a row become a range; article comes before its end.
func list(set uint64, name func(int) string, article string) string {
	var parts []string
	for set != 0 {
		first := bits.TrailingZeros64(set)
		length := bits.TrailingZeros64(^(set >> first))
		if length < 3 {
			length = 1
			parts = append(parts, name(first))
		} else {
			parts = append(parts, name(first)+" to "+article+name(first+length-1))
		}
		set &^= (1<<length - 1) << first
	}
	return and(parts)
}

// and joins words as English does.
func and(parts []string) string {
	if len(parts) < 2 {
		return strings.Join(parts, "")
	}
	last := len(parts) - 1
	return strings.Join(parts[:last], ", ") + " and " + parts[last]
}

// progression reports whether the members of a set are evenly spaced; a single one is not.
func progression(set uint64) (first, step int, ok bool) {
	first = bits.TrailingZeros64(set)
	rest := set & (set - 1)
	if rest == 0 {
		return first, 0, false
	}
	step = bits.TrailingZeros64(rest) - first
	for want := first; set != 0; want += step {
		if bits.TrailingZeros64(set) != want {
			return first, 0, false
		}
		set &= set - 1
	}
	return first, step, true
}

// contiguous reports whether the members of a set follow one another without a gap.
func contiguous(set uint64) (first, last int, ok bool) {
	first, last = bits.TrailingZeros64(set), bits.Len64(set)-1
	return first, last, bits.OnesCount64(set) == last-first+1
}

// ordinal is 1st, 2nd, 3rd, 4th …
func ordinal(n int) string {
	suffix := "th"
	if n/10 != 1 {
		switch n % 10 {
		case 1:
			suffix = "st"
		case 2:
			suffix = "nd"
		case 3:
			suffix = "rd"
		}
	}
	return fmt.Sprintf("%d%s", n, suffix)
}
