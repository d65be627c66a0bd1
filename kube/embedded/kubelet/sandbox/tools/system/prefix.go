package system

import (
	"strings"

	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/tool"
)

// Prefix runs another program in its place, as nohup and sudo do. It ignores its own options.
func Prefix(c *tool.Command) int {
	rest := c.Args[1:]
	for len(rest) > 0 && strings.HasPrefix(rest[0], "-") {
		if len(rest[0]) == 2 && strings.Contains("nug", rest[0][1:]) && len(rest) > 1 {
			rest = rest[1:]
		}
		rest = rest[1:]
	}
	if len(rest) == 0 {
		return 0
	}
	return c.Replace(rest)
}
