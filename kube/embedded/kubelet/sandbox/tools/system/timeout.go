package system

import (
	"strings"
	"time"

	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/signal"
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/timefmt"
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/tool"
)

// Timeout runs a program and ends it after a while.
func Timeout(c *tool.Command) int {
	rest := c.Args[1:]
	sig := signal.Term
	for len(rest) > 0 && strings.HasPrefix(rest[0], "-") {
		if (rest[0] == "-s" || rest[0] == "-k") && len(rest) > 1 {
			if n, ok := signal.Parse(rest[1]); ok && rest[0] == "-s" {
				sig = n
			}
			rest = rest[1:]
		}
		rest = rest[1:]
	}
	if len(rest) < 2 {
		c.Warn("usage: timeout [-s SIG] SECS PROG ARGS")
		return 125
	}
	d, ok := timefmt.ParseDuration(rest[0])
	if !ok {
		c.Warn("invalid time interval '%s'", rest[0])
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
		child.Signal(signal.Kill)
		child.Wait(-1)
		return 137
	}
	return 124
}
