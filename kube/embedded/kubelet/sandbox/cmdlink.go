package sandbox

import (
	"path"
)

func programLn(c *command) int {
	opts, operands := c.flags("")
	if len(operands) != 2 || !opts.has("s") {
		c.warn("only 'ln -s TARGET LINK' is simulated")
		return 1
	}
	link := c.Abs(operands[1])
	if info, err := c.fs().Stat(link, true); err == nil && info.IsDir() && !opts.has("nT") {
		link = path.Join(link, path.Base(operands[0]))
	}
	if opts.has("f") {
		_ = c.fs().Remove(link, false)
	}
	return c.each(operands[1:], func(string) error { return c.fs().Symlink(operands[0], link) })
}

func programReadlink(c *command) int {
	opts, operands := c.flags("")
	return c.each(operands, func(name string) error {
		info, err := c.fs().Stat(c.Abs(name), false)
		if err != nil {
			return err
		}
		if opts.has("fe") || info.Link() == "" {
			c.print(path.Clean(c.Abs(name)) + "\n")
		} else {
			c.print(info.Link() + "\n")
		}
		return nil
	})
}
