package validate

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// interval is a run of completion indexes, both ends included.
type interval struct{ first, last int32 }

// parseInterval reads "3" or "3-5", with indexes below completions.
func parseInterval(s string, completions int32) (interval, error) {
	first, last, isRange := strings.Cut(s, "-")
	if isRange && strings.Contains(last, "-") {
		return interval{}, fmt.Errorf("the fragment %q violates the requirement that an index interval can have at most two parts separated by '-'", s)
	}
	x, err := parseIndex(first, completions)
	if err != nil {
		return interval{}, err
	}
	if !isRange {
		return interval{x, x}, nil
	}
	y, err := parseIndex(last, completions)
	if err != nil {
		return interval{}, err
	}
	if x >= y {
		return interval{}, fmt.Errorf("non-increasing order, previous: %d, current: %d", x, y)
	}
	return interval{x, y}, nil
}

func parseIndex(s string, completions int32) (int32, error) {
	n, err := strconv.Atoi(s)
	switch {
	case err != nil:
		return 0, fmt.Errorf("cannot convert string to integer for index: %q", s)
	case n >= int(completions):
		return 0, fmt.Errorf("too large index: %q", s)
	}
	return int32(n), nil
}

// countIndexes counts the indexes of a list such as "1,3-5,7", which must be in increasing order.
func countIndexes(s string, completions int32) (int32, error) {
	if s == "" {
		return 0, nil
	}
	var total int32
	var before *int32
	for part := range strings.SplitSeq(s, ",") {
		in, err := parseInterval(part, completions)
		if err != nil {
			return 0, err
		}
		if before != nil && *before >= in.first {
			return 0, fmt.Errorf("non-increasing order, previous: %d, current: %d", *before, in.first)
		}
		total += in.last - in.first + 1
		before = &in.last
	}
	return total, nil
}

// overlap reports an index that is in both lists. What does not parse is skipped: it is another error.
func overlap(completed, failed string, completions int32) error {
	a, b := parseIntervals(completed, completions), parseIntervals(failed, completions)
	for len(a) > 0 && len(b) > 0 {
		if a[0].first <= b[0].last && b[0].first <= a[0].last {
			return errors.New("failedIndexes and completedIndexes overlap at index: " + strconv.Itoa(int(max(a[0].first, b[0].first))))
		}
		if a[0].first <= b[0].first {
			a = a[1:]
		} else {
			b = b[1:]
		}
	}
	return nil
}

func parseIntervals(s string, completions int32) []interval {
	var all []interval
	if s == "" {
		return nil
	}
	for part := range strings.SplitSeq(s, ",") {
		if in, err := parseInterval(part, completions); err == nil {
			all = append(all, in)
		}
	}
	return all
}
