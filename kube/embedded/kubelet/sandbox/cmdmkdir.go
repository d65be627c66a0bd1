package sandbox

import (
	"errors"
	"path"
	"syscall"
)

func programMkdir(c *command) int {
	opts, operands := c.flags("m")
	return c.each(operands, func(name string) error {
		if opts.has("p") {
			return c.fs().MkdirAll(c.Abs(name))
		}
		return c.fs().Mkdir(c.Abs(name))
	})
}

func programRm(c *command) int {
	opts, operands := c.flags("")
	if opts.has("f") && len(operands) == 0 {
		return 0
	}
	return c.each(operands, func(name string) error {
		base := path.Base(name)
		if base == "." || base == ".." || path.Clean(c.Abs(name)) == "/" {
			return errors.New("refusing to remove it")
		}
		info, err := c.fs().Stat(c.Abs(name), false)
		if err == nil && info.IsDir() && !opts.has("rR") {
			return syscall.EISDIR
		}
		if err == nil {
			err = c.fs().Remove(c.Abs(name), opts.has("rR"))
		}
		if opts.has("f") && errors.Is(err, syscall.ENOENT) {
			return nil
		}
		return err
	})
}

func programRmdir(c *command) int {
	_, operands := c.flags("")
	return c.each(operands, func(name string) error {
		if info, err := c.fs().Stat(c.Abs(name), false); err == nil && !info.IsDir() {
			return syscall.ENOTDIR
		}
		return c.fs().Remove(c.Abs(name), false)
	})
}
