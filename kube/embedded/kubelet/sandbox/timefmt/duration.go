package timefmt

import (
	"strconv"
	"time"
)

// Forever is a duration that does not end in practice.
const Forever = 100 * 365 * 24 * time.Hour

// ParseDuration reads a duration as sleep(1) does: 5, 0.5, 5s, 2m, 1h, 1d or infinity.
func ParseDuration(arg string) (time.Duration, bool) {
	if arg == "infinity" || arg == "inf" {
		return Forever, true
	}
	unit := time.Second
	if n := len(arg); n > 1 {
		switch arg[n-1] {
		case 's':
			arg = arg[:n-1]
		case 'm':
			unit, arg = time.Minute, arg[:n-1]
		case 'h':
			unit, arg = time.Hour, arg[:n-1]
		case 'd':
			unit, arg = 24*time.Hour, arg[:n-1]
		}
	}
	x, err := strconv.ParseFloat(arg, 64)
	if err != nil || x < 0 || x != x {
		return 0, false
	}
	if x*float64(unit) > float64(Forever) {
		return Forever, true
	}
	return time.Duration(x * float64(unit)), true
}
