package sandbox

import (
	"path"
	"strings"
)

// filed are the shell's built-ins that are programs as well.
var filed = map[string]bool{
	"echo": true, "printf": true, "test": true, "[": true, "true": true, "false": true, "kill": true, "pwd": true, "sleep": true,
}

// programWhich prints where programs are. Every name is one, as it can be run, but for the words of the shell alone.
func programWhich(c *command) int {
	_, operands := c.flags("")
	status := boolStatus(len(operands) > 0)
	for _, name := range operands {
		if at := c.which(name); at != "" {
			c.print(at + "\n")
		} else {
			status = 1
		}
	}
	return status
}

func (c *command) which(name string) string {
	_, builtin := builtins[name]
	switch {
	case strings.Contains(name, "/"):
		info, err := c.fs().Stat(c.abs(name), true)
		if c.program(name) != nil || isShell(name) && binDir(path.Dir(name)) || err == nil && !info.IsDir() {
			return name
		}
		return ""
	case builtin && !filed[name]:
		return ""
	case builtin, c.program(name) != nil, isShell(name):
		return "/bin/" + name
	}
	return "/usr/bin/" + name
}
