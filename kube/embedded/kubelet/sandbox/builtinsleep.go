package sandbox

import (
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
