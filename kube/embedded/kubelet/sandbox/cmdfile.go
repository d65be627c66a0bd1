package sandbox

import (
	"errors"
	"fmt"
	"path"
	"strings"
	"syscall"
	"time"
)

func programCat(c *command) int {
	_, operands := c.flags("")
	if len(operands) == 0 {
		operands = []string{"-"}
	}
	status := 0
	for _, name := range operands {
		f := c.Stream(0)
		opened := name != "-" || f == nil
		if opened {
			var err error
			if f, err = c.Open(name, 0); err != nil {
				c.warn("can't open '%s': %s", name, message(err))
				status = 1
				continue
			}
		}
		buf := make([]byte, 4096)
		for {
			n, err := f.Read(buf)
			if n > 0 {
				c.print(string(buf[:n]))
			}
			if err != nil {
				if errors.Is(err, syscall.EISDIR) {
					c.warn("read error: Is a directory")
					status = 1
				}
				break
			}
		}
		if opened {
			_ = f.Close()
		}
	}
	return status
}

func programTouch(c *command) int {
	opts, operands := c.flags("drt")
	at := c.Now()
	if text, ok := opts['d']; ok {
		t, valid := parseDate(text, at.In(c.zone()))
		if !valid {
			c.warn("invalid date '%s'", text)
			return 1
		}
		at = t
	}
	if text, ok := opts['t']; ok {
		t, err := time.ParseInLocation("200601021504.05", text+strings.Repeat(".00", 1-strings.Count(text, ".")&1), c.zone())
		if err != nil {
			c.warn("invalid date '%s'", text)
			return 1
		}
		at = t
	}
	if ref, ok := opts['r']; ok {
		info, err := c.fs().Stat(c.Abs(ref), true)
		if err != nil {
			c.warn("%s: %s", ref, message(err))
			return 1
		}
		at = info.mtime
	}
	return c.each(operands, func(name string) error { return c.fs().Touch(c.Abs(name), at, !has(opts, "c")) })
}

// each does something with each operand and reports what fails.
func (c *command) each(operands []string, do func(name string) error) int {
	status := 0
	if len(operands) == 0 {
		c.warn("missing operand")
		return 1
	}
	for _, name := range operands {
		c.Step(1)
		err := do(name)
		if name == "" && err == nil {
			err = syscall.ENOENT
		}
		if err != nil {
			c.warn("%s: %s", name, message(err))
			status = 1
		}
	}
	return status
}

func programMkdir(c *command) int {
	opts, operands := c.flags("m")
	return c.each(operands, func(name string) error {
		if has(opts, "p") {
			return c.fs().MkdirAll(c.Abs(name))
		}
		return c.fs().Mkdir(c.Abs(name))
	})
}

func programRm(c *command) int {
	opts, operands := c.flags("")
	if has(opts, "f") && len(operands) == 0 {
		return 0
	}
	return c.each(operands, func(name string) error {
		base := path.Base(name)
		if base == "." || base == ".." || path.Clean(c.Abs(name)) == "/" {
			return errors.New("refusing to remove it")
		}
		info, err := c.fs().Stat(c.Abs(name), false)
		if err == nil && info.IsDir() && !has(opts, "rR") {
			return syscall.EISDIR
		}
		if err == nil {
			err = c.fs().Remove(c.Abs(name), has(opts, "rR"))
		}
		if has(opts, "f") && errors.Is(err, syscall.ENOENT) {
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

// target splits operands into sources and where each of them goes.
func (c *command) target(operands []string) (sources []string, to func(string) string, err error) {
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
	sources, to, err := c.target(operands)
	if err != nil {
		c.warn("%s", err)
		return 1
	}
	return c.each(sources, func(src string) error {
		err := c.fs().Rename(c.Abs(src), to(src))
		if errors.Is(err, syscall.EXDEV) {
			if err = c.copyTree(c.Abs(src), to(src), 0); err == nil {
				err = c.fs().Remove(c.Abs(src), true)
			}
		}
		return err
	})
}

func programCp(c *command) int {
	opts, operands := c.flags("")
	sources, to, err := c.target(operands)
	if err != nil {
		c.warn("%s", err)
		return 1
	}
	return c.each(sources, func(src string) error {
		info, err := c.fs().Stat(c.Abs(src), true)
		if err != nil {
			return err
		}
		if info.IsDir() && !has(opts, "rRa") {
			return errors.New("omitting directory")
		}
		return c.copyTree(c.Abs(src), to(src), 0)
	})
}

func (c *command) copyTree(from, to string, depth int) error {
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
		return c.fs().Chmod(to, info.mode)
	}
	if err := c.fs().Mkdir(to); err != nil && !errors.Is(err, syscall.EEXIST) {
		return err
	}
	entries, err := c.fs().ReadDir(from)
	for _, e := range entries {
		if err := c.copyTree(path.Join(from, e.Name()), path.Join(to, e.Name()), depth+1); err != nil {
			return err
		}
	}
	return err
}

func programLn(c *command) int {
	opts, operands := c.flags("")
	if len(operands) != 2 || !has(opts, "s") {
		c.warn("only 'ln -s TARGET LINK' is simulated")
		return 1
	}
	link := c.Abs(operands[1])
	if info, err := c.fs().Stat(link, true); err == nil && info.IsDir() && !has(opts, "nT") {
		link = path.Join(link, path.Base(operands[0]))
	}
	if has(opts, "f") {
		_ = c.fs().Remove(link, false)
	}
	return c.each(operands[1:], func(string) error { return c.fs().Symlink(operands[0], link) })
}
