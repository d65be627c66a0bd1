package file

import (
	"errors"
	"fmt"
	"path"
	"strings"
	"syscall"

	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/files"
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/tool"
)

// target splits operands into sources and the place to which each goes.
func target(c *tool.Command, operands []string) (sources []string, to func(string) string, err error) {
	if len(operands) < 2 {
		return nil, nil, errors.New("missing file operand")
	}
	last := operands[len(operands)-1]
	sources = operands[:len(operands)-1]
	info, statErr := c.FS().Stat(c.Abs(last), true)
	into := statErr == nil && info.IsDir()
	if len(sources) > 1 && !into {
		return nil, nil, fmt.Errorf("target '%s' is not a directory", last)
	}
	return sources, func(src string) string {
		if into {
			return path.Join(c.Abs(last), path.Base(src))
		}
		return c.Abs(last)
	}, nil
}

// Mv moves files.
func Mv(c *tool.Command) int {
	_, operands := c.Flags("")
	sources, to, err := target(c, operands)
	if err != nil {
		c.Warn("%s", err)
		return 1
	}
	return c.Each(sources, func(src string) error {
		err := c.FS().Rename(c.Abs(src), to(src))
		if errors.Is(err, syscall.EXDEV) {
			if err = copyTree(c, c.Abs(src), to(src), 0); err == nil {
				err = c.FS().Remove(c.Abs(src), true)
			}
		}
		return err
	})
}

// Cp copies files.
func Cp(c *tool.Command) int {
	opts, operands := c.Flags("")
	sources, to, err := target(c, operands)
	if err != nil {
		c.Warn("%s", err)
		return 1
	}
	return c.Each(sources, func(src string) error {
		info, err := c.FS().Stat(c.Abs(src), true)
		if err != nil {
			return err
		}
		if info.IsDir() && !opts.Has("rRa") {
			return errors.New("omitting directory")
		}
		return copyTree(c, c.Abs(src), to(src), 0)
	})
}

func copyTree(c *tool.Command, from, to string, depth int) error {
	c.Step(1)
	if depth > 64 || strings.HasPrefix(path.Clean(to)+"/", path.Clean(from)+"/") {
		return errors.New("cannot copy a directory into itself")
	}
	info, err := c.FS().Stat(from, true)
	if err != nil {
		return err
	}
	if !info.IsDir() {
		data, err := c.FS().ReadFile(from)
		if err != nil {
			return err
		}
		h, err := c.FS().Open(to, files.Write|files.Create|files.Truncate)
		if err != nil {
			return err
		}
		if _, err := h.Write(data); err != nil {
			return err
		}
		return c.FS().Chmod(to, info.Mode())
	}
	if err := c.FS().Mkdir(to); err != nil && !errors.Is(err, syscall.EEXIST) {
		return err
	}
	entries, err := c.FS().ReadDir(from)
	for _, e := range entries {
		if err := copyTree(c, path.Join(from, e.Name()), path.Join(to, e.Name()), depth+1); err != nil {
			return err
		}
	}
	return err
}
