package sandbox

import (
	"strings"
	"time"
)

func programTimeout(c *command) int {
	rest := c.Args[1:]
	sig := sigTerm
	for len(rest) > 0 && strings.HasPrefix(rest[0], "-") {
		if (rest[0] == "-s" || rest[0] == "-k") && len(rest) > 1 {
			if n, ok := parseSignal(rest[1]); ok && rest[0] == "-s" {
				sig = n
			}
			rest = rest[1:]
		}
		rest = rest[1:]
	}
	if len(rest) < 2 {
		c.warn("usage: timeout [-s SIG] SECS PROG ARGS")
		return 125
	}
	d, ok := parseSleep(rest[0])
	if !ok {
		c.warn("invalid time interval '%s'", rest[0])
		return 125
	}
	child, ok := c.Start(rest[1:])
	if !ok {
		return 125
	}
	if child.Wait(d) {
		return child.Status()
	}
	child.Signal(sig)
	if !child.Wait(time.Second) {
		child.Signal(sigKill)
		child.Wait(-1)
		return 137
	}
	return 124
}
