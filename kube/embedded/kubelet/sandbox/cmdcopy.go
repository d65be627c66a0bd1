package sandbox

import (
	"errors"
	"fmt"
	"path"
	"strings"
	"syscall"
)

// target splits operands into sources and where each of them goes.
func target(c *command, operands []string) (sources []string, to func(string) string, err error) {
	if len(operands) < 2 {
		return nil, nil, errors.New("missing file operand")
	}
	last := operands[len(operands)-1]
	sources = operands[:len(operands)-1]
	info, statErr := c.fs().Stat(c.Abs(last), true)
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

func programMv(c *command) int {
	_, operands := c.flags("")
	sources, to, err := target(c, operands)
	if err != nil {
		c.warn("%s", err)
		return 1
	}
	return c.each(sources, func(src string) error {
		err := c.fs().Rename(c.Abs(src), to(src))
		if errors.Is(err, syscall.EXDEV) {
			if err = copyTree(c, c.Abs(src), to(src), 0); err == nil {
				err = c.fs().Remove(c.Abs(src), true)
			}
		}
		return err
	})
}

func programCp(c *command) int {
	opts, operands := c.flags("")
	sources, to, err := target(c, operands)
	if err != nil {
		c.warn("%s", err)
		return 1
	}
	return c.each(sources, func(src string) error {
		info, err := c.fs().Stat(c.Abs(src), true)
		if err != nil {
			return err
		}
		if info.IsDir() && !opts.has("rRa") {
			return errors.New("omitting directory")
		}
		return copyTree(c, c.Abs(src), to(src), 0)
	})
}

func copyTree(c *command, from, to string, depth int) error {
	c.Step(1)
	if depth > 64 || strings.HasPrefix(path.Clean(to)+"/", path.Clean(from)+"/") {
		return errors.New("cannot copy a directory into itself")
	}
	info, err := c.fs().Stat(from, true)
	if err != nil {
		return err
	}
	if !info.IsDir() {
		data, err := c.fs().ReadFile(from)
		if err != nil {
			return err
		}
		h, err := c.fs().open(to, openWrite|openCreate|openTruncate)
		if err != nil {
			return err
		}
		if _, err := h.write(data); err != nil {
			return err
		}
		return c.fs().Chmod(to, info.Mode())
	}
	if err := c.fs().Mkdir(to); err != nil && !errors.Is(err, syscall.EEXIST) {
		return err
	}
	entries, err := c.fs().ReadDir(from)
	for _, e := range entries {
		if err := copyTree(c, path.Join(from, e.Name()), path.Join(to, e.Name()), depth+1); err != nil {
			return err
		}
	}
	return err
}
