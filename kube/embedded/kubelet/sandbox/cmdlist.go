package sandbox

import (
	"fmt"
	"io/fs"
	"path"
	"sort"
	"strings"
	"time"
)

func programLs(c *command) int {
	opts, operands := c.flags("")
	if len(operands) == 0 {
		operands = []string{"."}
	}
	status := 0
	for i, name := range operands {
		info, err := c.fs().Stat(c.Abs(name), true)
		if err != nil {
			c.warn("%s: %s", name, message(err))
			status = 1
			continue
		}
		if !info.IsDir() || has(opts, "d") {
			info.name = name
			c.listed([]Info{info}, opts)
			continue
		}
		entries, err := c.fs().ReadDir(c.Abs(name))
		if err != nil {
			c.warn("%s: %s", name, message(err))
			status = 1
			continue
		}
		if len(operands) > 1 {
			if i > 0 {
				c.print("\n")
			}
			c.print(name + ":\n")
		}
		var list []Info
		for _, e := range entries {
			if has(opts, "aA") || !strings.HasPrefix(e.Name(), ".") {
				list = append(list, e.(Info))
			}
		}
		if has(opts, "ln") {
			c.printf("total %d\n", len(list)*4)
		}
		c.listed(list, opts)
	}
	return status
}

func (c *command) listed(list []Info, opts map[byte]string) {
	switch {
	case has(opts, "t"):
		sort.SliceStable(list, func(i, j int) bool { return list[i].mtime.After(list[j].mtime) })
	case has(opts, "S"):
		sort.SliceStable(list, func(i, j int) bool { return list[i].size > list[j].size })
	}
	if has(opts, "r") {
		for i, j := 0, len(list)-1; i < j; i, j = i+1, j-1 {
			list[i], list[j] = list[j], list[i]
		}
	}
	for _, info := range list {
		name := info.name
		if has(opts, "Fp") && info.IsDir() {
			name += "/"
		}
		if !has(opts, "ln") {
			c.print(name + "\n")
			continue
		}
		if info.link != "" {
			name += " -> " + info.link
		}
		owner, group := accountName(c.Container().UID), accountName(c.group(info))
		if has(opts, "n") {
			owner, group = fmt.Sprint(c.Container().UID), fmt.Sprint(c.group(info))
		}
		c.printf("%s    1 %-8s %-8s %9d %s %s\n", modeString(info), owner, group, info.size,
			info.mtime.In(c.zone()).Format("Jan _2 15:04"), name)
	}
}

func modeString(info Info) string {
	kind := "-"
	switch {
	case info.IsDir():
		kind = "d"
	case info.link != "":
		kind = "l"
	case !info.mode.IsRegular():
		kind = "c"
	}
	perm := []byte("rwxrwxrwx")
	for i := range perm {
		if info.mode&(1<<(8-i)) == 0 {
			perm[i] = '-'
		}
	}
	if info.mode&fs.ModeSetgid != 0 {
		perm[5] = 's' // of a volume's group, which may search its directories
	}
	return kind + string(perm)
}

// octal is a mode as stat shows it.
func octal(mode fs.FileMode) string {
	bits := mode.Perm()
	if mode&fs.ModeSetgid != 0 {
		bits |= 0o2000
	}
	return fmt.Sprintf("%o", bits)
}

func programStat(c *command) int {
	opts, operands := c.flags("c")
	layout, ok := opts['c']
	if !ok {
		layout = "  File: %n\n  Size: %s\n  Access: (%a/%A)\n  Modify: %y"
	}
	return c.each(operands, func(name string) error {
		info, err := c.fs().Stat(c.Abs(name), has(opts, "L"))
		if err != nil {
			return err
		}
		kind := "regular file"
		if info.IsDir() {
			kind = "directory"
		}
		c.print(strings.NewReplacer(
			"%n", name, "%s", fmt.Sprint(info.size), "%a", octal(info.mode), "%A", modeString(info),
			"%y", info.mtime.In(c.zone()).Format("2006-01-02 15:04:05.000000000 -0700"), "%Y", fmt.Sprint(info.mtime.Unix()),
			"%F", kind, "%u", fmt.Sprint(c.Container().UID), "%g", fmt.Sprint(c.group(info)),
			"%U", accountName(c.Container().UID), "%G", accountName(c.group(info)),
		).Replace(layout) + "\n")
		return nil
	})
}

func programDu(c *command) int {
	opts, operands := c.flags("d")
	if len(operands) == 0 {
		operands = []string{"."}
	}
	return c.each(operands, func(name string) error {
		if _, err := c.fs().Stat(c.Abs(name), false); err != nil {
			return err
		}
		total := int64(0)
		var walk func(p, shown string, depth int) int64
		walk = func(p, shown string, depth int) int64 {
			c.Step(1)
			info, err := c.fs().Stat(p, false)
			if err != nil || depth > 64 {
				return 0
			}
			size := (info.size + 4095) / 4096 * 4
			if !info.IsDir() {
				return size
			}
			size = 4
			entries, _ := c.fs().ReadDir(p)
			for _, e := range entries {
				size += walk(path.Join(p, e.Name()), shown+"/"+e.Name(), depth+1)
			}
			if !has(opts, "s") {
				c.printf("%d\t%s\n", size, shown)
			}
			return size
		}
		total = walk(c.Abs(name), name, 0)
		if has(opts, "s") {
			if has(opts, "h") {
				c.printf("%.1fK\t%s\n", float64(total), name)
			} else {
				c.printf("%d\t%s\n", total, name)
			}
		}
		return nil
	})
}

func programDf(c *command) int {
	used := c.fs().store.Used() >> 10
	c.print("Filesystem           1K-blocks      Used Available Use% Mounted on\n")
	c.printf("overlay              %9d %9d %9d %3d%% /\n", maxVolumeBytes>>10, used, int64(maxVolumeBytes>>10)-used,
		min(100, used*100/(maxVolumeBytes>>10)))
	return 0
}

func programReadlink(c *command) int {
	opts, operands := c.flags("")
	return c.each(operands, func(name string) error {
		info, err := c.fs().Stat(c.Abs(name), false)
		if err != nil {
			return err
		}
		if has(opts, "fe") || info.link == "" {
			c.print(path.Clean(c.Abs(name)) + "\n")
		} else {
			c.print(info.link + "\n")
		}
		return nil
	})
}

// age is how long ago a file changed, as find counts it.
func (c *command) age(info Info) time.Duration { return c.Now().Sub(info.mtime) }
