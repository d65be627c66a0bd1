package builtin

import (
	"time"

	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/timefmt"
)

func runSleep(s Shell, args []string) int {
	var total time.Duration
	for _, arg := range args[1:] {
		d, ok := timefmt.ParseDuration(arg)
		if !ok {
			s.Errf("sleep: invalid time interval '%s'\n", arg)
			return 1
		}
		total += d
		if total > timefmt.Forever || total < 0 {
			total = timefmt.Forever
		}
	}
	if len(args) == 1 {
		s.Errf("sleep: missing operand\n")
		return 1
	}
	s.Process().Sleep(total)
	return 0
}
