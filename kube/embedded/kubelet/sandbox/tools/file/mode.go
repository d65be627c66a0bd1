package file

import (
	"fmt"
	"io/fs"
	"strconv"
	"strings"

	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/tool"
)

// Chmod sets permissions.
func Chmod(c *tool.Command) int {
	_, operands := c.Flags("")
	if len(operands) < 2 {
		c.Warn("missing operand")
		return 1
	}
	return c.Each(operands[1:], func(name string) error {
		info, err := c.FS().Stat(c.Abs(name), true)
		if err != nil {
			return err
		}
		perm, ok := changeMode(operands[0], info.Mode())
		if !ok {
			return fmt.Errorf("invalid mode '%s'", operands[0])
		}
		return c.FS().Chmod(c.Abs(name), perm)
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

// Chown accepts any owner and changes nothing: everything belongs to the container's user.
func Chown(c *tool.Command) int {
	_, operands := c.Flags("")
	if len(operands) < 2 {
		c.Warn("missing operand")
		return 1
	}
	return c.Each(operands[1:], func(name string) error {
		_, err := c.FS().Stat(c.Abs(name), true)
		return err
	})
}
