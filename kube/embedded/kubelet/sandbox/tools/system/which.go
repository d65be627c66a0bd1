package system

import "github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/tool"

// Which prints where programs are. Every name is one, since it can be run, except for the shell's own commands.
func Which(c *tool.Command) int {
	_, operands := c.Flags("")
	status := tool.Status(len(operands) > 0)
	for _, name := range operands {
		if at := c.Find(name); at != "" {
			c.Print(at + "\n")
		} else {
			status = 1
		}
	}
	return status
}
