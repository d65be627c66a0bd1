package sandbox

import (
	"path"
	"strings"
)

func programMktemp(c *command) int {
	opts, operands := c.flags("p")
	pattern := "tmp.XXXXXX"
	if len(operands) > 0 {
		pattern = operands[0]
	}
	if !strings.Contains(pattern, "/") {
		dir := opts['p']
		if dir == "" {
			dir = "/tmp"
		}
		pattern = path.Join(dir, pattern)
	}
	base := strings.TrimRight(pattern, "X")
	const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
	name := []byte(base)
	for range len(pattern) - len(base) {
		name = append(name, letters[c.Rand().IntN(len(letters))])
	}
	var err error
	if opts.has("d") {
		err = c.fs().Mkdir(c.Abs(string(name)))
	} else {
		err = c.fs().Touch(c.Abs(string(name)), c.Now(), true)
	}
	if err != nil {
		c.warn("%s: %s", name, message(err))
		return 1
	}
	c.print(string(name) + "\n")
	return 0
}
