package sandbox

import (
	"path"
	"strings"
)

func programBasename(c *command) int {
	if len(c.Args) < 2 {
		c.warn("missing operand")
		return 1
	}
	name := path.Base(c.Args[1])
	if len(c.Args) > 2 && name != c.Args[2] {
		name = strings.TrimSuffix(name, c.Args[2])
	}
	c.print(name + "\n")
	return 0
}

func programDirname(c *command) int {
	for _, arg := range c.Args[1:] {
		c.print(path.Dir(strings.TrimRight(arg, "/")) + "\n")
	}
	return boolStatus(len(c.Args) > 1)
}
