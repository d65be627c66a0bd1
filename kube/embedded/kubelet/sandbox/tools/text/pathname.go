package text

import (
	"path"
	"strings"

	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/tool"
)

// Basename prints the last part of a path.
func Basename(c *tool.Command) int {
	if len(c.Args) < 2 {
		c.Warn("missing operand")
		return 1
	}
	name := path.Base(c.Args[1])
	if len(c.Args) > 2 && name != c.Args[2] {
		name = strings.TrimSuffix(name, c.Args[2])
	}
	c.Print(name + "\n")
	return 0
}

// Dirname prints a path without its last part.
func Dirname(c *tool.Command) int {
	for _, arg := range c.Args[1:] {
		c.Print(path.Dir(strings.TrimRight(arg, "/")) + "\n")
	}
	return tool.Status(len(c.Args) > 1)
}
