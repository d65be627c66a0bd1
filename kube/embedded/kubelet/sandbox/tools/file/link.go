package file

import (
	"path"

	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/tool"
)

// Ln makes symbolic links.
func Ln(c *tool.Command) int {
	opts, operands := c.Flags("")
	if len(operands) != 2 || !opts.Has("s") {
		c.Warn("only 'ln -s TARGET LINK' is simulated")
		return 1
	}
	link := c.Abs(operands[1])
	if info, err := c.FS().Stat(link, true); err == nil && info.IsDir() && !opts.Has("nT") {
		link = path.Join(link, path.Base(operands[0]))
	}
	if opts.Has("f") {
		_ = c.FS().Remove(link, false)
	}
	return c.Each(operands[1:], func(string) error { return c.FS().Symlink(operands[0], link) })
}

// Readlink prints what links refer to, or a path without "..": readlink and realpath.
func Readlink(c *tool.Command) int {
	opts, operands := c.Flags("")
	return c.Each(operands, func(name string) error {
		info, err := c.FS().Stat(c.Abs(name), false)
		if err != nil {
			return err
		}
		if opts.Has("fe") || info.Link() == "" {
			c.Print(path.Clean(c.Abs(name)) + "\n")
		} else {
			c.Print(info.Link() + "\n")
		}
		return nil
	})
}
