package sandbox

import (
	"fmt"
	"io/fs"
	"sort"
	"strings"
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
		if !info.IsDir() || opts.has("d") {
			listed(c, []Info{info.Named(name)}, opts)
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
			if opts.has("aA") || !strings.HasPrefix(e.Name(), ".") {
				list = append(list, e.(Info))
			}
		}
		if opts.has("ln") {
			c.printf("total %d\n", len(list)*4)
		}
		listed(c, list, opts)
	}
	return status
}

func listed(c *command, list []Info, opts toolOptions) {
	switch {
	case opts.has("t"):
		sort.SliceStable(list, func(i, j int) bool { return list[i].ModTime().After(list[j].ModTime()) })
	case opts.has("S"):
		sort.SliceStable(list, func(i, j int) bool { return list[i].Size() > list[j].Size() })
	}
	if opts.has("r") {
		for i, j := 0, len(list)-1; i < j; i, j = i+1, j-1 {
			list[i], list[j] = list[j], list[i]
		}
	}
	for _, info := range list {
		name := info.Name()
		if opts.has("Fp") && info.IsDir() {
			name += "/"
		}
		if !opts.has("ln") {
			c.print(name + "\n")
			continue
		}
		if info.Link() != "" {
			name += " -> " + info.Link()
		}
		owner, group := accountName(c.Container().UID), accountName(c.group(info))
		if opts.has("n") {
			owner, group = fmt.Sprint(c.Container().UID), fmt.Sprint(c.group(info))
		}
		c.printf("%s    1 %-8s %-8s %9d %s %s\n", modeString(info), owner, group, info.Size(),
			info.ModTime().In(c.zone()).Format("Jan _2 15:04"), name)
	}
}

func modeString(info Info) string {
	kind := "-"
	switch {
	case info.IsDir():
		kind = "d"
	case info.Link() != "":
		kind = "l"
	case !info.Mode().IsRegular():
		kind = "c"
	}
	perm := []byte("rwxrwxrwx")
	for i := range perm {
		if info.Mode()&(1<<(8-i)) == 0 {
			perm[i] = '-'
		}
	}
	if info.Mode()&fs.ModeSetgid != 0 {
		perm[5] = 's' // of a volume's group, which may search its directories
	}
	return kind + string(perm)
}
