// Package file has the simulated tools that work on files and directories: ls, cp, find and the like. It does not look into what files
// contain.
package file

import (
	"errors"
	"path"
	"syscall"

	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/tool"
)

// Mkdir makes directories.
func Mkdir(c *tool.Command) int {
	opts, operands := c.Flags("m")
	return c.Each(operands, func(name string) error {
		if opts.Has("p") {
			return c.FS().MkdirAll(c.Abs(name))
		}
		return c.FS().Mkdir(c.Abs(name))
	})
}

// Rm removes files and directories.
func Rm(c *tool.Command) int {
	opts, operands := c.Flags("")
	if opts.Has("f") && len(operands) == 0 {
		return 0
	}
	return c.Each(operands, func(name string) error {
		base := path.Base(name)
		if base == "." || base == ".." || path.Clean(c.Abs(name)) == "/" {
			return errors.New("refusing to remove it")
		}
		info, err := c.FS().Stat(c.Abs(name), false)
		if err == nil && info.IsDir() && !opts.Has("rR") {
			return syscall.EISDIR
		}
		if err == nil {
			err = c.FS().Remove(c.Abs(name), opts.Has("rR"))
		}
		if opts.Has("f") && errors.Is(err, syscall.ENOENT) {
			return nil
		}
		return err
	})
}

// Rmdir removes empty directories.
func Rmdir(c *tool.Command) int {
	_, operands := c.Flags("")
	return c.Each(operands, func(name string) error {
		if info, err := c.FS().Stat(c.Abs(name), false); err == nil && !info.IsDir() {
			return syscall.ENOTDIR
		}
		return c.FS().Remove(c.Abs(name), false)
	})
}
