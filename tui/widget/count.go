package widget

import "strconv"

// Compact writes a count in at most width cells: in full if it fits, else shortened and rounded down, such as 1.2k, 51k or 2.5M; "" if
// even that does not fit.
func Compact(n, width int) string {
	if full := strconv.Itoa(n); len(full) <= width {
		return full
	}
	for _, unit := range []struct {
		size int
		sign string
	}{{1000, "k"}, {1000_000, "M"}, {1000_000_000, "G"}} {
		whole, tenth := n/unit.size, n%unit.size*10/unit.size
		if fine := strconv.Itoa(whole) + "." + strconv.Itoa(tenth) + unit.sign; whole > 0 && whole < 10 && tenth > 0 && len(fine) <= width {
			return fine
		}
		if short := strconv.Itoa(whole) + unit.sign; whole > 0 && whole < 1000 && len(short) <= width {
			return short
		}
	}
	return ""
}
