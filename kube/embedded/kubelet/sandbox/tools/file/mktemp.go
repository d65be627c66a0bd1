package file

import (
	"path"
	"strings"

	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/files"
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/tool"
)

// Mktemp makes a file or directory with a name that is not taken.
func Mktemp(c *tool.Command) int {
	opts, operands := c.Flags("p")
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
	if opts.Has("d") {
		err = c.FS().Mkdir(c.Abs(string(name)))
	} else {
		err = c.FS().Touch(c.Abs(string(name)), c.Now(), true)
	}
	if err != nil {
		c.Warn("%s: %s", name, files.Message(err))
		return 1
	}
	c.Print(string(name) + "\n")
	return 0
}
