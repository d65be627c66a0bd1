package sandbox

import (
	"fmt"
	"io/fs"
	"path"
	"strconv"
	"strings"
)

func programChmod(c *command) int {
	_, operands := c.flags("")
	if len(operands) < 2 {
		c.warn("missing operand")
		return 1
	}
	return c.each(operands[1:], func(name string) error {
		info, err := c.fs().Stat(c.Abs(name), true)
		if err != nil {
			return err
		}
		perm, ok := changeMode(operands[0], info.mode)
		if !ok {
			return fmt.Errorf("invalid mode '%s'", operands[0])
		}
		return c.fs().Chmod(c.Abs(name), perm)
	})
}

// changeMode applies 755 or u+x,go-w.
func changeMode(text string, old fs.FileMode) (fs.FileMode, bool) {
	if n, err := strconv.ParseUint(text, 8, 12); err == nil {
		return fs.FileMode(n) & 0o777, true
	}
	mode := old.Perm()
	for _, clause := range strings.Split(text, ",") {
		at := strings.IndexAny(clause, "+-=")
		if at < 0 {
			return 0, false
		}
		var who, bits fs.FileMode
		for _, r := range clause[:at] {
			who |= map[rune]fs.FileMode{'u': 0o700, 'g': 0o070, 'o': 0o007, 'a': 0o777}[r]
		}
		if who == 0 {
			who = 0o777
		}
		for _, r := range clause[at+1:] {
			bits |= map[rune]fs.FileMode{'r': 0o444, 'w': 0o222, 'x': 0o111, 'X': 0o111}[r]
		}
		switch clause[at] {
		case '+':
			mode |= who & bits
		case '-':
			mode &^= who & bits
		default:
			mode = mode&^who | who&bits
		}
	}
	return mode, true
}

// programChown accepts any owner: everything in the sandbox belongs to the container's user.
func programChown(c *command) int {
	_, operands := c.flags("")
	if len(operands) < 2 {
		c.warn("missing operand")
		return 1
	}
	return c.each(operands[1:], func(name string) error {
		_, err := c.fs().Stat(c.Abs(name), true)
		return err
	})
}

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
	if has(opts, "d") {
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
