package sandbox

import (
	"strconv"
	"time"
)

func builtinSleep(s *shell, args []string) int {
	var total time.Duration
	for _, arg := range args[1:] {
		d, ok := parseSleep(arg)
		if !ok {
			s.errf("sleep: invalid time interval '%s'\n", arg)
			return 1
		}
		total += d
		if total > forever || total < 0 {
			total = forever
		}
	}
	if len(args) == 1 {
		s.errf("sleep: missing operand\n")
		return 1
	}
	s.p.sleep(total)
	return 0
}

const forever = 100 * 365 * 24 * time.Hour

// parseSleep reads 5, 0.5, 5s, 2m, 1h, 1d and infinity.
func parseSleep(arg string) (time.Duration, bool) {
	if arg == "infinity" || arg == "inf" {
		return forever, true
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
	if x*float64(unit) > float64(forever) {
		return forever, true
	}
	return time.Duration(x * float64(unit)), true
}
